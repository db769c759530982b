import {
  chiSquaredUpperQuantile,
  fUpperQuantile,
  noncentralChiSquaredUpperTail,
  noncentralFUpperTail,
} from '../../numerics/index.ts'

/**
 * Power of a chi-squared test with `cases` in all. `effect` is Cohen's w: the root of the sum of (p_1 - p_0)^2 / p_0 over the cells.
 *
 * Noncentrality: cases x w^2. Cohen (1988), chapter 7.
 *
 * @example powerOfChiSquared({ cases: 1000, effect: 0.1, degreesOfFreedom: 4 }, 0.05) // 0.716
 */
export function powerOfChiSquared(
  { cases, effect, degreesOfFreedom }: { cases: number; effect: number; degreesOfFreedom: number },
  alpha: number,
): number {
  const critical = chiSquaredUpperQuantile(alpha, degreesOfFreedom)
  return noncentralChiSquaredUpperTail(critical, degreesOfFreedom, cases * effect ** 2)
}

/**
 * Power of Pearson's chi-squared test that several arms have one probability, by the noncentral chi-squared distribution; for two arms
 * and rare events `powerOfTwoProportions` is exact.
 *
 * w^2 = sum of (n_i / N) (p_i - p)^2 / (p (1 - p)), with p the mean over all cases.
 */
export function powerOfProportions(arms: readonly { n: number; probability: number }[], alpha: number): number {
  const cases = arms.reduce((sum, { n }) => sum + n, 0)
  const pooled = arms.reduce((sum, { n, probability }) => sum + (n * probability) / cases, 0)
  const between = arms.reduce((sum, { n, probability }) => sum + (n / cases) * (probability - pooled) ** 2, 0)
  const effect = between === 0 ? 0 : Math.sqrt(between / (pooled * (1 - pooled)))
  return powerOfChiSquared({ cases, effect, degreesOfFreedom: arms.length - 1 }, alpha)
}

/**
 * Power of the one-way analysis of variance with one standard deviation in all arms, of any sizes.
 *
 * Noncentrality: sum of n_i (m_i - m)^2 / sd^2, with m the mean over all cases.
 *
 * @example powerOfAnova([{ n: 45, mean: 0 }, { n: 45, mean: 1 }, { n: 45, mean: 2 }], 3, 0.05)
 */
export function powerOfAnova(
  arms: readonly { n: number; mean: number }[],
  standardDeviation: number,
  alpha: number,
): number {
  const cases = arms.reduce((sum, { n }) => sum + n, 0)
  const grand = arms.reduce((sum, { n, mean }) => sum + (n * mean) / cases, 0)
  const noncentrality = arms.reduce((sum, { n, mean }) => sum + n * ((mean - grand) / standardDeviation) ** 2, 0)
  const [numerator, denominator] = [arms.length - 1, cases - arms.length]
  const critical = fUpperQuantile(alpha, numerator, denominator)
  return noncentralFUpperTail(critical, numerator, denominator, noncentrality)
}
