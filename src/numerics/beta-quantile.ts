import { normalQuantile } from './distributions/normal.ts'
import { betaTailAtLogOdds } from './incomplete-beta.ts'
import { logConcaveQuantile } from './log-concave-quantile.ts'
import type { Side } from './log-tail.ts'

/**
 * The log odds log(x / (1 - x)) of the beta(a, b) quantile x whose tail on `side` is p, 0 < p < 1; accurate relatively
 * in x, in 1 - x and in the odds. Started from the large-sample normal distribution of the log odds.
 */
export function betaLogOddsQuantile(p: number, a: number, b: number, side: Side): number {
  const z = side === 'lower' ? normalQuantile(p) : -normalQuantile(p)
  const start = Math.log(a) - Math.log(b) + z * Math.sqrt(1 / a + 1 / b)
  return logConcaveQuantile(u => betaTailAtLogOdds(a, b, u), side, Math.log(p), start)
}
