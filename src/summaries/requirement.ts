import { compareBytes } from '../core/byte-order.ts'
import type { OutcomeId } from '../model/ids.ts'
import type { SummaryKind } from '../model/summary.ts'

/** A kind of summary of one outcome that some method reads. */
export interface Requirement {
  outcome: OutcomeId
  kind: SummaryKind
}

/** Each requirement once, in byte order of outcome and kind, so that an engine makes every summary once. */
export function unionOfRequirements(requirements: Iterable<Requirement>): readonly Requirement[] {
  const unique = new Map([...requirements].map(({ outcome, kind }) => [`${outcome} ${kind}`, { outcome, kind }]))
  return [...unique.values()].sort((a, b) => compareBytes(a.outcome, b.outcome) || compareBytes(a.kind, b.kind))
}
