import { type Comparison, type Condition, isComparison, type Scalar } from './condition.ts'

/** A rule in a few words, as "contact is contacted" or "not (amount is at least 5.00)". */
export function conditionText(rule: Condition): string {
  if (isComparison(rule)) return comparisonText(rule)
  if ('not' in rule) return `not (${conditionText(rule.not)})`
  if ('all' in rule) return rule.all.map(nested).join(' and ')
  if ('any' in rule) return rule.any.map(nested).join(' or ')
  const { through, some, none } = rule.linked
  const inner = some ?? none
  return `${some === undefined ? 'no' : 'some'} other case of the same ${through}: ${inner === undefined ? '' : nested(inner)}`
}

const nested = (rule: Condition): string =>
  'all' in rule || 'any' in rule ? `(${conditionText(rule)})` : conditionText(rule)

function comparisonText(comparison: Comparison): string {
  const { field } = comparison
  if ('is' in comparison) return `${field} is ${scalarText(comparison.is)}`
  if ('oneOf' in comparison) return `${field} is one of ${comparison.oneOf.map(scalarText).join(', ')}`
  if ('atLeast' in comparison) return `${field} is at least ${comparison.atLeast}`
  if ('atMost' in comparison) return `${field} is at most ${comparison.atMost}`
  if ('before' in comparison) return `${field} is before ${comparison.before}`
  if ('after' in comparison) return `${field} is after ${comparison.after}`
  const { days, months } = comparison.withinLast
  const parts = [months === undefined ? [] : `${months} months`, days === undefined ? [] : `${days} days`].flat()
  return `${field} is within the last ${parts.join(' and ')}`
}

const scalarText = (value: Scalar | null): string => (value === null ? 'missing' : String(value))
