import type { Caution, MonteCarlo } from '../../model/method.ts'

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

/** Whether a value is at least the observed one; one that a dealing does not have is taken to be. */
export const asExtreme = (value: number, observed: number): boolean =>
  !(value < observed - rounding * Math.abs(observed))

/** P of a value or a larger one: over all dealings, or (b + 1) / (m + 1) for b of m drawn ones, the observed one being another. */
export function pOf(distribution: Distribution, observed: number): PValue {
  const { values, probabilities } = distribution
  const extreme = countExtreme(values, observed)
  if (probabilities !== undefined) {
    let [beyond, all] = [0, 0]
    values.forEach((value, index) => {
      const probability = probabilities[index] as number
      all += probability
      if (asExtreme(value, observed)) beyond += probability
    })
    return { pValue: extreme === values.length ? 1 : beyond / all, found: { dealings: values.length } }
  }
  const draws = values.length
  const pValue = (extreme + 1) / (draws + 1)
  const standardError = Math.sqrt((pValue * (1 - pValue)) / draws)
  return { pValue, monteCarlo: { draws, standardError }, found: { draws, extreme } }
}

function countExtreme(values: Float64Array, observed: number): number {
  let extreme = 0
  for (const value of values) if (asExtreme(value, observed)) extreme += 1
  return extreme
}

/** Share of the draws that are enough once they were as extreme: P is then above it, whatever the others would be. */
const enoughExtreme = 0.1

/**
 * The stopping rule: a tenth of the draws promised were as extreme. So stopping lets no test at a level below a tenth
 * reject, and leaves P a standard error of a hundredth of itself or less by 100,000 draws.
 */
export const enoughDraws = (values: Float64Array, observed: number, draws: number): boolean =>
  countExtreme(values, observed) >= enoughExtreme * draws

export const drawsCaution = ({ draws, standardError }: MonteCarlo): Caution => ({
  code: 'estimated_from_draws',
  detail: `P was estimated from ${draws} redrawn allocations; its standard error is ${standardError.toPrecision(2)}.`,
})

/**
 * The largest value t with P(T >= t) above `tail`, as a one-sided test sees it: drawn dealings are joined by the observed
 * one, and a dealing without a value counts as beyond. `undefined` where even the most extreme dealing is not that rare.
 */
export function upperCritical({ values, probabilities }: Distribution, tail: number): number | undefined {
  const share = 1 / (values.length + 1)
  let beyond = probabilities === undefined ? share : 0
  const seen: { value: number; probability: number }[] = []
  values.forEach((value, index) => {
    const probability = probabilities?.[index] ?? share
    if (Number.isNaN(value)) beyond += probability
    else seen.push({ value, probability })
  })
  seen.sort((a, b) => b.value - a.value)
  const most = seen[0]?.value
  const rarest = beyond + (probabilities === undefined ? 0 : massAt(seen, most))
  if (most === undefined || rarest > tail * (1 + rounding)) return undefined
  for (const { value, probability } of seen) {
    beyond += probability
    if (beyond > tail * (1 + rounding)) return value
  }
  return undefined
}

function massAt(seen: readonly { value: number; probability: number }[], most = 0): number {
  return seen.reduce(
    (sum, { value, probability }) => (value >= most - rounding * Math.abs(most) ? sum + probability : sum),
    0,
  )
}
