import { countQuantile } from '../count-quantile.ts'
import { requireInteger, requireProbability, requireWhole } from '../domain.ts'
import { exactly, multiply } from '../double-double.ts'
import { deviance, stirlingRemainder } from '../gamma.ts'
import { betaTail, sharesFrom } from '../incomplete-beta.ts'
import { emptyTail, type LogTail, type Side, tailLog, tailProbability } from '../log-tail.ts'
import { count, type DiscreteDistribution, probability } from './distribution.ts'

function requireArguments(k: number, n: number, p: number): void {
  requireInteger('k', k)
  requireWhole('n', n)
  requireProbability('p', p)
}

/** log P(X = k), also where the probability is too small for a double. */
export function binomialLogPmf(k: number, n: number, p: number): number {
  requireArguments(k, n, p)
  if (k < 0 || k > n) return -Infinity
  const { x, y } = sharesFrom(p)
  const remainders = stirlingRemainder(n) - stirlingRemainder(k) - stirlingRemainder(n - k)
  const distance = deviance(k, multiply(exactly(n), x)) + deviance(n - k, multiply(exactly(n), y))
  return remainders - distance
}

/** P(X = k) for a binomial X of n trials with probability p (Loader 2000); 0 for k outside 0 to n. */
export const binomialPmf = (k: number, n: number, p: number): number => Math.exp(binomialLogPmf(k, n, p))

/** P(X <= k) is the lower tail of beta(n - k, k + 1) at 1 - p (DLMF 8.17.5). */
function tailAt(k: number, n: number, p: number): LogTail {
  requireArguments(k, n, p)
  if (k < 0) return emptyTail('lower')
  if (k >= n) return emptyTail('upper')
  const { x, y } = sharesFrom(p)
  return betaTail(n - k, k + 1, { x: y, y: x })
}

/** P(X <= k) for a binomial X. */
export const binomialCdf = (k: number, n: number, p: number): number => tailProbability(tailAt(k, n, p), 'lower')

/** P(X > k) for a binomial X; P(X >= k) is `binomialUpperTail(k - 1, n, p)`. */
export const binomialUpperTail = (k: number, n: number, p: number): number => tailProbability(tailAt(k, n, p), 'upper')

export const binomialLogCdf = (k: number, n: number, p: number): number => tailLog(tailAt(k, n, p), 'lower')

export const binomialLogUpperTail = (k: number, n: number, p: number): number => tailLog(tailAt(k, n, p), 'upper')

function quantile(p: number, n: number, chance: number, side: Side): number {
  requireArguments(0, n, chance)
  return countQuantile(p, side, {
    logLower: k => binomialLogCdf(k, n, chance),
    logUpper: k => binomialLogUpperTail(k, n, chance),
    support: [chance === 1 ? n : 0, chance === 0 ? 0 : n],
    mean: n * chance,
    spread: Math.sqrt(n * chance * (1 - chance)),
  })
}

/**
 * The smallest k with P(X <= k) >= q for a binomial X.
 *
 * @example binomialQuantile(0.975, 100, 0.5) // 60
 */
export const binomialQuantile = (q: number, n: number, p: number): number => quantile(q, n, p, 'lower')

/** The smallest k with P(X > k) <= q for a binomial X. */
export const binomialUpperQuantile = (q: number, n: number, p: number): number => quantile(q, n, p, 'upper')

/**
 * P(X = k) for every k from 0 to n, by the ratio of neighbours outwards from the mode: for sums over all outcomes, as
 * in exact power. Each is within about 1e-15 times the root of its distance from the mode.
 */
export function binomialProbabilities(n: number, p: number): Float64Array {
  requireArguments(0, n, p)
  const mode = Math.min(n, Math.floor((n + 1) * p))
  const probabilities = new Float64Array(n + 1)
  const atMode = binomialPmf(mode, n, p)
  probabilities[mode] = atMode
  const odds = p / (1 - p)
  for (let k = mode, term = atMode; k < n && term > 0; k++) {
    term *= ((n - k) / (k + 1)) * odds
    probabilities[k + 1] = term
  }
  for (let k = mode, term = atMode; k > 0 && term > 0; k--) {
    term *= k / (n - k + 1) / odds
    probabilities[k - 1] = term
  }
  return probabilities
}

export const binomialDistribution: DiscreteDistribution = {
  id: 'binomial',
  title: 'binomial',
  kind: 'discrete',
  parameters: [count('n'), probability('p')],
  support: n => [0, n ?? 0],
  pmf: binomialPmf,
  logPmf: binomialLogPmf,
  cdf: binomialCdf,
  upperTail: binomialUpperTail,
  logCdf: binomialLogCdf,
  logUpperTail: binomialLogUpperTail,
  quantile: binomialQuantile,
  upperQuantile: binomialUpperQuantile,
}
