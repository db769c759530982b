import { normalInterval, normalQuantile, normalUpperTail, studentTUpperQuantile } from '../../numerics/index.ts'
import { meanUpToScale } from './estimated-scale.ts'
import type { ArmSize } from './rejection.ts'
import { powerOfT } from './t-test.ts'
import type { TwoProportions } from './two-proportions.ts'

/** Two arms whose means are compared with a margin; everything in the unit of the standard deviation. */
export interface MeansWithMargin {
  arm: ArmSize
  against: ArmSize
  /** True difference, arm minus against. */
  difference: number
  standardDeviation: number
  /** Above 0. */
  margin: number
}

const standardErrorOf = ({ arm, against, standardDeviation }: MeansWithMargin): number =>
  standardDeviation * Math.sqrt(1 / arm.n + 1 / against.n)

/**
 * The probability to show by a one-sided t test at level `alpha` that the arm is worse by less than the margin, where more is better.
 */
export const powerOfNonInferiorityOfMeans = (design: MeansWithMargin, alpha: number): number =>
  powerOfT(design.arm.n + design.against.n - 2, (design.difference + design.margin) / standardErrorOf(design), {
    alpha,
    sides: 'one',
  })

/**
 * The probability to show by two one-sided t tests, each at level `alpha`, that the difference lies within the margin on both sides.
 *
 * Exact: the mean, over the estimate s of the standard deviation, of the probability that the difference is within
 * margin - t s e on both sides, with e = sqrt(1 / n_1 + 1 / n_2). Schuirmann (1987); Owen (1965) for the distribution.
 */
export function powerOfEquivalenceOfMeans(design: MeansWithMargin, alpha: number): number {
  const degreesOfFreedom = design.arm.n + design.against.n - 2
  const standardError = standardErrorOf(design)
  const [margin, difference] = [design.margin / standardError, design.difference / standardError]
  const critical = studentTUpperQuantile(alpha, degreesOfFreedom)
  // Beyond margin / critical the interval of the tests is wider than both margins, whatever the difference.
  return meanUpToScale(
    scale => normalInterval(critical * scale - margin - difference, margin - critical * scale - difference),
    degreesOfFreedom,
    margin / critical,
  )
}

/** Two arms whose proportions are compared with a margin. */
export interface ProportionsWithMargin extends TwoProportions {
  /** Above 0, on the scale of probabilities. */
  margin: number
}

const spreadOf = ({ arm, against }: TwoProportions): number =>
  Math.sqrt(
    (arm.probability * (1 - arm.probability)) / arm.n + (against.probability * (1 - against.probability)) / against.n,
  )

/** The probability to show that the arm's proportion is lower by less than the margin, by the normal distribution with the unpooled standard error. */
export const powerOfNonInferiorityOfProportions = (design: ProportionsWithMargin, alpha: number): number => {
  const difference = design.arm.probability - design.against.probability
  return normalUpperTail(-normalQuantile(alpha) - (difference + design.margin) / spreadOf(design))
}

/** The probability to show by two one-sided tests that the proportions differ by less than the margin, by the normal distribution. */
export function powerOfEquivalenceOfProportions(design: ProportionsWithMargin, alpha: number): number {
  const spread = spreadOf(design)
  const [margin, difference] = [design.margin / spread, (design.arm.probability - design.against.probability) / spread]
  const critical = -normalQuantile(alpha)
  return margin <= critical ? 0 : normalInterval(critical - margin - difference, margin - critical - difference)
}
