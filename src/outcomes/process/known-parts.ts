import { type Condition, isComparison } from '../../model/condition.ts'
import type { EventKind } from '../../model/protocol.ts'

/** What a condition says of an event of which some parts are not known; `undefined` where these decide. */
export type Verdict = boolean | undefined

/** What a condition says of events of a kind, whatever their fields and amount. */
export function verdictOfKind(condition: Condition, kind: EventKind): Verdict {
  if (isComparison(condition)) return comparisonVerdict(condition, kind)
  if ('not' in condition) {
    const inner = verdictOfKind(condition.not, kind)
    return inner === undefined ? undefined : !inner
  }
  if ('linked' in condition) return undefined
  const verdicts = ('all' in condition ? condition.all : condition.any).map(part => verdictOfKind(part, kind))
  const settling = 'any' in condition
  if (verdicts.includes(settling)) return settling
  return verdicts.includes(undefined) ? undefined : !settling
}

function comparisonVerdict(
  comparison: Extract<Condition, { field: string }>,
  { kind, amount, fields }: EventKind,
): Verdict {
  const { field } = comparison
  if (field === 'kind') {
    if ('is' in comparison) return comparison.is === kind
    return 'oneOf' in comparison ? comparison.oneOf.includes(kind) : undefined
  }
  const isOpen =
    field === 'amount'
      ? amount === 'required'
      : ['override', 'deviation', ...fields.map(({ id }) => id)].includes(field)
  if (isOpen) return undefined
  return 'is' in comparison && comparison.is === null
}
