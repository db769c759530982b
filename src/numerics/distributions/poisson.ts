import { requireInteger, requirePositive } from '../domain.ts'
import { exactly } from '../double-double.ts'
import { deviance, stirlingRemainder } from '../gamma.ts'
import { gammaTail } from '../incomplete-gamma.ts'
import { emptyTail, type LogTail, otherSide, tailLog, tailProbability } from '../log-tail.ts'
import { aboveZero, type DiscreteDistribution } from './distribution.ts'

function requireArguments(k: number, mean: number): void {
  requireInteger('k', k)
  requirePositive('mean', mean)
}

/** P(X = k) for a Poisson X (Loader 2000). */
export function poissonPmf(k: number, mean: number): number {
  requireArguments(k, mean)
  return k < 0 ? 0 : Math.exp(-stirlingRemainder(k) - deviance(k, exactly(mean)))
}

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

export const poissonDistribution: DiscreteDistribution = {
  id: 'poisson',
  title: 'Poisson',
  kind: 'discrete',
  parameters: [aboveZero('mean')],
  support: () => [0, Infinity],
  pmf: poissonPmf,
  cdf: poissonCdf,
  upperTail: poissonUpperTail,
  logCdf: poissonLogCdf,
  logUpperTail: poissonLogUpperTail,
}
