import {
  chiSquaredPdf,
  chiSquaredQuantile,
  chiSquaredUpperQuantile,
  integrateAdaptively,
} from '../../numerics/index.ts'

/** The standard deviation is estimated within these tails of its distribution; what lies outside is below a double's precision. */
const neglected = 1e-16
const tolerance = 1e-12

/**
 * The mean of g(S) over S = sqrt(chi-squared / df), the estimate of a standard deviation over the true one, where g is nothing beyond
 * `widest`: `meanOverScale` is for a g without such a corner.
 */
export function meanUpToScale(g: (scale: number) => number, degreesOfFreedom: number, widest: number): number {
  const scaleAt = (square: number): number => Math.sqrt(square / degreesOfFreedom)
  const from = scaleAt(chiSquaredQuantile(neglected, degreesOfFreedom))
  const to = Math.min(scaleAt(chiSquaredUpperQuantile(neglected, degreesOfFreedom)), widest)
  if (to <= from) return 0
  const density = (scale: number): number =>
    2 * degreesOfFreedom * scale * chiSquaredPdf(degreesOfFreedom * scale * scale, degreesOfFreedom)
  return integrateAdaptively(scale => density(scale) * g(scale), from, to, tolerance)
}
