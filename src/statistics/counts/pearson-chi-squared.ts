import { ratio } from '../../core/exact.ts'
import { type Caution, type Computation, computed, type TestResult, undefinedBecause } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { chiSquaredUpperTail } from '../../numerics/index.ts'
import { armsOf } from '../cells.ts'
import { defineMethod } from '../define-method.ts'
import { noCasesIn } from '../inference.ts'
import { chiSquaredOpinion } from '../second-opinion.ts'

/** Column of the cases that have none of the outcome's levels. */
const remainder = 'none of these'

interface Row {
  arm: string
  n: number
  counts: number[]
}

/**
 * Whether the arms differ in how their cases spread over the levels of an outcome.
 *
 * Null hypothesis: a case has the same probability of each level in every arm.
 * Formula: X^2 = sum over cells of (O - E)^2 / E with E = n_a C_l / N, for n_a cases in arm a, C_l cases at level l
 * and N in all; chi-squared with (arms - 1)(levels - 1) degrees of freedom. No continuity correction. The cases that
 * have none of the levels form one more column. Each term is formed from exact integers, (N O - n C)^2 / (N n C).
 *
 * Takes counts; strata are added up. Gives X^2, the expected counts and the Pearson residuals (O - E) / sqrt(E).
 * Undefined where an arm has no case, there are fewer than two arms, or a level has no case in any arm.
 * Not to be used on small expected counts (below five it carries a caution), nor on an outcome observed in some arms only.
 *
 * Pearson (1900); Cochran (1954) on small expected counts.
 *
 * @example pearsonChiSquared.compute(counts, { level: 0.95, contrasts: [] })
 */
export const pearsonChiSquared = defineMethod({
  id: 'pearson-chi-squared',
  title: "Pearson's chi-squared test",
  requires: 'counts',
  assumesIndependence: true,
  citations: [{ key: 'pearson-1900' }, { key: 'cochran-1954' }],
  compute: (summary: Summary<'counts'>): Computation<TestResult> => {
    const { levels, rows } = tableOf(summary)
    const empty = rows.find(row => row.n === 0)
    if (empty !== undefined) return noCasesIn(empty.arm)
    if (rows.length < 2) return undefinedBecause('too_few_arms', 'A test needs at least two arms.')
    const columns = levels.map((_, level) => rows.reduce((sum, row) => sum + (row.counts[level] ?? 0), 0))
    const unseen = levels.find((_, level) => columns[level] === 0)
    if (unseen !== undefined) return undefinedBecause('no_variation_in_outcome', `No case of any arm is at ${unseen}.`)
    if (levels.length < 2) return undefinedBecause('no_variation_in_outcome', `Every case is at ${levels.join()}.`)
    return testOf(levels, rows, columns)
  },
  secondOpinion: chiSquaredOpinion,
})

function tableOf(summary: Summary<'counts'>): { levels: string[]; rows: Row[] } {
  const arms = armsOf(summary)
  const levels = [...new Set(summary.cells.flatMap(cell => Object.keys(cell.data.events)))]
  const rows = arms.map(({ arm, data }) => ({
    arm,
    n: data?.n ?? 0,
    counts: levels.map(level => data?.events[level] ?? 0),
  }))
  const rest = rows.map(({ n, counts }) => n - counts.reduce((sum, count) => sum + count, 0))
  if (rest.every(count => count === 0)) return { levels, rows }
  return {
    levels: [...levels, remainder],
    rows: rows.map((row, index) => ({ ...row, counts: [...row.counts, rest[index] ?? 0] })),
  }
}

function testOf(levels: readonly string[], rows: readonly Row[], columns: readonly number[]): Computation<TestResult> {
  const total = rows.reduce((sum, row) => sum + row.n, 0)
  const byArm = <T>(value: (row: Row, column: number, level: number) => T) =>
    Object.fromEntries(
      rows.map(row => [
        row.arm,
        Object.fromEntries(levels.map((level, index) => [level, value(row, columns[index] ?? 0, index)])),
      ]),
    )
  const expected = byArm((row, column) => ratio(BigInt(row.n) * BigInt(column), BigInt(total)))
  const residuals = byArm((row, column, level) => residual(row, row.counts[level] ?? 0, column, total))
  const statistic = Object.values(residuals)
    .flatMap(values => Object.values(values))
    .reduce((sum, value) => sum + value * value, 0)
  const degreesOfFreedom = (rows.length - 1) * (levels.length - 1)
  const result: TestResult = {
    kind: 'test',
    statistic: { symbol: 'X²', value: statistic },
    degreesOfFreedom,
    pValue: chiSquaredUpperTail(statistic, degreesOfFreedom),
    nullHypothesis: 'A case has the same probability of each level in every arm.',
    intermediates: { n: total, observed: byArm((row, _, level) => row.counts[level] ?? 0), expected, residuals },
  }
  return computed(result, smallExpectedCaution(Object.values(expected).flatMap(values => Object.values(values))))
}

/** (O - E) / sqrt(E), as (N O - n C) / sqrt(N n C). */
function residual(row: Row, observed: number, column: number, total: number): number {
  const [n, c, N] = [BigInt(row.n), BigInt(column), BigInt(total)]
  const excess = N * BigInt(observed) - n * c
  const squared = ratio(excess * excess, N * n * c)
  return excess < 0n ? -Math.sqrt(squared) : Math.sqrt(squared)
}

const largeEnough = 5

function smallExpectedCaution(expected: readonly number[]): Caution[] {
  const smallest = Math.min(...expected)
  if (smallest >= largeEnough) return []
  const detail = `The smallest expected count is ${smallest.toFixed(1)}; below ${largeEnough} the chi-squared distribution is only a rough guide.`
  return [{ code: 'small_expected_count', detail }]
}
