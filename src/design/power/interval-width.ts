import { normalUpperQuantile, studentTUpperQuantile } from '../../numerics/index.ts'
import type { ArmSize } from './rejection.ts'
import type { TwoProportions } from './two-proportions.ts'

const tail = (level: number): number => (1 - level) / 2

/** Half the width of the t interval of a mean, at the standard deviation that is expected. */
export const halfWidthOfMean = ({ n }: ArmSize, standardDeviation: number, level: number): number =>
  (studentTUpperQuantile(tail(level), n - 1) * standardDeviation) / Math.sqrt(n)

/** Half the width of the t interval of a difference in means with one standard deviation. */
export const halfWidthOfDifferenceInMeans = (
  arm: ArmSize,
  against: ArmSize,
  standardDeviation: number,
  level: number,
): number =>
  studentTUpperQuantile(tail(level), arm.n + against.n - 2) * standardDeviation * Math.sqrt(1 / arm.n + 1 / against.n)

/**
 * Half the width of Wilson's interval of a proportion, where it is observed as expected:
 * z sqrt(p (1 - p) / n + z^2 / (4 n^2)) / (1 + z^2 / n).
 */
export function halfWidthOfProportion({ n }: ArmSize, probability: number, level: number): number {
  const z = normalUpperQuantile(tail(level))
  return (z * Math.sqrt((probability * (1 - probability)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n)
}

/**
 * Half the width of Newcombe's interval of a difference in proportions, where they are observed as expected. It need not lie
 * evenly about the difference.
 */
export function halfWidthOfDifferenceInProportions({ arm, against }: TwoProportions, level: number): number {
  const [a, b] = [arm, against].map(each => wilsonReach(each, level)) as [Reach, Reach]
  return (Math.hypot(a.below, b.above) + Math.hypot(a.above, b.below)) / 2
}

interface Reach {
  below: number
  above: number
}

/** How far Wilson's interval reaches to both sides of the proportion. */
function wilsonReach({ n, probability }: { n: number; probability: number }, level: number): Reach {
  const z = normalUpperQuantile(tail(level))
  const middle = (probability + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = halfWidthOfProportion({ n }, probability, level)
  return { below: probability - (middle - half), above: middle + half - probability }
}
