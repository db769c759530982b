import { quote } from '../core/errors.ts'
import { comparisonsIn } from './condition.ts'
import { conditionProblems } from './condition-problems.ts'
import { fieldProblems, under, unknownId } from './problems.ts'
import type { CaseField } from './protocol.ts'
import type { Problem } from './validate.ts'

/** What is wrong with the fields of a caseload. `path` leads to them. */
export const caseFieldProblems = (path: Problem['path'], fields: readonly CaseField[]): Problem[] => [
  ...fieldProblems(path, fields),
  ...under(path, derivedFieldProblems(fields)),
]

function derivedFieldProblems(fields: readonly CaseField[]): Problem[] {
  return fields.flatMap((field, index) => {
    const { cases, otherwise } = field
    if (cases === undefined && otherwise === undefined) return []
    return under([index], [...formProblems(field), ...levelProblems(field), ...ruleProblems(fields, index)])
  })
}

function formProblems({ type, cases, otherwise, optional }: CaseField): Problem[] {
  if (type !== 'category') return [{ path: ['type'], expected: 'category for a field with `cases`', received: type }]
  if (cases === undefined) return [{ path: ['otherwise'], expected: '`otherwise` only beside `cases`' }]
  return (otherwise === undefined) === (optional === true)
    ? []
    : [{ path: [], expected: 'either `otherwise`, or `optional: true` where no line of `cases` may hold' }]
}

function levelProblems({ levels = [], cases = [], otherwise }: CaseField): Problem[] {
  const named = [
    ...cases.map(({ level }, at) => ({ level, path: ['cases', at, 'level'] })),
    ...(otherwise === undefined ? [] : [{ level: otherwise, path: ['otherwise'] }]),
  ]
  return named.flatMap(({ level, path }) => (levels.includes(level) ? [] : [unknownId(path, 'level', level, levels)]))
}

/** A rule may look at the fields above only, so that no two fields can wait for each other. */
function ruleProblems(fields: readonly CaseField[], index: number): Problem[] {
  return (fields[index]?.cases ?? []).flatMap(({ when }, at) => {
    const below = comparisonsIn(when).filter(({ field }) => fields.findIndex(({ id }) => id === field) >= index)
    const late = below.map(
      ({ field }): Problem => ({
        path: [],
        expected: 'a rule about fields that stand above this one',
        received: quote(field),
        action: 'Move this field below those that it is made of.',
      }),
    )
    return under(['cases', at, 'when'], [...late, ...conditionProblems(when, fields, 'derived')])
  })
}
