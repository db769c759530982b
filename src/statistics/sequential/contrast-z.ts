import type { ContrastEstimate, Measure } from '../../model/method.ts'
import { normalUpperQuantile } from '../../numerics/index.ts'

/** What no difference is; 0 for all others. */
const nullOf: Partial<Readonly<Record<Measure, number>>> = {
  ratio: 1,
  hazard_ratio: 1,
  odds_ratio: 1,
  probability: 0.5,
}

/**
 * Z of a contrast, as a boundary is set against: that of its own test, else the value that its two-sided P has on the normal
 * scale, with the sign of the estimate. A ratio over the standard error of its logarithm would be no Z. `null` where the
 * contrast has no P.
 *
 * Jennison and Turnbull (2000) set tests that are not of Z against a boundary by their P.
 */
export function contrastZ(
  { statistic, pValue, estimate }: Pick<ContrastEstimate, 'statistic' | 'pValue' | 'estimate'>,
  measure: Measure,
): number | null {
  if (statistic?.symbol === 'z') return statistic.value
  if (pValue === undefined) return null
  return Math.sign(estimate - (nullOf[measure] ?? 0)) * normalUpperQuantile(pValue / 2)
}
