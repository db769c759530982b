import type { ArmId, OutcomeId } from '../../model/ids.ts'
import { printedNumber } from '../../model/printed-number.ts'
import type { Moments } from '../../model/summary.ts'
import { analysisOutcome, type Page, printedCases } from './page.ts'

/** An arm's moments as a printed mean and half-width give them: the nearest integers, and the corners of the rounding. */
export interface RecoveredMoments {
  nearest: Moments
  corners: readonly Moments[]
  /** Figures that they come from. */
  figures: readonly string[]
  /** Standard deviation in pence, at the print and over the corners. */
  standardDeviation: { nearest: number; lower: number; upper: number }
}

/** Moments of a money outcome in one arm from its printed mean (pounds) and half-width; undefined where either is not printed. */
export function recoverMoments(page: Page, arm: ArmId, outcome: OutcomeId): RecoveredMoments | undefined {
  const cases = printedCases(page, arm)
  const mean = page.published.figures.find(
    ({ is }) => 'mean' in is && is.mean.arm === arm && is.mean.outcome === outcome,
  )
  const half = page.published.figures.find(
    ({ is }) =>
      'halfWidth' in is && is.halfWidth.arm === arm && analysisOutcome(page, is.halfWidth.analysis) === outcome,
  )
  if (cases === undefined || mean === undefined || half === undefined || !('halfWidth' in half.is)) return undefined
  const widthOfUnitDeviation = halfWidthPerDeviation(page, half.is.halfWidth.analysis, cases.n)
  if (widthOfUnitDeviation === undefined) return undefined
  const printedMean = printedNumber(mean.printed, mean.step)
  const printedHalf = printedNumber(half.printed, half.step)
  const deviation = (halfWidth: number): number => (100 * halfWidth) / widthOfUnitDeviation
  const moments = (meanPounds: number, halfWidth: number): Moments =>
    momentsFrom(cases.n, 100 * meanPounds, deviation(halfWidth))
  return {
    nearest: moments(printedMean.value, printedHalf.value),
    corners: [printedMean.lower, printedMean.upper].flatMap(m =>
      [printedHalf.lower, printedHalf.upper].map(h => moments(m, h)),
    ),
    figures: [cases.figure.id, mean.id, half.id],
    standardDeviation: {
      nearest: deviation(printedHalf.value),
      lower: deviation(printedHalf.lower),
      upper: deviation(printedHalf.upper),
    },
  }
}

/** Integer sums whose mean and sample standard deviation (both in pence) are nearest to those asked for. */
function momentsFrom(n: number, mean: number, standardDeviation: number): Moments {
  const sum = Math.round(n * mean)
  const squares = (n - 1) * standardDeviation ** 2 + sum ** 2 / n
  return { n, missing: 0, sum: BigInt(sum), sumSquares: BigInt(Math.round(squares)) }
}

/**
 * Half-width that the analysis gives for a standard deviation of one penny. Every half-width of a mean is proportional
 * to the standard deviation, so one probe (n/2 cases at 0 and as many at 2,000,000 pence) tells the factor.
 */
function halfWidthPerDeviation(page: Page, analysis: string, n: number): number | undefined {
  const high = 2_000_000
  const upper = Math.floor(n / 2)
  const sum = upper * high
  const sumSquares = BigInt(upper) * BigInt(high) ** 2n
  const halfWidth = page.halfWidth(analysis, { n, missing: 0, sum: BigInt(sum), sumSquares })
  if (halfWidth === undefined) return undefined
  const variance = (Number(sumSquares) - sum ** 2 / n) / (n - 1)
  return halfWidth / Math.sqrt(variance)
}
