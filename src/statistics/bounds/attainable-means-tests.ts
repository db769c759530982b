import { combinationsOf, sumOf } from '../../core/lists.ts'
import { absoluteBounds, addBounds, type Bounds, boundsOf, subtractBounds } from '../../numerics/index.ts'

/** A group whose mean and standard deviation (with n - 1) are known within bounds. */
export interface GroupBounds {
  n: number
  mean: Bounds
  deviation: Bounds
}

/**
 * The values of one-way F over all means and standard deviations within bounds; undefined where a standard deviation of
 * zero in every group is allowed, or a group has fewer than two values.
 *
 * F = (sum of n (m - M)^2 / (k - 1)) / (sum of (n - 1) s^2 / (N - k)), M the mean of all. The upper part depends on the
 * means only and is convex in them: its greatest value is at a corner, its least where every mean is as near to one common
 * value as its bounds allow. The lower part depends on the deviations only. So both ends are exact.
 *
 * Fisher (1925).
 */
export function attainableF(groups: readonly GroupBounds[]): Bounds | undefined {
  if (groups.some(({ n }) => n < 2)) return undefined
  const total = sumOf(groups.map(({ n }) => n))
  const within = groups.map(({ n, deviation }) => scaledSquare(deviation, n - 1)).reduce(addBounds)
  if (within.upper === 0) return undefined
  const between = squaresBetween(groups)
  const factor = (total - groups.length) / (groups.length - 1)
  return {
    lower: (between.lower / within.upper) * factor,
    upper: within.lower === 0 ? Number.POSITIVE_INFINITY : (between.upper / within.lower) * factor,
  }
}

/**
 * The values of |t| of the difference of two means, over all means and standard deviations within bounds: Student's with the
 * pooled variance or Welch's. Undefined as `attainableF` is.
 *
 * Student (1908); Welch (1947).
 */
export function attainableT(
  [first, second]: readonly [GroupBounds, GroupBounds],
  variances: 'pooled' | 'welch',
): Bounds | undefined {
  if (first.n < 2 || second.n < 2) return undefined
  const degreesOfFreedom = first.n + second.n - 2
  const variance =
    variances === 'welch'
      ? addBounds(scaledSquare(first.deviation, 1 / first.n), scaledSquare(second.deviation, 1 / second.n))
      : [first, second]
          .map(({ n, deviation }) =>
            scaledSquare(deviation, ((n - 1) / degreesOfFreedom) * (1 / first.n + 1 / second.n)),
          )
          .reduce(addBounds)
  if (variance.upper === 0) return undefined
  const difference = absoluteBounds(subtractBounds(first.mean, second.mean))
  return {
    lower: difference.lower / Math.sqrt(variance.upper),
    upper: variance.lower === 0 ? Number.POSITIVE_INFINITY : difference.upper / Math.sqrt(variance.lower),
  }
}

/** Squares of a deviation, which is never negative, times a factor. */
const scaledSquare = ({ lower, upper }: Bounds, factor: number): Bounds => ({
  lower: factor * Math.max(0, lower) ** 2,
  upper: factor * Math.max(0, upper) ** 2,
})

/** Sum of n (m - M)^2 over the groups, over all means within bounds. */
function squaresBetween(groups: readonly GroupBounds[]): Bounds {
  const total = sumOf(groups.map(({ n }) => n))
  const about = (means: readonly number[]): number => {
    const mean = sumOf(means.map((each, i) => (groups[i]?.n ?? 0) * each)) / total
    return sumOf(means.map((each, i) => (groups[i]?.n ?? 0) * (each - mean) ** 2))
  }
  const { upper } = boundsOf(combinationsOf(groups.map(({ mean }) => [mean.lower, mean.upper])).map(about))
  return { lower: leastSquaresAbout(groups), upper }
}

/** The least over a common value c of the sum of n (distance of c from the bounds)^2, which is convex in c. */
function leastSquaresAbout(groups: readonly GroupBounds[]): number {
  const distance = (c: number): number =>
    sumOf(groups.map(({ n, mean }) => n * Math.max(0, mean.lower - c, c - mean.upper) ** 2))
  let low = Math.min(...groups.map(({ mean }) => mean.upper))
  let high = Math.max(...groups.map(({ mean }) => mean.lower))
  if (low >= high) return 0
  for (let narrowing = 0; narrowing < 120; narrowing += 1) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3]
    if (distance(a) <= distance(b)) high = b
    else low = a
  }
  return distance((low + high) / 2)
}
