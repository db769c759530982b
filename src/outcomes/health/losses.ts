import type { Loss } from '../../model/monitoring.ts'
import { eventRecorder, eventRules } from '../event-record.ts'
import type { TrialState } from './state.ts'

/** The cases that a loss struck. */
export function casesOfLoss(
  { protocol, records }: Pick<TrialState, 'protocol' | 'records'>,
  { when }: Loss,
): Set<string> {
  const [meets, recordOf] = [eventRules(protocol.process.events)(when), eventRecorder(protocol.process)]
  return new Set(records.filter(({ event }) => meets(recordOf(event))).map(({ of }) => of.id))
}

/** The cases that any loss of the protocol struck. */
export function lostCases(state: TrialState): Set<string> {
  const losses = state.protocol.monitoring?.losses ?? []
  return new Set(losses.flatMap(loss => [...casesOfLoss(state, loss)]))
}
