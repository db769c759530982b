import type { Caution, MonteCarlo } from '../../model/method.ts'
import { pOfDraws } from '../p-of-draws.ts'

/** Values that a statistic has over dealings. */
export interface Distribution {
  values: Float64Array
  /** Probability of each value; none where they were drawn, each then being one of as many. */
  probabilities?: Float64Array | undefined
}

/** How probable it is, under a null hypothesis, to see what was observed or more. */
export interface PValue {
  pValue: number
  monteCarlo?: MonteCarlo | undefined
  /** How it was come by, for a reviewer. */
  found: { dealings: number } | { draws: number; extreme: number }
}

/** A value is as extreme as the observed one also where rounding has made it less. */
const rounding = 1e-12

/** Whether a probability is at most a tail, to within rounding: as doubles (1 - 0.9) / 2 is less than 1 / 20. */
export const isAtMost = (probability: number, tail: number): boolean => probability <= tail * (1 + rounding)

/**
 * Whether a value of a statistic is at least the observed one; one that a dealing does not have is taken to be. Rounding
 * is on the scale of the values, their mean size: an observed 0 may come out as the rest of terms that cancel.
 */
export function asExtremeAs(observed: number, values: Float64Array): (value: number) => boolean {
  const least = observed - rounding * Math.max(Math.abs(observed), meanSize(values))
  return value => !(value < least)
}

function meanSize(values: Float64Array): number {
  let [sum, finite] = [0, 0]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    sum += Math.abs(value)
    finite += 1
  }
  return finite === 0 ? 0 : sum / finite
}

/** P of a value or a larger one: over all dealings, or from drawn ones. */
export function pOf(distribution: Distribution, observed: number): PValue {
  const { values, probabilities } = distribution
  const isExtreme = asExtremeAs(observed, values)
  const extreme = count(values, isExtreme)
  if (probabilities !== undefined) {
    let [beyond, all] = [0, 0]
    values.forEach((value, index) => {
      const probability = probabilities[index] as number
      all += probability
      if (isExtreme(value)) beyond += probability
    })
    return { pValue: extreme === values.length ? 1 : beyond / all, found: { dealings: values.length } }
  }
  const draws = values.length
  return { ...pOfDraws(extreme, draws), found: { draws, extreme } }
}

function count(values: Float64Array, is: (value: number) => boolean): number {
  let found = 0
  for (const value of values) if (is(value)) found += 1
  return found
}

/** Share of the draws that are enough once they were as extreme: P is then above it, whatever the others would be. */
const enoughExtreme = 0.1

/**
 * The stopping rule: a tenth of the draws promised were as extreme. So stopping lets no test at a level below a tenth
 * reject, and leaves P a standard error of a hundredth of itself or less by 100,000 draws.
 */
export const enoughDraws = (values: Float64Array, observed: number, draws: number): boolean =>
  count(values, asExtremeAs(observed, values)) >= enoughExtreme * draws

/** Says how many draws P is from, and where they are fewer than were promised, that they were stopped by the rule. */
export function drawsCaution({ draws, standardError }: MonteCarlo, promised = draws): Caution {
  const [drawn, most] = [draws, promised].map(number => number.toLocaleString('en-GB'))
  const stopped = draws < promised ? ` (stopped early, as a tenth of ${most} were as extreme)` : ''
  const detail = `P was estimated from ${drawn} redrawn allocations${stopped}; its standard error is ${standardError.toPrecision(2)}.`
  return { code: 'estimated_from_draws', detail }
}

/**
 * The largest value t with P(T >= t) above `tail`, as a one-sided test sees it: drawn dealings are joined by the observed
 * one, and a dealing without a finite value counts as beyond, unless it is -Infinity. `undefined` where even the most
 * extreme dealing with a finite value is not that rare, or where there is none.
 */
export function upperCritical({ values, probabilities }: Distribution, tail: number): number | undefined {
  const share = 1 / (values.length + 1)
  let beyond = probabilities === undefined ? share : 0
  const seen: { value: number; probability: number }[] = []
  values.forEach((value, index) => {
    const probability = probabilities?.[index] ?? share
    if (Number.isNaN(value) || value === Number.POSITIVE_INFINITY) beyond += probability
    else seen.push({ value, probability })
  })
  seen.sort((a, b) => b.value - a.value)
  const most = seen[0]?.value
  if (most === undefined || !isAtMost(beyond + massAt(seen, most), tail)) return undefined
  for (const { value, probability } of seen) {
    beyond += probability
    if (!isAtMost(beyond, tail)) return Number.isFinite(value) ? value : undefined
  }
  return undefined
}

function massAt(seen: readonly { value: number; probability: number }[], most: number): number {
  return seen.reduce(
    (sum, { value, probability }) => (value >= most - rounding * Math.abs(most) ? sum + probability : sum),
    0,
  )
}
