import { quote } from '../core/errors.ts'
import { type Comparison, type Condition, isComparison, type Scalar } from './condition.ts'

/** A rule in words, for messages: `kind is call and reached is true`. */
export function conditionText(condition: Condition): string {
  if (isComparison(condition)) return comparisonText(condition)
  if ('not' in condition) return `not (${conditionText(condition.not)})`
  if ('all' in condition) return joined(condition.all, ' and ')
  if ('any' in condition) return joined(condition.any, ' or ')
  const { through, some, none } = condition.linked
  const inner = some ?? none
  const which = some === undefined ? 'no' : 'some'
  return `${which} case of the same ${through} has ${inner === undefined ? '' : conditionText(inner)}`
}

function joined(parts: readonly Condition[], connective: ' and ' | ' or '): string {
  if (parts.length === 1) return parts.map(conditionText).join('')
  return parts
    .map(part => ('all' in part || 'any' in part ? `(${conditionText(part)})` : conditionText(part)))
    .join(connective)
}

function comparisonText(comparison: Comparison): string {
  const { field } = comparison
  if ('is' in comparison)
    return comparison.is === null ? `${field} is missing` : `${field} is ${literal(comparison.is)}`
  if ('oneOf' in comparison) return `${field} is ${comparison.oneOf.map(literal).join(' or ')}`
  if ('atLeast' in comparison) return `${field} is at least ${literal(comparison.atLeast)}`
  if ('atMost' in comparison) return `${field} is at most ${literal(comparison.atMost)}`
  if ('before' in comparison) return `${field} is before ${comparison.before}`
  if ('after' in comparison) return `${field} is after ${comparison.after}`
  const { months, days } = comparison.withinLast
  const parts = [...(months === undefined ? [] : [`${months} months`]), ...(days === undefined ? [] : [`${days} days`])]
  return `${field} is in the last ${parts.join(' and ')}`
}

/** Ids and numbers as they are; other text in quotes. */
const literal = (value: Scalar): string =>
  typeof value === 'string' && !/^[\w.-]+$/.test(value) ? quote(value) : String(value)
