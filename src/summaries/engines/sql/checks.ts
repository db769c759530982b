import type { Issue } from '../../../core/errors.ts'
import type { SetProtocol } from '../../../model/analysis-sets.ts'
import type { Outcome, Protocol } from '../../../model/protocol.ts'
import { type Subgrouping, subgroupSets } from '../../../model/subgroups.ts'
import type { EngineColumn, EngineType } from '../../../storage/engines/engine.ts'
import { baselineColumn, outcomeColumns } from '../../analysis-columns.ts'
import { badCells, columnMissing, columnType, unexpectedNulls, valueTooLarge } from '../../issues.ts'
import type { Answer } from './answers.ts'
import type { Dialect } from './dialect.ts'
import type { Statement } from './statements.ts'
import { type AnalysisTable, caseColumns, TableSql } from './table.ts'

/** What of a protocol says which values an analysis table may hold. */
export type CheckedProtocol = SetProtocol & Pick<Protocol, 'followUp'>

const textLike: readonly EngineType[] = ['text', 'integer', 'decimal', 'other']
interface ExpectedColumn {
  types: readonly EngineType[]
  title: string
}

/** What the columns of an outcome are to hold, in the order of `outcomeColumns`. */
const expectedTypes: Readonly<Record<Outcome['type'], readonly ExpectedColumn[]>> = {
  money: [{ types: ['integer', 'decimal'], title: 'whole pence as an integer or a decimal' }],
  binary: [{ types: ['integer', 'decimal', 'boolean'], title: '0 and 1 as an integer, or a boolean' }],
  category: [{ types: ['text'], title: 'levels as text' }],
  time: [
    { types: ['integer', 'decimal'], title: 'whole days as an integer or a decimal' },
    { types: ['text'], title: 'what ended the waiting as text' },
  ],
}

/** Columns that a table lacks, and those whose type cannot hold exact values. */
export function columnProblems(
  { caseload, outcomes }: SetProtocol,
  { isCsv }: Pick<AnalysisTable, 'isCsv'>,
  columns: readonly EngineColumn[],
  baseline: ReadonlySet<string>,
): Issue[] {
  const found = new Map(columns.map(column => [column.name, column]))
  const wanted = [
    ...Object.values(caseColumns).map(name => ({ name, types: [...textLike, 'boolean' as const], title: 'text' })),
    ...caseload.fields
      .filter(({ id }) => baseline.has(id))
      .map(field => {
        const isNumber = ['integer', 'money', 'boolean'].includes(field.type)
        const types: readonly EngineType[] = isNumber ? ['integer', 'decimal', 'boolean'] : textLike
        return { name: baselineColumn(field), types, title: isNumber ? 'whole numbers' : 'text' }
      }),
    ...outcomes.flatMap(outcome =>
      outcomeColumns(outcome).map((name, at) => ({ name, ...(expectedTypes[outcome.type][at] as ExpectedColumn) })),
    ),
  ]
  return wanted.flatMap(({ name, types, title }) => {
    const column = found.get(name)
    if (column === undefined) return [columnMissing(name, [...found.keys()])]
    const fits = types.includes(column.type) || (isCsv === true && column.type === 'text')
    return fits ? [] : [columnType(name, title, column.declared)]
  })
}

/**
 * The statement that says, by arm and stratum, which cases a table has, in which subgroups they are, and what is wrong with their values.
 * Without subgroupings and their fingerprints it says how many cases there are and not which: of 100 million that takes a third of the time.
 */
export function checkStatement(
  protocol: CheckedProtocol,
  dialect: Dialect,
  table: AnalysisTable,
  subgroupings?: readonly Subgrouping[],
): Statement {
  const sql = new TableSql(protocol, dialect, table)
  const [arm = '', stratum = '', id = ''] = [caseColumns.arm, caseColumns.stratum, caseColumns.id].map(column =>
    sql.text(column),
  )
  const count = (condition: string): string => `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`
  const aggregates: (readonly [string, string])[] = [
    ['cases', 'COUNT(*)'],
    ...(subgroupings === undefined ? [] : [['fingerprints', `SUM(${dialect.fingerprint(id)})`] as const]),
    ['linked', count(sql.isLinked())],
    ...protocol.outcomes.flatMap((outcome, at) => outcomeChecks(outcome, at + 1)),
    ...(subgroupings ?? []).flatMap((subgrouping, at) => divisionChecks(subgrouping, at + 1)),
  ]
  /** How many cases each subgroup has, and the sum of their fingerprints times its place: which cases they are. */
  function divisionChecks(subgrouping: Subgrouping, d: number): (readonly [string, string])[] {
    const isIn = subgroupSets(subgrouping).map(set => sql.isIn(set))
    const place = isIn.map((condition, at) => `WHEN ${condition} THEN ${at + 1}`)
    return [
      ...isIn.map((condition, at): readonly [string, string] => [`group_${d}_${at + 1}`, count(condition)]),
      [`groups_${d}`, `SUM(${dialect.fingerprint(id)} * (CASE ${place.join(' ')} ELSE 0 END))`],
    ]
  }
  function outcomeChecks(outcome: Outcome, i: number): (readonly [string, string])[] {
    const applies = sql.applies(outcome)
    const bad: readonly [string, string] = [`bad_${i}`, count(`${applies} AND ${sql.isBad(outcome)}`)]
    const empty: readonly [string, string] = [`empty_${i}`, count(`${applies} AND ${sql.isEmpty(outcome)}`)]
    if (outcome.type !== 'money') return [bad, empty]
    const size = sql.size(outcome)
    return [bad, empty, [`least_${i}`, `MIN(${size})`], [`most_${i}`, `MAX(${size})`]]
  }
  const names = aggregates.map(([name]) => name)
  const inner = `SELECT ${arm} AS its_arm, ${stratum} AS its_stratum, ${aggregates.map(([name, expression]) => `${expression} AS ${name}`).join(', ')} FROM ${table.relation} GROUP BY ${arm}, ${stratum}`
  const shown = names.map(name => `${dialect.text(name)} AS ${name}`)
  return {
    ...{ id: 'checks', title: 'cases, subgroups and values that cannot be, by arm and stratum' },
    sql: `SELECT its_arm AS arm, its_stratum AS stratum, ${shown.join(', ')} FROM (${inner}) AS checked`,
    ...{ columns: ['arm', 'stratum', ...names], keys: 2 },
  }
}

/** Cases of an arm in a stratum, how many of them are in allocation clusters, and the sum of the fingerprints of their ids. */
export interface RosterCell {
  arm: string
  stratum: string
  cases: number
  linked: number
  fingerprints: bigint
  divisions: readonly RosterDivision[]
}

/** How many cases of a cell each subgroup has, and the sum of the fingerprints of their ids times the place of their subgroup, from 1. */
export interface RosterDivision {
  cases: readonly number[]
  fingerprints: bigint
}

/** What the check said: who is in the table, and what is wrong with it. */
export function readChecks(
  protocol: CheckedProtocol,
  { statement, rows }: Answer,
  subgroupings: readonly Subgrouping[] = [],
): { roster: readonly RosterCell[]; issues: readonly Issue[] } {
  const place = new Map(statement.columns.map((name, at) => [name, at]))
  const text = (row: readonly (string | null)[], name: string): string | null => row[place.get(name) ?? -1] ?? null
  const total = (name: string): number => rows.reduce((sum, row) => sum + Number(text(row, name) ?? 0), 0)
  const issues = protocol.outcomes.flatMap((outcome, at): Issue[] => {
    const i = at + 1
    const [column = ''] = outcomeColumns(outcome)
    const [bad, empty] = [total(`bad_${i}`), total(`empty_${i}`)]
    const sizes = outcome.type === 'money' ? rows.flatMap(row => [text(row, `least_${i}`), text(row, `most_${i}`)]) : []
    const tooLarge = sizes.filter((size): size is string => size !== null && !isSafe(size))
    return [
      ...(bad > 0 ? [badCells(column, outcome.type, bad)] : []),
      ...(empty > 0 && !mayBeMissing(outcome, protocol) ? [unexpectedNulls(column, empty)] : []),
      ...(tooLarge[0] === undefined ? [] : [valueTooLarge(column, tooLarge[0])]),
    ]
  })
  const roster = rows.map(row => ({
    ...{ arm: row[0] ?? '', stratum: row[1] ?? '' },
    ...{ cases: Number(text(row, 'cases')), linked: Number(text(row, 'linked') ?? 0) },
    fingerprints: BigInt(text(row, 'fingerprints') ?? 0),
    divisions: subgroupings.map(({ groups }, at) => ({
      cases: groups.map((_, group) => Number(text(row, `group_${at + 1}_${group + 1}`))),
      fingerprints: BigInt(text(row, `groups_${at + 1}`) ?? 0),
    })),
  }))
  return { roster, issues }
}

/** Whole as far as is known: a decimal with places is told of by the count of bad values. */
function isSafe(size: string): boolean {
  const [whole = ''] = size.split('.')
  return Number.isSafeInteger(Number(whole))
}

/** Whether an outcome can be missing: by a rule, for want of a whole window, in the caseload, or for want of an event. */
const mayBeMissing = (outcome: Outcome, { followUp }: CheckedProtocol): boolean =>
  outcome.type === 'category' ||
  outcome.missingWhen !== undefined ||
  followUp.perCase !== undefined ||
  (outcome.type === 'money' && outcome.field !== undefined)
