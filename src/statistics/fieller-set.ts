/** Two estimates with their variances and covariance. */
export interface RatioOfEstimates {
  numerator: number
  denominator: number
  numeratorVariance: number
  denominatorVariance: number
  covariance: number
}

/** Ratios that the data do not reject: between two limits, outside two limits, or every number. */
export type FiellerSet =
  | { type: 'interval'; lower: number; upper: number }
  | { type: 'two_rays'; below: number; above: number }
  | { type: 'whole_line' }

/**
 * The set of ratios R = numerator / denominator that the data do not reject, by the roots of
 * (b^2 - z^2 v_b) R^2 - 2 (a b - z^2 c) R + (a^2 - z^2 v_a) = 0, for a critical value z of the normal distribution.
 * The numbers must be finite, and something must vary: the denominator, or the numerator over one that is not 0.
 *
 * Fieller (1954).
 */
export function ratiosNotRejected(estimates: RatioOfEstimates, critical: number): FiellerSet {
  const { numerator: a, denominator: b, numeratorVariance, denominatorVariance, covariance } = estimates
  const z2 = critical ** 2
  const square = b * b - z2 * denominatorVariance
  const middle = a * b - z2 * covariance
  const constant = a * a - z2 * numeratorVariance
  if (square > b * b * Number.EPSILON) {
    const [lower, upper] = roots(square, middle, Math.max(middle * middle - square * constant, 0), constant)
    return { type: 'interval', lower, upper }
  }
  // At a coefficient of 0 one root is at infinity; within rounding of it the set is taken as the wider kind.
  const opening = Math.min(square, -b * b * Number.EPSILON)
  const discriminant = middle * middle - opening * constant
  if (discriminant <= 0) return { type: 'whole_line' }
  const [below, above] = roots(opening, middle, discriminant, constant)
  return { type: 'two_rays', below, above }
}

/** Roots of square x^2 - 2 middle x + constant in ascending order, without cancellation. */
function roots(square: number, middle: number, discriminant: number, constant: number): [number, number] {
  const far = middle < 0 ? middle - Math.sqrt(discriminant) : middle + Math.sqrt(discriminant)
  const [first, second] = far === 0 ? [0, 0] : [far / square, constant / far]
  return first < second ? [first, second] : [second, first]
}
