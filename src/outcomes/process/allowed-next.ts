import { conditionText } from '../../model/condition-text.ts'
import type { OutcomeEvent } from '../../model/event.ts'
import type { ArmId } from '../../model/ids.ts'
import type { EventKind, Protocol } from '../../model/protocol.ts'
import { standingEvents } from '../corrections.ts'
import { type CompiledProcess, type CompiledRule, compileProcess } from './compile.ts'
import { verdictOfKind } from './known-parts.ts'
import type { Moment } from './moment.ts'
import { CaseTimeline } from './timeline.ts'

/** A rule that stands in the way of an event, wholly or for some of its values. */
export interface Restriction {
  /** Id of the rule; `null` where it is what the kind must come `after`. */
  rule: string | null
  title: string
  /** What keeps the rule, or why nothing does. */
  says: string
  /** Whether the event may be recorded all the same, with the rule in `override` and a reason. */
  override: 'allowed' | 'deviation' | null
}

/** A kind of event and whether it may be recorded now. */
export interface AllowedKind {
  kind: string
  title: string
  /** open: yes, within the restrictions. override: only as a departure from the rules given. closed: no. */
  state: 'open' | 'override' | 'closed'
  restrictions: readonly Restriction[]
}

/** What is known of a case when it is asked what may be recorded of it. */
export interface CaseHistory {
  /** `undefined` where the arm is not to be known: what depends on it is then given as a restriction. */
  arm: ArmId | undefined
  /** All events of the case, corrected ones too, in the order of recording. */
  events: readonly OutcomeEvent[]
  /** The time of the event that is to be recorded: a date, or an instant with its offset. */
  at: string
}

/**
 * What may be recorded of a case at a time: every kind of event that its arm may have, in the order of the protocol, with
 * the rules that restrict it. Pure; nothing is looked up. `at` and the times of the events must be event times.
 */
export function allowedNext(
  { process, timeZone }: Pick<Protocol, 'process' | 'timeZone'>,
  { arm, events, at }: CaseHistory,
): readonly AllowedKind[] {
  const compiled = compileProcess(process)
  const timeline = new CaseTimeline(standingEvents(events), timeZone, compiled.record)
  return allowedAt(compiled, timeline, timeline.momentAt(at), arm)
}

/** `allowedNext` at a moment of a timeline. */
export function allowedAt(
  process: CompiledProcess,
  timeline: CaseTimeline,
  moment: Moment,
  arm: ArmId | undefined,
): readonly AllowedKind[] {
  return process.kinds
    .filter(({ arms }) => arm === undefined || arms === undefined || arms.includes(arm))
    .map(kind => {
      const found = process.rulesOf(kind.kind).flatMap(rule => restrictionsOf(rule, kind, timeline, moment, arm))
      const blocking = found.filter(({ blocks }) => blocks).map(({ restriction }) => restriction)
      const restrictions = [...armRestriction(kind, arm), ...found.map(({ restriction }) => restriction)]
      return { kind: kind.kind, title: kind.title, state: stateOf(blocking), restrictions }
    })
}

function stateOf(blocking: readonly Restriction[]): AllowedKind['state'] {
  if (blocking.length === 0) return 'open'
  return blocking.every(({ override }) => override !== null) ? 'override' : 'closed'
}

function armRestriction({ arms }: EventKind, arm: ArmId | undefined): Restriction[] {
  if (arm !== undefined || arms === undefined) return []
  return [{ rule: null, title: 'Arms of the kind', says: inArms(arms), override: null }]
}

/** How a rule stands in the way of a kind; `blocks` where no event of the kind keeps it. */
function restrictionsOf(
  { id, title, arms, when, override, demand }: CompiledRule,
  kind: EventKind,
  timeline: CaseTimeline,
  moment: Moment,
  arm: ArmId | undefined,
): { restriction: Restriction; blocks: boolean }[] {
  if (arm !== undefined && arms?.includes(arm) === false) return []
  const about = when === undefined ? true : verdictOfKind(when, kind)
  if (about === false) return []
  const outlook = demand.outlook(timeline, moment)
  if (outlook.state === 'kept') return []
  const limits = [
    ...(arm === undefined && arms !== undefined ? [inArms(arms)] : []),
    ...(when === undefined || about === true ? [] : [`where ${conditionText(when)}`]),
  ]
  const isDecided = limits.length === 0
  const says =
    outlook.state === 'depends'
      ? [...limits, `only ${outlook.says}`].join(': ')
      : [...(isDecided ? [] : [`not ${limits.join(', ')}`]), `wants ${demand.wants}; found ${outlook.found}`].join(': ')
  const restriction = { rule: id ?? null, title, says, override: override ?? null }
  return [{ restriction, blocks: isDecided && outlook.state === 'broken' }]
}

/** The kinds that may be recorded, in one line: each with the rules that restrict it. */
export function allowedText(kinds: readonly AllowedKind[]): string {
  const open = kinds.filter(({ state }) => state !== 'closed')
  if (open.length === 0) return 'nothing'
  return open
    .map(({ kind, state, restrictions }) => {
      const rules = restrictions.map(({ rule, says }) => rule ?? says)
      const by =
        rules.length === 0 ? '' : ` (${state === 'override' ? 'only with override of' : 'within'} ${rules.join(', ')})`
      return `${kind}${by}`
    })
    .join(', ')
}

const inArms = (arms: readonly string[]): string => `in arm ${arms.join(' or ')}`
