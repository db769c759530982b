import { quote } from '../core/errors.ts'
import { type Comparison, type Condition, isComparison } from './condition.ts'
import { type ConditionField, expectedLiteral, operatorOf, operatorTypes, storedLiteral } from './condition-field.ts'
import type { Problem } from './validate.ts'

/**
 * What a rule is asked of. An event has no linked cases and no date of eligibility to count back from, and nor has a case of
 * the analysis set; an arrival, one case of sequential enrolment, has no linked cases, and none are looked at to derive a field.
 */
export type ConditionScope = 'caseload' | 'arrival' | 'derived' | 'event' | 'analysed'

/** What a rule must be about where neither linked cases nor a date to count back from are at hand. */
const aloneWords = { event: 'a rule about one event', analysed: 'a rule about one case and its outcomes' } as const

/** The same where only linked cases are not at hand. */
const unlinkedWords = {
  arrival: 'a rule about one case, as cases arrive one by one',
  derived: 'a rule about one case, as it makes a field of it',
} as const

type Path = Problem['path']

/**
 * Every reason why a rule cannot be asked of these fields: unknown fields, operators that do not suit a field's type,
 * literals that it cannot hold. Paths are relative to the condition.
 */
export function conditionProblems(
  condition: Condition,
  fields: readonly ConditionField[],
  scope: ConditionScope = 'caseload',
): Problem[] {
  const byId = new Map(fields.map(field => [field.id, field]))
  const visit = (rule: Condition, path: Path): Problem[] => {
    if (isComparison(rule)) return comparisonProblems(rule, byId, scope, path)
    if ('not' in rule) return visit(rule.not, [...path, 'not'])
    if ('all' in rule) return rule.all.flatMap((part, index) => visit(part, [...path, 'all', index]))
    if ('any' in rule) return rule.any.flatMap((part, index) => visit(part, [...path, 'any', index]))
    if (isAlone(scope)) return [notForAlone(scope, 'linked', [...path, 'linked'])]
    if (isUnlinked(scope)) return [notLinked(scope, [...path, 'linked'])]
    const { through, some, none } = rule.linked
    return [
      ...(byId.has(through) ? [] : [unknownField(through, byId, [...path, 'linked', 'through'])]),
      ...(some === undefined ? [] : visit(some, [...path, 'linked', 'some'])),
      ...(none === undefined ? [] : visit(none, [...path, 'linked', 'none'])),
    ]
  }
  return visit(condition, [])
}

function comparisonProblems(
  comparison: Comparison,
  fields: ReadonlyMap<string, ConditionField>,
  scope: ConditionScope,
  path: Path,
): Problem[] {
  const field = fields.get(comparison.field)
  if (field === undefined) return [unknownField(comparison.field, fields, [...path, 'field'])]
  const operator = operatorOf(comparison)
  if (operator === 'withinLast' && isAlone(scope)) return [notForAlone(scope, operator, [...path, operator])]
  if (!operatorTypes[operator].includes(field.type)) return [unsuitedOperator(field, operator, [...path, operator])]
  return literalsOf(comparison)
    .filter(({ literal }) => storedLiteral(field, literal) === undefined)
    .map(({ literal, at }) => ({
      path: [...path, ...at],
      expected: `${expectedLiteral(field)} (${field.id} is ${field.type})`,
      received: quote(literal),
    }))
}

function literalsOf(comparison: Comparison): { literal: unknown; at: Path }[] {
  if ('oneOf' in comparison) return comparison.oneOf.map((literal, index) => ({ literal, at: ['oneOf', index] }))
  if ('is' in comparison) return comparison.is === null ? [] : [{ literal: comparison.is, at: ['is'] }]
  if ('atLeast' in comparison) return [{ literal: comparison.atLeast, at: ['atLeast'] }]
  if ('atMost' in comparison) return [{ literal: comparison.atMost, at: ['atMost'] }]
  if ('before' in comparison) return [{ literal: comparison.before, at: ['before'] }]
  if ('after' in comparison) return [{ literal: comparison.after, at: ['after'] }]
  return []
}

function unknownField(name: string, fields: ReadonlyMap<string, ConditionField>, path: Path): Problem {
  return {
    path,
    expected: `a declared field: ${[...fields.keys()].join(', ')}`,
    received: quote(name),
    action: 'Declare the field, or correct its name.',
  }
}

function unsuitedOperator(field: ConditionField, operator: keyof typeof operatorTypes, path: Path): Problem {
  const suited = Object.entries(operatorTypes).filter(([, types]) => types.includes(field.type))
  return {
    path,
    expected: `one of ${suited.map(([name]) => name).join(', ')} (${field.id} is ${field.type})`,
    received: operator,
  }
}

const isAlone = (scope: ConditionScope): scope is keyof typeof aloneWords => scope in aloneWords

const notForAlone = (scope: keyof typeof aloneWords, what: string, path: Path): Problem => ({
  path,
  expected: aloneWords[scope],
  received: what,
  action: 'Use it in rules about the caseload only.',
})

const isUnlinked = (scope: ConditionScope): scope is keyof typeof unlinkedWords => scope in unlinkedWords

const notLinked = (scope: keyof typeof unlinkedWords, path: Path): Problem => ({
  path,
  expected: unlinkedWords[scope],
  received: 'linked',
  action: 'Give the case a field that says what its linked cases are like.',
})
