import { quote } from '../core/errors.ts'
import { conditionProblems } from './condition-problems.ts'
import { named, repeatedIds, under, unknownIds } from './problems.ts'
import type { ProfileMeasure } from './profile.ts'
import type { CaseField, Protocol } from './protocol.ts'
import type { Problem } from './validate.ts'

/** What the profile section says of fields and levels that the caseload does not have. */
export function profileProblems({ profile, caseload }: Partial<Protocol>): Problem[] {
  if (profile === undefined || caseload === undefined) return []
  const { fields } = caseload
  const { cases, by, measures } = profile
  const levels = fields.find(({ id }) => id === by?.field)?.levels
  const shown = by?.levels ?? levels ?? []
  return under(
    ['profile'],
    [
      ...(cases === undefined ? [] : under(['cases'], conditionProblems(cases, fields))),
      ...(by === undefined ? [] : partProblems(by, fields, levels)),
      ...repeatedIds(
        ['measures'],
        'measure',
        measures.map(({ id }) => id),
      ),
      ...measures.flatMap((measure, index) => under(['measures', index], measureProblems(measure, fields, shown))),
    ],
  )
}

function partProblems(
  { field, levels: shown = [] }: { field: string; levels?: string[] | undefined },
  fields: readonly CaseField[],
  levels: readonly string[] | undefined,
): Problem[] {
  if (levels !== undefined) return unknownIds(['by', 'levels'], 'level', shown, levels)
  const categories = fields.filter(each => each.levels !== undefined).map(({ id }) => id)
  return named(['by', 'field'], 'category', field, categories)
}

function measureProblems(
  { mean, share, stated }: ProfileMeasure,
  fields: readonly CaseField[],
  shown: readonly string[],
): Problem[] {
  if ((mean === undefined) === (share === undefined))
    return [{ path: [], expected: 'exactly one of `mean` and `share`' }]
  const type = fields.find(({ id }) => id === mean)?.type
  const numbers = fields.filter(field => field.type === 'money' || field.type === 'integer').map(({ id }) => id)
  return [
    ...(mean === undefined || type === 'money' || type === 'integer'
      ? []
      : named(['mean'], 'field of amounts or integers', mean, numbers)),
    ...(share === undefined ? [] : under(['share'], conditionProblems(share, fields))),
    ...(stated === undefined
      ? []
      : [
          ...named(['stated', 'level'], 'level of the field of `by`', stated.level, shown),
          ...named(['stated', 'than'], 'level of the field of `by`', stated.than, shown),
          ...(stated.level === stated.than
            ? [{ path: ['stated', 'than'], expected: 'another level', received: quote(stated.than) }]
            : []),
        ]),
  ]
}
