import { quote } from '../core/errors.ts'
import { parsePounds } from '../core/money.ts'
import { isOfBaseline } from './analysis-sets.ts'
import type { MethodTraits } from './method.ts'
import type { PlannedAnalysis } from './plan.ts'
import { named, repeatedIds, unknownId } from './problems.ts'
import type { CaseField, Protocol } from './protocol.ts'
import type { Subgrouping } from './subgroups.ts'
import type { Problem } from './validate.ts'

type Path = Problem['path']
type Group = Subgrouping['groups'][number]

/** What is wrong with the subgroups of a plan: ids, fields that do not divide cases, and subgroups that leave cases out or share some. */
export function subgroupingProblems(
  subgroupings: readonly Subgrouping[],
  { caseload, outcomes }: Pick<Protocol, 'caseload' | 'outcomes'>,
): Problem[] {
  const baseline = caseload.fields.filter(field => field.baseline)
  const path = ['subgroups']
  return [
    ...repeatedIds(
      path,
      'division into subgroups',
      subgroupings.map(({ id }) => id),
    ),
    ...subgroupings.flatMap((subgrouping, index) => {
      const own = [...path, index]
      const field = baseline.find(({ id }) => id === subgrouping.field)
      const ids = subgrouping.groups.map(({ id }) => id)
      return [
        ...repeatedIds([...own, 'groups'], 'subgroup', ids),
        ...(field === undefined
          ? [
              unknownId(
                [...own, 'field'],
                'baseline field',
                subgrouping.field,
                baseline.map(({ id }) => id),
              ),
            ]
          : [
              ...(outcomes.some(outcome => outcome.id === field.id && !isSameField(outcome, field))
                ? [ambiguous([...own, 'field'], field)]
                : []),
              ...divisionProblems(own, subgrouping, field),
            ]),
      ]
    }),
  ]
}

const isSameField = (outcome: Protocol['outcomes'][number], { id }: CaseField): boolean =>
  outcome.type === 'money' && outcome.field === id && isOfBaseline(outcome)

const ambiguous = (path: Path, { id }: CaseField): Problem => ({
  path,
  expected: 'a baseline field whose name no outcome has',
  received: quote(id),
  action: 'Give the outcome or the field another name.',
})

function divisionProblems(path: Path, { groups }: Subgrouping, field: CaseField): Problem[] {
  switch (field.type) {
    case 'category':
      return levelProblems(path, groups, field.levels ?? [], field)
    case 'boolean':
      return levelProblems(path, groups, [true, false], field)
    case 'integer':
    case 'money':
      return bandProblems(path, groups, field)
    case 'text':
    case 'date':
      return [
        {
          path: [...path, 'field'],
          expected: 'a category, true or false, an integer or an amount',
          received: `${quote(field.id)}, which is a ${field.type}`,
          action: 'Name another field, or declare one that holds the band.',
        },
      ]
  }
}

/** Every level must be in one subgroup. */
function levelProblems(
  path: Path,
  groups: readonly Group[],
  levels: readonly (string | boolean)[],
  { id }: CaseField,
): Problem[] {
  const taken = groups.flatMap(({ of = [] }) => of)
  const left = levels.filter(level => !taken.includes(level))
  return [
    ...groups.flatMap(({ of, from }, index): Problem[] => {
      const own = [...path, 'groups', index]
      if (of === undefined || from !== undefined)
        return [{ path: own, expected: `\`of\`, with levels of ${id}`, received: given({ of, from }) }]
      const before = groups.slice(0, index).flatMap(group => group.of ?? [])
      return of.flatMap((level, at): Problem[] => {
        const place = [...own, 'of', at]
        if (!levels.includes(level)) return [unknownId(place, `level of ${id}`, String(level), levels.map(String))]
        return [...before, ...of.slice(0, at)].includes(level)
          ? [{ path: place, expected: 'each level in one subgroup and once', received: `${quote(level)} again` }]
          : []
      })
    }),
    ...(left.length === 0 || taken.length === 0
      ? []
      : [
          {
            path: [...path, 'groups'],
            expected: `every level of ${id} in a subgroup`,
            received: `none with ${left.join(', ')}`,
            action: 'Add the level to a subgroup, or make one of it.',
          },
        ]),
  ]
}

/** Bands must begin one after the other, the first of them anywhere. */
function bandProblems(path: Path, groups: readonly Group[], field: CaseField): Problem[] {
  const unit = field.type === 'money' ? 'pounds in quotes' : 'a whole number'
  const begins = groups.map(({ from }) => beginOf(from, field))
  return groups.flatMap((group, index): Problem[] => {
    const own = [...path, 'groups', index]
    if (group.of !== undefined)
      return [{ path: own, expected: `\`from\`, as ${field.id} has no levels`, received: given(group) }]
    if (index === 0) {
      const expected = 'no `from`, as the first subgroup holds all below the next'
      return group.from === undefined ? [] : [{ path: [...own, 'from'], expected, received: quote(group.from) }]
    }
    const [begin, before] = [begins[index], begins[index - 1]]
    if (begin === undefined)
      return [
        group.from === undefined
          ? { path: own, expected: '`from`, where the subgroup begins', received: 'nothing' }
          : { path: [...own, 'from'], expected: unit, received: quote(group.from) },
      ]
    return before === undefined || begin > before
      ? []
      : [{ path: [...own, 'from'], expected: `more than the ${before} before`, received: quote(group.from) }]
  })
}

/** Where a band begins; undefined where that is not said in the field's unit. */
function beginOf(from: Group['from'], { type }: CaseField): number | undefined {
  if (type === 'integer') return typeof from === 'number' ? from : undefined
  const pence = typeof from === 'string' ? parsePounds(from) : undefined
  return pence === undefined ? undefined : pence / 100
}

const given = ({ of, from }: Pick<Group, 'of' | 'from'>): string =>
  [...(of === undefined ? [] : ['`of`']), ...(from === undefined ? [] : ['`from`'])].join(' and ') || 'nothing'

/** What is wrong with an analysis by subgroups: no such division, or what the test of interaction cannot be made of. */
export function byProblems(
  path: Path,
  { by, set, role }: Pick<PlannedAnalysis, 'by' | 'set' | 'role'>,
  method: MethodTraits | undefined,
  subgroupings: readonly Subgrouping[],
  comparable: readonly string[],
): Problem[] {
  if (by === undefined) return []
  return [
    ...named(
      [...path, 'by'],
      'division into subgroups',
      by,
      subgroupings.map(({ id }) => id),
    ),
    ...(set === undefined
      ? []
      : [
          {
            path: [...path, 'set'],
            expected: 'no set, as an analysis by subgroups looks at every allocated case',
            received: quote(set),
            action: 'Remove `set`, or `by`.',
          },
        ]),
    ...(role !== 'primary' && role !== 'as_reported'
      ? []
      : [
          {
            path: [...path, 'role'],
            expected: 'secondary, sensitivity or exploratory, as an analysis by subgroups answers no main question',
            received: quote(role),
          },
        ]),
    ...(method === undefined || method.comparable
      ? []
      : [
          {
            path: [...path, 'method'],
            expected: 'a method of differences with standard errors, as subgroups are set against each other by them',
            received: quote(method.id),
            action: `Give one of ${comparable.join(', ')}.`,
          },
        ]),
  ]
}
