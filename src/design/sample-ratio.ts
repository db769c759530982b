import { sumOf } from '../core/lists.ts'
import type { ArmId } from '../model/ids.ts'
import { chiSquaredUpperTail, independentRows, solveLower } from '../numerics/index.ts'
import { countVectors, exactTail, type RatioPart } from './count-vectors.ts'

/** A stratum or batch: how many of its cases are in each arm, and by which chances. */
export interface RatioGroup {
  group: string
  /** Cases in each arm; arms in their order. */
  observed: readonly number[]
  parts: readonly RatioPart[]
}

/** How the arms of different cases hang together. */
export type RatioDraw = 'independent' | 'fixed' | 'clusters' | 'dependent'

/** An arm that holds another number of cases than every draw gives it. */
export interface RatioDifference {
  arm: ArmId
  observed: number
  expected: number
}

/** What can be said of the counts of a group. */
export type RatioFinding =
  /** Every draw gives these counts: a difference is no chance but an error of the record. */
  | { kind: 'fixed'; differences: readonly RatioDifference[] }
  | {
      kind: 'tested'
      /** Pearson's statistic, with the covariance of the draw. */
      statistic: number
      degreesOfFreedom: number
      pValue: number
      /** `exact`: the chance of a statistic as large, over every possible set of counts. */
      by: 'exact' | 'chi-squared'
    }
  | { kind: 'not_tested'; reason: 'clusters' | 'dependent'; detail: string }

/** Counts of a group beside those that the mechanism expects. */
export interface SampleRatio {
  group: string
  cases: number
  arms: readonly { arm: ArmId; observed: number; expected: number }[]
  finding: RatioFinding
}

/** Sets of counts up to which all are gone through: 198 cases and 3 arms, or 19,999 and 2. */
export const mostCountVectors = 20_000

/**
 * Are there as many cases in each arm as the allocation mechanism expects (sample ratio mismatch)?
 *
 * Null hypothesis: the counts come from the mechanism. Formula: X = (o - e)' V^- (o - e), o being the observed and e the
 * expected counts, V their covariance: of each part n (diag p - p p'), times (N - n) / (N - 1) where n of N cases were
 * dealt without replacement. With one part drawn case by case it is Pearson's sum of (o - e)^2 / e. P is exact (the
 * multinomial, or multivariate hypergeometric, distribution) for up to 20,000 sets of counts, beyond it chi-squared.
 *
 * Gives no P where a draw fixes the counts, where linked cases were dealt together, or where cases hang together in
 * another way.
 *
 * @example sampleRatio({ group: 'all', observed: [48, 52], parts: [{ cases: 100, chances: [0.5, 0.5] }] }, ['a', 'b'], 'independent') // P 0.764...
 */
export function sampleRatio(group: RatioGroup, arms: readonly ArmId[], draw: RatioDraw): SampleRatio {
  const { observed, parts } = group
  const expected = arms.map((_, a) => sumOf(parts.map(({ cases, chances }) => cases * (chances[a] ?? 0))))
  return {
    group: group.group,
    cases: sumOf(observed),
    arms: arms.map((arm, a) => ({ arm, observed: observed[a] ?? 0, expected: expected[a] ?? 0 })),
    finding: findingOf(observed, expected, parts, arms, draw),
  }
}

const notIndependent: RatioFinding = {
  kind: 'not_tested',
  reason: 'clusters',
  detail: 'Linked cases were allocated together, so cases are not independent.',
}

const dependent: RatioFinding = {
  kind: 'not_tested',
  reason: 'dependent',
  detail: 'The method does not draw each case by itself, so cases are not independent.',
}

function findingOf(
  observed: readonly number[],
  expected: readonly number[],
  parts: readonly RatioPart[],
  arms: readonly ArmId[],
  draw: RatioDraw,
): RatioFinding {
  const never = arms.flatMap((arm, a) => {
    const counts = { arm, observed: observed[a] ?? 0, expected: Math.round(expected[a] ?? 0) }
    const isFixed = parts.every(part => spread(part) === 0) || expected[a] === 0
    return isFixed && counts.observed !== counts.expected ? [counts] : []
  })
  if (never.length > 0 || parts.every(part => spread(part) === 0)) return { kind: 'fixed', differences: never }
  if (draw === 'clusters') return notIndependent
  if (draw === 'dependent') return dependent
  return tested(observed, expected, parts)
}

function tested(observed: readonly number[], expected: readonly number[], parts: readonly RatioPart[]): RatioFinding {
  const covariance = expected.map((_, a) => expected.map((_, b) => sumOf(parts.map(part => covarianceOf(part, a, b)))))
  const { kept, factor } = independentRows(covariance, 1e-9)
  const statisticOf = (counts: readonly number[]): number => {
    const deviations = kept.map(a => (counts[a] ?? 0) - (expected[a] ?? 0))
    return sumOf(solveLower(factor, deviations).map(value => value * value))
  }
  const statistic = statisticOf(observed)
  const vectors = countVectors(parts, mostCountVectors)
  const found = { kind: 'tested' as const, statistic, degreesOfFreedom: kept.length }
  return vectors === undefined
    ? { ...found, pValue: chiSquaredUpperTail(statistic, kept.length), by: 'chi-squared' }
    : { ...found, pValue: exactTail(vectors, statisticOf, statistic), by: 'exact' }
}

/** Variance of the counts of a part over that of one draw. */
function spread({ cases, dealtAmong }: RatioPart): number {
  if (dealtAmong === undefined) return cases
  return dealtAmong < 2 ? 0 : (cases * (dealtAmong - cases)) / (dealtAmong - 1)
}

function covarianceOf(part: RatioPart, a: number, b: number): number {
  const [p = 0, q = 0] = [part.chances[a], part.chances[b]]
  return spread(part) * (a === b ? p * (1 - p) : -p * q)
}
