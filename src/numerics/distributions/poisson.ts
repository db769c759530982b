import { countQuantile } from '../count-quantile.ts'
import { requireInteger, requirePositive } from '../domain.ts'
import { exactly } from '../double-double.ts'
import { deviance, stirlingRemainder } from '../gamma.ts'
import { gammaTail } from '../incomplete-gamma.ts'
import { emptyTail, type LogTail, otherSide, type Side, tailLog, tailProbability } from '../log-tail.ts'
import { aboveZero, type DiscreteDistribution } from './distribution.ts'

function requireArguments(k: number, mean: number): void {
  requireInteger('k', k)
  requirePositive('mean', mean)
}

/** log P(X = k), also where the probability is too small for a double. */
export function poissonLogPmf(k: number, mean: number): number {
  requireArguments(k, mean)
  return k < 0 ? -Infinity : -stirlingRemainder(k) - deviance(k, exactly(mean))
}

/** P(X = k) for a Poisson X (Loader 2000). */
export const poissonPmf = (k: number, mean: number): number => Math.exp(poissonLogPmf(k, mean))

/** P(X <= k) is the upper tail of the gamma distribution with shape k + 1 at the mean (DLMF 8.4.10). */
function tailAt(k: number, mean: number): LogTail {
  requireArguments(k, mean)
  if (k < 0) return emptyTail('lower')
  const { side, log } = gammaTail(k + 1, mean)
  return { side: otherSide(side), log }
}

/** P(X <= k) for a Poisson X. */
export const poissonCdf = (k: number, mean: number): number => tailProbability(tailAt(k, mean), 'lower')

/** P(X > k) for a Poisson X; P(X >= k) is `poissonUpperTail(k - 1, mean)`. */
export const poissonUpperTail = (k: number, mean: number): number => tailProbability(tailAt(k, mean), 'upper')

export const poissonLogCdf = (k: number, mean: number): number => tailLog(tailAt(k, mean), 'lower')

export const poissonLogUpperTail = (k: number, mean: number): number => tailLog(tailAt(k, mean), 'upper')

function quantile(p: number, mean: number, side: Side): number {
  requireArguments(0, mean)
  return countQuantile(p, side, {
    logLower: k => poissonLogCdf(k, mean),
    logUpper: k => poissonLogUpperTail(k, mean),
    support: [0, Infinity],
    mean,
    spread: Math.sqrt(mean),
  })
}

/**
 * The smallest k with P(X <= k) >= p for a Poisson X; infinite at p = 1.
 *
 * @example poissonQuantile(0.5, 3) // 3
 */
export const poissonQuantile = (p: number, mean: number): number => quantile(p, mean, 'lower')

/** The smallest k with P(X > k) <= p for a Poisson X; infinite at p = 0. */
export const poissonUpperQuantile = (p: number, mean: number): number => quantile(p, mean, 'upper')

export const poissonDistribution: DiscreteDistribution = {
  id: 'poisson',
  title: 'Poisson',
  kind: 'discrete',
  parameters: [aboveZero('mean')],
  support: () => [0, Infinity],
  pmf: poissonPmf,
  logPmf: poissonLogPmf,
  cdf: poissonCdf,
  upperTail: poissonUpperTail,
  logCdf: poissonLogCdf,
  logUpperTail: poissonLogUpperTail,
  quantile: poissonQuantile,
  upperQuantile: poissonUpperQuantile,
}
