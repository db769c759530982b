import { type Computation, computed, type TestResult, undefinedBecause } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { fUpperTail } from '../../numerics/index.ts'
import { defineMethod } from '../define-method.ts'
import { fOpinion } from '../second-opinion.ts'
import { meanOf, skewCaution } from './mean.ts'
import { type Arm, allArms, byArm, describeArms } from './one-way.ts'
import { differenceOfMeans } from './sums-of-squares.ts'

/**
 * Whether the mean differs between any of the arms, whatever their variances.
 *
 * Null hypothesis: all arms have the same mean.
 * Formula: with w_a = n_a / s_a^2, W their sum, m the mean of the m_a weighted by w_a, and
 * L = sum over arms of (1 - w_a / W)^2 / (n_a - 1):
 * F = (sum of w_a (m_a - m)^2 / (k - 1)) / (1 + 2 (k - 2) L / (k^2 - 1)), with k - 1 and (k^2 - 1) / (3 L) degrees of freedom.
 *
 * Takes moments; strata are added up. Undefined where there are fewer than two arms, or an arm has fewer than two cases
 * or no variation. Not trusted where few cases hold most of the money, which a caution says.
 *
 * Welch (1951).
 *
 * @example welchAnova.compute(moments, { level: 0.95, contrasts: [] })
 */
export const welchAnova = defineMethod({
  id: 'welch-anova',
  title: "Welch's analysis of variance",
  requires: 'moments',
  pValues: 'overall',
  assumesIndependence: true,
  citations: [{ key: 'welch-1951' }],
  compute: (summary: Summary<'moments'>): Computation<TestResult> => {
    const found = allArms(summary)
    if ('status' in found) return found
    const { arms } = found
    const single = arms.find(({ n }) => n < 2)
    if (single) return undefinedBecause('too_few_cases', `One case of ${single.arm} gives no variance.`)
    const constant = arms.find(arm => meanOf(arm).variance === 0)
    if (constant) return undefinedBecause('zero_variance', `Every case of ${constant.arm} has the same value.`)
    return computed(testOf(arms), skewCaution(summary))
  },
  secondOpinion: fOpinion,
})

function testOf(arms: readonly Arm[]): TestResult {
  const [first] = arms
  // means as differences from one arm's, so that a large common mean costs no digits
  const parts = arms.map(arm => ({
    n: arm.n,
    weight: 1 / meanOf(arm).varianceOfMean,
    offset: first === undefined ? 0 : differenceOfMeans(arm, first),
  }))
  const total = parts.reduce((sum, { weight }) => sum + weight, 0)
  const centre = parts.reduce((sum, { weight, offset }) => sum + weight * offset, 0) / total
  const spread = parts.reduce((sum, { weight, offset }) => sum + weight * (offset - centre) ** 2, 0)
  const lack = parts.reduce((sum, { n, weight }) => sum + (1 - weight / total) ** 2 / (n - 1), 0)
  const k = arms.length
  const value = spread / (k - 1) / (1 + (2 * (k - 2) * lack) / (k * k - 1))
  const denominatorDegreesOfFreedom = (k * k - 1) / (3 * lack)
  return {
    kind: 'test',
    statistic: { symbol: 'F', value },
    degreesOfFreedom: k - 1,
    denominatorDegreesOfFreedom,
    pValue: fUpperTail(value, k - 1, denominatorDegreesOfFreedom),
    nullHypothesis: 'All arms have the same mean.',
    intermediates: {
      ...describeArms(arms),
      standardDeviations: byArm(arms, arm => Math.sqrt(meanOf(arm).variance)),
      weightedMean: centre + (first === undefined ? 0 : meanOf(first).mean),
    },
  }
}
