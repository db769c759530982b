import { type Computation, computed, type TestResult, undefinedBecause } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { fUpperTail } from '../../numerics/index.ts'
import { defineMethod } from '../define-method.ts'
import { fOpinion } from '../second-opinion.ts'
import { skewCaution } from './mean.ts'
import { type Arm, allArms, describeArms } from './one-way.ts'
import { dividedBy, quotientOf, sumsOfSquares, toNumber } from './sums-of-squares.ts'

/**
 * Whether the mean differs between any of the arms, by the F of a one-way analysis of variance.
 *
 * Null hypothesis: all arms have the same mean; their variances are taken to be equal whether it holds or not.
 * Formula: F = (B / (k - 1)) / (W / (N - k)) for k arms and N cases, with B the sum over arms of n_a (m_a - m)^2 and W
 * the sum over cases of (y - m_a)^2. Both are formed exactly from integers, so F is rounded once.
 *
 * Takes moments; strata are added up. Undefined where an arm has no case, there are fewer than two arms, every arm has
 * one case, or no arm has any variation. Not to be used where variances and sizes both differ: take Welch's version.
 *
 * Fisher (1925).
 *
 * @example oneWayAnova.compute(moments, { level: 0.95, contrasts: [] })
 */
export const oneWayAnova = defineMethod({
  id: 'one-way-anova',
  title: 'One-way analysis of variance',
  requires: 'moments',
  pValues: 'overall',
  assumesIndependence: true,
  citations: [{ key: 'fisher-1925' }],
  compute: (summary: Summary<'moments'>): Computation<TestResult> => {
    const found = allArms(summary)
    if ('status' in found) return found
    const { arms } = found
    const cases = arms.reduce((sum, { n }) => sum + n, 0)
    if (cases === arms.length)
      return undefinedBecause('too_few_cases', 'Every arm has one case, which gives no variance.')
    const { between, within } = sumsOfSquares(arms)
    if (within.numerator === 0n) {
      return undefinedBecause('zero_variance', 'No arm has any variation in the outcome.')
    }
    return computed(testOf(arms, cases, { between, within }), skewCaution(summary))
  },
  secondOpinion: fOpinion,
})

function testOf(
  arms: readonly Arm[],
  cases: number,
  { between, within }: ReturnType<typeof sumsOfSquares>,
): TestResult {
  const degreesOfFreedom = arms.length - 1
  const denominatorDegreesOfFreedom = cases - arms.length
  const meanSquares = {
    between: dividedBy(between, degreesOfFreedom),
    within: dividedBy(within, denominatorDegreesOfFreedom),
  }
  const value = quotientOf(meanSquares.between, meanSquares.within)
  return {
    kind: 'test',
    statistic: { symbol: 'F', value },
    degreesOfFreedom,
    denominatorDegreesOfFreedom,
    pValue: fUpperTail(value, degreesOfFreedom, denominatorDegreesOfFreedom),
    nullHypothesis: 'All arms have the same mean, and the same variance.',
    intermediates: {
      ...describeArms(arms),
      sumsOfSquares: { between: toNumber(between), within: toNumber(within) },
      meanSquares: { between: toNumber(meanSquares.between), within: toNumber(meanSquares.within) },
      residualStandardDeviation: Math.sqrt(toNumber(meanSquares.within)),
    },
  }
}
