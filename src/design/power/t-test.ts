import { noncentralTUpperTail, studentTUpperQuantile } from '../../numerics/index.ts'
import { type ArmSize, type Rejection, sideLevel } from './rejection.ts'

/**
 * The probability that a t test rejects: the tails of noncentral t beyond the critical points, both of them where it has two sides
 * (R's power.t.test leaves the far one out unless `strict`).
 */
export function powerOfT(degreesOfFreedom: number, noncentrality: number, rejection: Rejection): number {
  const critical = studentTUpperQuantile(sideLevel(rejection), degreesOfFreedom)
  const above = noncentralTUpperTail(critical, degreesOfFreedom, noncentrality)
  return rejection.sides === 'two' ? above + noncentralTUpperTail(critical, degreesOfFreedom, -noncentrality) : above
}

/**
 * Power of the two-sample t test with one common standard deviation. `effect` is the difference over it.
 *
 * Noncentrality: effect / sqrt(1 / n_1 + 1 / n_2), with n_1 + n_2 - 2 degrees of freedom.
 *
 * @example powerOfTwoMeans({ n: 20 }, { n: 20 }, 0.5, { alpha: 0.05, sides: 'two' }) // 0.3379
 */
export function powerOfTwoMeans(arm: ArmSize, against: ArmSize, effect: number, rejection: Rejection): number {
  return powerOfT(arm.n + against.n - 2, effect / Math.sqrt(1 / arm.n + 1 / against.n), rejection)
}

/**
 * Power of the one-sample or paired t test. `effect` is the mean, or mean difference, over its standard deviation.
 *
 * @example powerOfOneMean({ n: 20 }, 0.2, { alpha: 0.05, sides: 'two' }) // 0.1360
 */
export const powerOfOneMean = ({ n }: ArmSize, effect: number, rejection: Rejection): number =>
  powerOfT(n - 1, effect * Math.sqrt(n), rejection)
