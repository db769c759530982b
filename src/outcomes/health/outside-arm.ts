import type { Protocol } from '../../model/protocol.ts'
import { number } from './measure.ts'
import type { TrialState, WatchedCase } from './state.ts'

/** A case with the kinds of event that only other arms should have. */
export interface CaseOutsideArm {
  of: WatchedCase
  kinds: readonly string[]
}

/** Cases with an event that the protocol keeps to other arms, by its kind or by a rule of the process that holds in an arm. */
export function casesOutsideArm({ protocol, records }: TrialState): CaseOutsideArm[] {
  const armsOf = new Map(protocol.process.events.map(({ kind, arms }) => [kind, arms]))
  const rules = armRules(protocol)
  const found = new Map<string, { of: WatchedCase; kinds: Set<string> }>()
  for (const { event, of } of records) {
    const ofOther = armsOf.get(event.kind)?.includes(of.arm) === false
    if (!ofOther && !(event.override ?? []).some(rule => rules.has(rule))) continue
    const known = found.get(of.id) ?? { of, kinds: new Set<string>() }
    found.set(of.id, known)
    known.kinds.add(event.kind)
  }
  return [...found.values()].map(({ of, kinds }) => ({ of, kinds: [...kinds].sort() }))
}

/** Rules of the process that hold in some arms only. */
function armRules({ process }: Pick<Protocol, 'process'>): ReadonlySet<string> {
  return new Set(process.rules.filter(({ arms }) => arms !== undefined).map(({ id }) => id))
}

/** `2 cases: call` */
export function outsideArmText(found: readonly CaseOutsideArm[]): string {
  const kinds = [...new Set(found.flatMap(each => each.kinds))].sort()
  return found.length === 0
    ? 'none'
    : `${number(found.length)} case${found.length === 1 ? '' : 's'}: ${kinds.join(', ')}`
}
