import { ratio } from '../../core/exact.ts'
import { sumOf } from '../../core/lists.ts'
import type { AllocatedCase, ExactProbability } from '../../model/case.ts'
import type { Covariate } from './covariates.ts'

/** Exact sums of the cases of one arm that were as likely to be in it. */
export interface ClassSums {
  /** The recorded probability of the arm, or of being sampled. */
  probability: ExactProbability
  n: number
  sum: bigint
  sumOfSquares: bigint
}

/** Mean and standard deviation of a covariate in an arm. */
export interface Spread {
  /** Null where no case of the arm has a value. */
  mean: number | null
  /** Divided by n - 1; of a share p it is sqrt(p (1 - p)). Null where it is not defined. */
  variance: number | null
}

type Unit = Covariate['unit']

/** Every case counting the same: from the exact sums, rounded once. */
export function unweightedSpread(classes: readonly ClassSums[], unit: Unit): Spread {
  const n = sumOf(classes.map(each => each.n))
  const [sum, squares] = classes.reduce(([s, q], each) => [s + each.sum, q + each.sumOfSquares], [0n, 0n])
  if (n === 0) return { mean: null, variance: null }
  const count = BigInt(n)
  const mean = ratio(sum, count)
  if (unit === 'share') return { mean, variance: ratio(sum * (count - sum), count * count) }
  return { mean, variance: n < 2 ? null : ratio(count * squares - sum * sum, count * (count - 1n)) }
}

/**
 * Each case weighted by w = 1 / probability (Hajek's mean). The variance is that of Austin & Stuart (2015),
 * W / (W^2 - sum of w^2) times the weighted sum of squared deviations, W being the sum of weights; it is the sample
 * variance where all weights are the same.
 */
export function weightedSpread(classes: readonly ClassSums[], unit: Unit): Spread {
  const cases = sumOf(classes.map(({ n }) => n))
  if (cases === 0) return { mean: null, variance: null }
  const centre = BigInt(Math.round(unweightedSpread(classes, unit).mean ?? 0))
  const groups = classes.map(({ probability, n, sum, sumOfSquares }) => ({
    n,
    weight: probability.denominator / probability.numerator,
    // From a whole number near the mean, so that values that are all the same leave no rounding.
    mean: ratio(sum - BigInt(n) * centre, BigInt(n)),
    within: ratio(BigInt(n) * sumOfSquares - sum * sum, BigInt(n)),
  }))
  const total = sumOf(groups.map(({ weight, n }) => weight * n))
  const shifted = sumOf(groups.map(({ weight, n, mean }) => weight * n * mean)) / total
  const mean = Number(centre) + shifted
  if (unit === 'share') return { mean, variance: mean * (1 - mean) }
  if (cases < 2) return { mean, variance: null }
  const deviations = sumOf(groups.map(each => each.weight * (each.within + each.n * (each.mean - shifted) ** 2)))
  const free = total * total - sumOf(groups.map(({ weight, n }) => weight * weight * n))
  return { mean, variance: (total * deviations) / free }
}

/** The sums of a covariate by arm and, in it, by recorded probability; classes from the least likely to the likeliest. */
export function sumsByArm(
  values: Covariate['values'],
  cases: readonly AllocatedCase[],
  arms: readonly string[],
): ClassSums[][] {
  const indices = new Map(arms.map((arm): [string, number[]] => [arm, []]))
  cases.forEach(({ arm }, index) => {
    indices.get(arm)?.push(index)
  })
  return arms.map(arm =>
    classSums(
      indices.get(arm) ?? [],
      index => values[index] ?? null,
      index => (cases[index] as AllocatedCase).probability,
    ),
  )
}

/** Exact sums of values by probability, from the least likely cases to the likeliest. */
export function classSums(
  places: readonly number[],
  valueAt: (place: number) => number | null,
  probabilityAt: (place: number) => ExactProbability,
): ClassSums[] {
  const classes = new Map<string, ClassSums>()
  for (const place of places) {
    const value = valueAt(place)
    if (value === null) continue
    const probability = probabilityAt(place)
    const key = `${probability.numerator}/${probability.denominator}`
    const sums = classes.get(key) ?? { probability, n: 0, sum: 0n, sumOfSquares: 0n }
    const exact = BigInt(value)
    sums.n += 1
    sums.sum += exact
    sums.sumOfSquares += exact * exact
    classes.set(key, sums)
  }
  return [...classes.values()].sort((a, b) => chance(a) - chance(b))
}

const chance = ({ probability }: ClassSums): number => probability.numerator / probability.denominator
