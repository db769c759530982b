import { quote } from '../core/errors.ts'
import { combinationsOf, sumOf } from '../core/lists.ts'
import { type Allocation, type AllocationBy, type AllocationMethodId, declaredTargets } from './allocation.ts'
import { repeatedIds, unknownId, unknownIds } from './problems.ts'
import type { CaseField, FieldType, Protocol } from './protocol.ts'
import { targetProblems } from './target-checks.ts'
import type { Problem } from './validate.ts'

type Sections = Partial<Protocol>
type Path = Problem['path']

const root = ['allocation']
const numbers: readonly FieldType[] = ['integer', 'money', 'date', 'boolean']
/** What has one order in every language. */
const ordered: readonly FieldType[] = ['category', ...numbers]

/** What the allocation section says of arms, strata, clusters and baseline fields that the protocol does not bear out. */
export function allocationProblems(sections: Sections): Problem[] {
  const { allocation, arms, caseload, clusters } = sections
  if (allocation === undefined || arms === undefined) return []
  const ids = arms.map(({ id }) => id)
  const targets = declaredTargets(allocation)
  const fields = fieldChecks(caseload?.fields)
  const ofMethod = checks[allocation.method] as (
    part: Allocation,
    arms: readonly string[],
    fields: FieldChecks,
  ) => Problem[]
  return [
    ...(targets === undefined ? [] : targetProblems(targets, ids, sections)),
    ...('ratio' in allocation ? everyArm([...root, 'ratio'], allocation.ratio, ids, 'a share') : []),
    ...('orderBy' in allocation ? fields([...root, 'orderBy'], allocation.orderBy, ordered, true) : []),
    ...ofMethod(allocation, ids, fields),
    ...(clusters !== undefined && casesOnly.includes(allocation.method)
      ? [{ path: ['clusters'], expected: `no clusters with ${allocation.method}, which deals single cases` }]
      : []),
  ]
}

const casesOnly: readonly AllocationMethodId[] = ['matched-tuples']

type Check<M extends AllocationMethodId> = (
  part: AllocationBy<M>,
  arms: readonly string[],
  fields: FieldChecks,
) => Problem[]

const checks: { [M in AllocationMethodId]: Check<M> } = {
  'fixed-counts': () => [],
  complete: ({ ratio, counts }, arms) => [
    ...everyArm([...root, 'counts'], counts, arms, 'a count'),
    ...(ratio !== undefined && counts !== undefined
      ? [{ path: root, expected: 'either `ratio` or `counts`', received: 'both' }]
      : []),
    ...Object.entries(counts ?? {}).flatMap(([arm, cases]) =>
      cases > 0 ? [] : [{ path: [...root, 'counts', arm], expected: 'at least one unit in every arm', received: '0' }],
    ),
  ],
  stratified: () => [],
  'permuted-blocks': ({ ratio, blocks }, arms) => {
    const total = ratio === undefined ? arms.length : sumOf(Object.values(ratio))
    return blocks.flatMap((size, index) =>
      size % total === 0
        ? []
        : [
            {
              path: [...root, 'blocks', index],
              expected: `a multiple of ${total}, the sum of the ratio`,
              received: `${size}`,
              action: `Use ${total}, ${2 * total} or another multiple, or change the ratio.`,
            },
          ],
    )
  },
  factorial: ({ factors }, arms) => [
    ...repeatedIds(
      [...root, 'factors'],
      'factor',
      factors.map(({ id }) => id),
    ),
    ...factorProblems(factors, arms),
  ],
  'case-probabilities': ({ weights }, arms, fields) => [
    ...everyArm([...root, 'weights'], weights, arms, 'a field'),
    ...Object.entries(weights).flatMap(([arm, field]) =>
      typeof field === 'number' ? [] : fields([...root, 'weights', arm], field, ['integer']),
    ),
  ],
  'matched-tuples': ({ on }, _, fields) => fields([...root, 'on'], on, numbers),
  minimisation: ({ factors }, _, fields) => [
    ...repeatedIds(
      [...root, 'factors'],
      'field',
      factors.map(({ field }) => field),
      'field',
    ),
    ...factors.flatMap(({ field }, index) =>
      fields([...root, 'factors', index, 'field'], field, ['category', 'boolean'], true),
    ),
  ],
  rerandomised: ({ on }, _, fields) => fields([...root, 'on'], on, numbers),
}

/** A table with an entry for every arm and no other. */
function everyArm(
  path: Path,
  table: Readonly<Record<string, unknown>> | undefined,
  arms: readonly string[],
  noun: string,
) {
  if (table === undefined) return []
  const named = Object.keys(table)
  return [
    ...named.filter(arm => !arms.includes(arm)).map(arm => unknownId([...path, arm], 'arm', arm, arms)),
    ...arms.filter(arm => !named.includes(arm)).map(arm => ({ path, expected: `${noun} for every arm, ${arm} too` })),
  ]
}

type FieldChecks = (
  path: Path,
  names: string | readonly string[] | undefined,
  types: readonly FieldType[],
  mayMiss?: boolean,
) => Problem[]

/** Fields that an allocation names: baseline fields of the types that it can use, without missing values unless allowed. */
function fieldChecks(declared: readonly CaseField[] | undefined): FieldChecks {
  return (path, names, types, mayMiss = false) => {
    if (declared === undefined || names === undefined) return []
    const baseline = declared.filter(({ baseline }) => baseline === true)
    const check = (name: string, at: Path): Problem[] => {
      const field = baseline.find(({ id }) => id === name)
      if (field === undefined)
        return [
          unknownId(
            at,
            'baseline field',
            name,
            baseline.map(({ id }) => id),
          ),
        ]
      if (!types.includes(field.type)) {
        return [{ path: at, expected: `a field of type ${types.join(', ')}`, received: `${field.type} ${quote(name)}` }]
      }
      if (mayMiss || field.optional !== true) return []
      const action = 'Name another field, or let eligibility require a value and drop `optional`.'
      return [{ path: at, expected: 'a field that is never missing', received: quote(name), action }]
    }
    return typeof names === 'string'
      ? check(names, path)
      : names.flatMap((name, index) => check(name, [...path, index]))
  }
}

/** Every arm is one combination of the levels of the factors, and every combination one arm. */
function factorProblems(factors: AllocationBy<'factorial'>['factors'], arms: readonly string[]): Problem[] {
  const unknown = factors.flatMap(({ levels }, index) =>
    Object.entries(levels).flatMap(([level, named]) =>
      unknownIds([...root, 'factors', index, 'levels', level], 'arm', named, arms),
    ),
  )
  if (unknown.length > 0) return unknown
  const armsOf = combinationsOf(factors.map(({ levels }) => Object.entries(levels))).map(combination => ({
    name: combination.map(([level]) => level).join(', '),
    arms: arms.filter(arm => combination.every(([, named]) => named.includes(arm))),
  }))
  const path = [...root, 'factors']
  return [
    ...armsOf
      .filter(combination => combination.arms.length !== 1)
      .map(combination => ({
        path,
        expected: `exactly one arm with the levels ${combination.name}`,
        received: combination.arms.length === 0 ? 'none' : combination.arms.join(', '),
      })),
    ...arms
      .filter(arm => !armsOf.some(combination => combination.arms.includes(arm)))
      .map(arm => ({ path, expected: `one level of every factor for arm ${arm}` })),
  ]
}
