import { normalCdf, normalQuantile } from '../../numerics/index.ts'

/** The limits of an interval, with what a reviewer checks of how they were found. */
export interface RuleLimits {
  lower: number
  upper: number
  details: Readonly<Record<string, unknown>>
}

/**
 * The p-quantile of sorted replicates: the (B + 1) p-th in order, between two of them by interpolation on the scale of
 * the normal quantile (Davison and Hinkley 1997, equation 5.8). `undefined` beyond the first and the last.
 */
export function replicateQuantile(sorted: Float64Array, p: number): number | undefined {
  const places = sorted.length + 1
  const rank = Math.floor(places * p)
  const [below, above] = [sorted[rank - 1], sorted[rank]]
  if (below === undefined) return undefined
  if (rank === places * p || below === above) return below
  if (above === undefined) return undefined
  const [at, next, wanted] = [rank / places, (rank + 1) / places, p].map(normalQuantile) as [number, number, number]
  return below + ((wanted - at) / (next - at)) * (above - below)
}

/** Percentile limits (Efron and Tibshirani 1993, chapter 13): the quantiles of the replicates themselves. */
export const percentileLimits = (replicates: Float64Array, level: number): RuleLimits | undefined =>
  limitsAt(Float64Array.from(replicates).sort(), { lower: (1 - level) / 2, upper: (1 + level) / 2 }, {})

/**
 * Bias-corrected and accelerated limits (Efron 1987): the quantiles at Phi(z0 + (z0 + z) / (1 - a (z0 + z))), for z the
 * normal quantile of each tail, z0 that of the share of replicates below the estimate (half of those equal to it with
 * them) and a the acceleration. `undefined` where the replicates do not reach that far.
 */
export function bcaLimits(
  replicates: Float64Array,
  { estimate, acceleration }: { estimate: number; acceleration: number },
  level: number,
): RuleLimits | undefined {
  const biasCorrection = normalQuantile(shareBelow(replicates, estimate))
  if (!Number.isFinite(biasCorrection)) return undefined
  const adjusted = (p: number): number => {
    const distance = biasCorrection + normalQuantile(p)
    const stretch = 1 - acceleration * distance
    return stretch > 0 ? normalCdf(biasCorrection + distance / stretch) : Number(distance > 0)
  }
  const levels = { lower: adjusted((1 - level) / 2), upper: adjusted((1 + level) / 2) }
  return limitsAt(Float64Array.from(replicates).sort(), levels, { biasCorrection, acceleration, levels })
}

function shareBelow(replicates: Float64Array, estimate: number): number {
  let doubled = 0
  for (const replicate of replicates) doubled += replicate < estimate ? 2 : Number(replicate === estimate)
  return doubled / 2 / replicates.length
}

/**
 * Bootstrap-t limits (Efron and Tibshirani 1993, chapter 12): estimate minus the upper and the lower quantile of t =
 * (replicate - estimate) / its own standard error, times the standard error. A replicate without variation counts as
 * infinitely far on its side; `undefined` where a limit would be.
 */
export function studentisedLimits(
  { estimates, standardErrors }: { estimates: Float64Array; standardErrors: Float64Array },
  { estimate, standardError }: { estimate: number; standardError: number },
  level: number,
): RuleLimits | undefined {
  const pivots = estimates.map((replicate, index) => {
    const departure = replicate - estimate
    return departure === 0 ? 0 : departure / (standardErrors[index] ?? 0)
  })
  const quantiles = limitsAt(pivots.sort(), { lower: (1 - level) / 2, upper: (1 + level) / 2 }, {})
  if (quantiles === undefined) return undefined
  const { lower, upper } = quantiles
  return {
    lower: estimate - upper * standardError,
    upper: estimate - lower * standardError,
    details: { studentised: { lower, upper } },
  }
}

function limitsAt(
  sorted: Float64Array,
  levels: { lower: number; upper: number },
  details: RuleLimits['details'],
): RuleLimits | undefined {
  const [lower, upper] = [replicateQuantile(sorted, levels.lower), replicateQuantile(sorted, levels.upper)]
  if (lower === undefined || upper === undefined || !Number.isFinite(lower) || !Number.isFinite(upper)) return undefined
  return { lower, upper, details }
}
