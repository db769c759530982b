import type { OutcomeEvent } from '../../model/event.ts'
import type { CaseId } from '../../model/ids.ts'
import type { Protocol } from '../../model/protocol.ts'
import { standingEvents } from '../corrections.ts'

/** A recorded departure from a rule that the protocol does not provide for. */
export interface ProcessDeviation {
  case: CaseId
  event: string
  kind: string
  at: string
  /** Id and title of the rule. */
  rule: string
  title: string
  reason: string
}

/** The deviations of a log: of standing events, in the order of recording, one for each rule that an event departs from. */
export function processDeviations(
  { process }: Pick<Protocol, 'process'>,
  events: readonly OutcomeEvent[],
): readonly ProcessDeviation[] {
  const titles = new Map(process.rules.flatMap(rule => (rule.override === 'deviation' ? [[rule.id, rule.title]] : [])))
  return standingEvents(events).flatMap(({ id, case: caseId, kind, at, reason = '', override = [] }) =>
    override.flatMap(rule => {
      const title = titles.get(rule)
      return title === undefined ? [] : [{ case: caseId, event: id, kind, at, rule, title, reason }]
    }),
  )
}
