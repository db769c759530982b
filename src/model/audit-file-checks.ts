import { quote } from '../core/errors.ts'
import {
  type AuditFile,
  type AuditNumber,
  type Relation,
  type RelationName,
  type RelationOf,
  referencesOf,
  relationName,
} from './audit-file.ts'
import { repeatedIds } from './problems.ts'
import type { CrossCheck, Problem } from './validate.ts'

/** The rules between the parts of an audit file. */
export const auditFileChecks: readonly CrossCheck<AuditFile>[] = [
  ({ groups = [], numbers = [], wholes = [], together = [] }) => {
    const before = (lists: readonly (readonly { id: string }[])[]): Set<string> =>
      new Set(lists.flatMap(list => list.map(({ id }) => id)))
    const [groupIds, numberIds, wholeIds] = [
      before([groups]),
      before([groups, numbers]),
      before([groups, numbers, wholes]),
    ]
    return [
      ...repeatedIds(
        ['groups'],
        'group',
        groups.map(({ id }) => id),
      ),
      ...numbers.flatMap(({ id }, index) => (groupIds.has(id) ? [taken(['numbers', index, 'id'], id)] : [])),
      ...repeatedIds(
        ['numbers'],
        'number',
        numbers.map(({ id }) => id),
      ),
      ...wholes.flatMap(({ id }, index) => (numberIds.has(id) ? [taken(['wholes', index, 'id'], id)] : [])),
      ...repeatedIds(
        ['wholes'],
        'whole',
        wholes.map(({ id }) => id),
      ),
      ...together.flatMap(({ id }, index) => (wholeIds.has(id) ? [taken(['together', index, 'id'], id)] : [])),
      ...repeatedIds(
        ['together'],
        'statement',
        together.map(({ id }) => id),
      ),
    ]
  },
  ({ numbers = [], wholes = [], together = [] }) => {
    const stated = numbers.flatMap(({ id, printed, is }) => (printed === undefined || is === undefined ? [] : [id]))
    const known = new Set([...stated, ...wholes.map(({ id }) => id)])
    return together.flatMap(({ statements }, index) => [
      ...repeatedIds(['together', index, 'statements'], 'statement', statements),
      ...statements.flatMap((id, at) =>
        known.has(id)
          ? []
          : [
              {
                path: ['together', index, 'statements', at],
                expected: 'the id of a printed number with `is`, or of a whole',
                received: quote(id),
              },
            ],
      ),
    ])
  },
  ({ groups, numbers, wholes }) =>
    groups === undefined || numbers === undefined ? [] : unknown(groups, numbers, wholes),
  ({ numbers = [] }) => numbers.flatMap((number, index) => numberProblems(numbers, number, index)),
]

const taken = (path: Problem['path'], id: string): Problem => ({
  path,
  expected: 'an id that nothing above has',
  received: `${quote(id)} a second time`,
})

/** References to what does not stand above. */
function unknown(
  groups: AuditFile['groups'],
  numbers: AuditFile['numbers'],
  wholes: AuditFile['wholes'] = [],
): Problem[] {
  const position = new Map<string, number>([
    ...groups.map(({ id }) => [id, -1] as const),
    ...numbers.map(({ id }, index) => [id, index] as const),
  ])
  const problem = (path: Problem['path'], id: string, below: number): Problem[] => {
    const at = position.get(id)
    if (at !== undefined && at < below) return []
    return [
      {
        path,
        expected: 'the id of a group or number above',
        received: at === undefined ? quote(id) : `${quote(id)}, which stands ${at === below ? 'here' : 'below'}`,
        action: at === undefined ? 'Correct the id, or declare it.' : 'Move that number up.',
      },
    ]
  }
  return [
    ...numbers.flatMap(({ is }, index) =>
      is === undefined
        ? []
        : referencesOf(is).flatMap(({ path, id }) => problem(['numbers', index, 'is', ...path], id, index)),
    ),
    ...wholes.flatMap(({ parts, of }, index) => [
      ...parts.flatMap((id, at) => problem(['wholes', index, 'parts', at], id, numbers.length)),
      ...problem(['wholes', index, 'of'], of, numbers.length),
    ]),
  ]
}

function numberProblems(numbers: readonly AuditNumber[], number: AuditNumber, index: number): Problem[] {
  const path = ['numbers', index]
  const { printed, place, is } = number
  const nameOf = (id: string): RelationName | undefined => {
    const other = numbers.find(candidate => candidate.id === id)?.is
    return other && relationName(other)
  }
  const must = (key: readonly (string | number)[], id: string, names: readonly RelationName[]): Problem[] => {
    const name = nameOf(id)
    if (name !== undefined && names.includes(name)) return []
    const received = name === undefined ? `${quote(id)}, which is none` : `${quote(id)}, which is a ${name}`
    return [{ path: [...path, 'is', ...key], expected: `the id of a ${names.join(', ')} above`, received }]
  }
  return [
    ...(printed !== undefined && place === undefined
      ? [{ path, expected: '`place`: where the number is printed', received: 'nothing' }]
      : []),
    ...(is !== undefined && 'count' in is ? must(['count', 'of'], is.count.of, ['percentage']) : []),
    ...(is !== undefined && 'half_width' in is && 'percentage' in is.half_width
      ? must(['half_width', 'percentage'], is.half_width.percentage, ['percentage'])
      : []),
    ...(is !== undefined && 'interval' in is && 'percentage' in is.interval
      ? must(['interval', 'percentage'], is.interval.percentage, ['percentage'])
      : []),
    ...(is !== undefined && 'degrees_of_freedom' in is
      ? must(['degrees_of_freedom', 'of'], is.degrees_of_freedom.of, ['chi_squared', 'kruskal_wallis', 't', 'f'])
      : []),
    ...(is !== undefined && ('half_width' in is || 'interval' in is)
      ? pairOf(is).flatMap(({ key, index: at, id }) => must([key, 'percentages', at], id, ['percentage']))
      : []),
    ...(is !== undefined && 'chi_squared' in is
      ? correctionProblems([...path, 'is', 'chi_squared'], is.chi_squared)
      : []),
    ...(is !== undefined && 'p' in is && 'df' in is.p ? degreesProblems([...path, 'is', 'p'], is.p) : []),
  ]
}

/** The two percentages of a difference. */
function pairOf(is: Extract<Relation, { half_width: unknown } | { interval: unknown }>) {
  const [key, of] = 'half_width' in is ? (['half_width', is.half_width] as const) : (['interval', is.interval] as const)
  return 'percentages' in of ? of.percentages.map((id, index) => ({ key, index, id })) : []
}

function correctionProblems(path: Problem['path'], { rows, correction }: RelationOf<'chi_squared'>): Problem[] {
  const columns = Math.max(...rows.map(({ n, counts }) => counts.length + (n === undefined ? 0 : 1)))
  if (correction === 'none' || (rows.length === 2 && columns === 2)) return []
  const expected = "a table of two by two with Yates's correction"
  return [{ path: [...path, 'correction'], expected, received: `one of ${rows.length} by ${columns}` }]
}

function degreesProblems(
  path: Problem['path'],
  { distribution, df }: { distribution: string; df: readonly unknown[] },
) {
  const needed = { z: 0, chi_squared: 1, t: 1, f: 2 }[distribution] ?? 0
  if (df.length === needed) return []
  return [
    { path: [...path, 'df'], expected: `${needed} degrees of freedom for ${distribution}`, received: `${df.length}` },
  ]
}
