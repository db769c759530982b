import { readFileSync } from 'node:fs'
import type {
  AnyMethod,
  ArmEstimate,
  ArmEstimates,
  Computation,
  ContrastEstimate,
  ContrastEstimates,
  ContrastSpec,
} from '../../src/model/method.ts'
import type { AnySummary, Summary, SummaryKind } from '../../src/model/summary.ts'
import { waitingCode } from '../../src/model/waiting.ts'
import { resultOf } from '../../src/statistics/result-of.ts'
import {
  type AnalysisColumn,
  type AnalysisRow,
  countsOfTable,
  findSummary,
  summarise,
} from '../../src/summaries/index.ts'

export { resultOf }

/** Reads tests/oracles/statistics/<name>. */
export const oracle = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../oracles/statistics/${name}`, import.meta.url), 'utf8')) as T

/** The result of one entry of the R results. */
export function rResult<T>(id: string): T {
  const { oracles } = oracle<{ oracles: { id: string; result: T }[] }>('r-results.json')
  const found = oracles.find(entry => entry.id === id)
  if (found === undefined) throw new Error(`no R result ${id}`)
  return found.result
}

/** Counts of one stratum: events and cases by arm; the last arm is the control. */
export function countsOf(arms: Record<string, readonly [events: number, n: number]>): Summary<'counts'> {
  const table = Object.entries(arms).map(([arm, [events, n]]) => [arm, { n, events }])
  return countsOfTable({ outcome: 'paid', control: Object.keys(arms).at(-1) ?? '', arms: Object.fromEntries(table) })
}

export const row = (
  arm: string,
  value: AnalysisRow['value'],
  stratum = 'all',
  cluster: string | null = null,
): AnalysisRow => ({ arm, stratum, cluster, value })

/** A column of the arms that its rows name, in order of appearance; the last is the control. */
export function columnOf(rows: readonly AnalysisRow[], changes: Partial<AnalysisColumn> = {}): AnalysisColumn {
  const arms = [...new Set(rows.map(({ arm }) => arm))]
  return {
    outcome: 'amount',
    unit: { kind: 'pence' },
    kind: 'money',
    levels: [],
    arms,
    control: arms.at(-1) ?? '',
    largestCluster: 1,
    rows,
    ...changes,
  }
}

export const binary = { outcome: 'paid', unit: { kind: 'case' }, kind: 'binary' } as const

/** The summary of one kind of a column. */
export function summaryOf<K extends SummaryKind>(column: AnalysisColumn, kind: K): Summary<K> {
  return findSummary(summarise(column, [kind]), column.outcome, kind)
}

/** Money values by arm as rows of one stratum. */
export const rowsOf = (groups: Record<string, readonly number[]>): AnalysisRow[] =>
  Object.entries(groups).flatMap(([arm, values]) => values.map(value => row(arm, value)))

export const contrast = (arm: string, against: string): ContrastSpec => ({ id: `${arm}_${against}`, arm, against })

export const reasonOf = (computation: Computation<unknown>): string =>
  computation.status === 'undefined' ? computation.reason : 'computed'

export const cautionsOf = (computation: Computation<unknown>): string[] =>
  computation.status === 'computed' ? computation.cautions.map(({ code }) => code) : []

/** One arm's estimate by a method of arms. */
export function armEstimate(computation: Computation<ArmEstimates>, arm: string): ArmEstimate {
  const found = resultOf(computation).estimates.find(estimate => estimate.arm === arm)
  if (found === undefined) throw new Error(`no estimate of ${arm}`)
  return found
}

/** The first contrast that a method of contrasts gives. */
export function firstContrast(computation: Computation<ContrastEstimates>): Computation<ContrastEstimate> {
  const [first] = resultOf(computation).contrasts
  if (first === undefined) throw new Error('no contrast')
  return first.computation
}

/** Those of some arms that a method can take together: the first and the last where it is of two arms only. */
export function armsTaken(method: AnyMethod, arms: readonly string[]): readonly string[] {
  if (method.requires !== 'counts') return arms
  const three = countsOf({ a: [1, 9], b: [2, 9], c: [3, 9] })
  const twoOnly = reasonOf(method.compute(three, { level: 0.95, contrasts: [] })) === 'not_two_by_two'
  return twoOnly ? [arms[0] ?? '', arms.at(-1) ?? ''] : arms
}

/** A summary of the kind that a method reads. */
export function summaryFor(method: AnyMethod, column: AnalysisColumn): AnySummary {
  if (method.requires === 'crossProducts') return summaryOf(withUptake(column), method.requires)
  return summaryOf(method.requires === 'eventTimes' ? asWaits(column) : column, method.requires) as AnySummary
}

const ends = ['event', 'written_off']

/** Amounts as waits: nothing is a case that was followed to day 30, an amount the event or a write-off, on a day that follows from it. */
function asWaits(column: AnalysisColumn): AnalysisColumn {
  const waitOf = (amount: number): number =>
    !Number.isSafeInteger(amount)
      ? amount
      : amount === 0
        ? waitingCode({ day: 30, end: null }, ends)
        : waitingCode({ day: 1 + (amount % 30), end: amount % 300 === 0 ? 'written_off' : 'event' }, ends)
  const rows = [...column.rows].map(each => ({
    ...each,
    value: each.value === null ? null : waitOf(Number(each.value)),
  }))
  return { ...column, kind: 'time', unit: { kind: 'days' }, levels: ends, rows }
}

/** Some cases take it up, by their value so that the order of rows does not matter, and none of the control. */
const withUptake = (column: AnalysisColumn): AnalysisColumn => ({
  ...column,
  uptake: { outcome: 'reached' },
  rows: [...column.rows].map(each => ({
    ...each,
    taken: each.arm !== column.control && Number(each.value) % 200 === 0 ? 1 : 0,
  })),
})

/** Whether two numbers agree to a relative tolerance (absolute below 1). */
export function agree(actual: number, expected: number, tolerance: number): boolean {
  return Math.abs(actual - expected) <= tolerance * Math.max(Math.abs(expected), tolerance)
}

/** The published trial: payers and cases by arm. */
export const publishedPayers = countsOf({ pwc_first: [79, 5906], nrp_first: [87, 6718], control: [62, 6000] })

/** Moments with the printed mean and half-width (1.96 standard errors) of each arm, to the nearest penny of the sum. */
export function publishedMoments(): Summary<'moments'> {
  const printed = { pwc_first: [5906, 594, 229], nrp_first: [6718, 607, 217], control: [6000, 407, 150] } as const
  const arms = Object.keys(printed)
  return {
    kind: 'moments',
    outcome: 'amount',
    unit: { kind: 'pence' },
    arms,
    control: 'control',
    largestCluster: 1,
    cells: Object.entries(printed).map(([arm, [n, mean, halfWidth]]) => {
      const sum = n * mean
      const variance = (halfWidth / 1.959963984540054) ** 2 * n
      const sumSquares = BigInt(Math.round(variance * (n - 1) + (sum * sum) / n))
      return { arm, stratum: 'all', data: { n, missing: 0, sum: BigInt(sum), sumSquares } }
    }),
  }
}
