import { countQuantile } from '../count-quantile.ts'
import { requireInteger, requireWhole } from '../domain.ts'
import { divide, exactly, twoProduct } from '../double-double.ts'
import { deviance, stirlingRemainder } from '../gamma.ts'
import { emptyTail, type LogTail, type Side, tailLog, tailProbability } from '../log-tail.ts'
import { count, type DiscreteDistribution } from './distribution.ts'

function requireArguments(k: number, population: number, successes: number, draws: number): void {
  requireInteger('k', k)
  requireWhole('population', population)
  requireWhole('successes', successes, 0, population)
  requireWhole('draws', draws, 0, population)
}

const support = (population: number, successes: number, draws: number): readonly [number, number] => [
  Math.max(0, draws + successes - population),
  Math.min(draws, successes),
]

/**
 * log P(X = k): the 2 x 2 table's factorials each split into leading Stirling terms, which add up to the deviance of
 * the cells from their expectations, and remainders. It extends Loader's binomial form (2000) to fixed margins.
 */
function logPmfInside(k: number, population: number, successes: number, draws: number): number {
  const failures = population - successes
  const left = population - draws
  const cells = [
    [k, successes, draws],
    [successes - k, successes, left],
    [draws - k, failures, draws],
    [failures - draws + k, failures, left],
  ] as const
  const whole = exactly(Math.max(population, 1)) // an empty population expects 0 of 0 in every cell
  let log = -stirlingRemainder(population)
  for (const margin of [successes, failures, draws, left]) log += stirlingRemainder(margin)
  for (const [cell, row, column] of cells) {
    log -= stirlingRemainder(cell) + deviance(cell, divide(twoProduct(row, column), whole))
  }
  return log
}

/** log P(X = k), also where the probability is too small for a double. */
export function hypergeometricLogPmf(k: number, population: number, successes: number, draws: number): number {
  requireArguments(k, population, successes, draws)
  const [least, most] = support(population, successes, draws)
  return k < least || k > most ? -Infinity : logPmfInside(k, population, successes, draws)
}

/** P(X = k): k successes in `draws` draws without replacement from `population`, of which `successes` are successes. */
export function hypergeometricPmf(k: number, population: number, successes: number, draws: number): number {
  return Math.exp(hypergeometricLogPmf(k, population, successes, draws))
}

/** 1 + ratio(0) + ratio(0) ratio(1) + ..., until the terms no longer count. */
function sumOfRatios(ratio: (step: number) => number): number {
  let sum = 1
  let term = 1
  for (let step = 0; term > sum * 1e-18; step++) {
    term *= ratio(step)
    sum += term
  }
  return sum
}

/** The tail on the far side of the mean, as its first term times a sum of products of neighbours' ratios. */
function tailAt(k: number, population: number, successes: number, draws: number): LogTail {
  requireArguments(k, population, successes, draws)
  const [least, most] = support(population, successes, draws)
  if (k < least) return emptyTail('lower')
  if (k >= most) return emptyTail('upper')
  const rest = population - successes - draws
  if (k * population < draws * successes) {
    const down = (step: number): number =>
      ((k - step) / (successes - k + step + 1)) * ((rest + k - step) / (draws - k + step + 1))
    return { side: 'lower', log: logPmfInside(k, population, successes, draws) + Math.log(sumOfRatios(down)) }
  }
  const first = k + 1
  const up = (step: number): number =>
    ((successes - first - step) / (first + step + 1)) * ((draws - first - step) / (rest + first + step + 1))
  return { side: 'upper', log: logPmfInside(first, population, successes, draws) + Math.log(sumOfRatios(up)) }
}

/** P(X <= k) for a hypergeometric X. */
export function hypergeometricCdf(k: number, population: number, successes: number, draws: number): number {
  return tailProbability(tailAt(k, population, successes, draws), 'lower')
}

/** P(X > k) for a hypergeometric X; P(X >= k) is the upper tail at k - 1. */
export function hypergeometricUpperTail(k: number, population: number, successes: number, draws: number): number {
  return tailProbability(tailAt(k, population, successes, draws), 'upper')
}

export function hypergeometricLogCdf(k: number, population: number, successes: number, draws: number): number {
  return tailLog(tailAt(k, population, successes, draws), 'lower')
}

export function hypergeometricLogUpperTail(k: number, population: number, successes: number, draws: number): number {
  return tailLog(tailAt(k, population, successes, draws), 'upper')
}

function quantile(p: number, population: number, successes: number, draws: number, side: Side): number {
  requireArguments(0, population, successes, draws)
  const mean = draws * (successes / Math.max(population, 1))
  return countQuantile(p, side, {
    logLower: k => hypergeometricLogCdf(k, population, successes, draws),
    logUpper: k => hypergeometricLogUpperTail(k, population, successes, draws),
    support: support(population, successes, draws),
    mean,
    spread: Math.sqrt(mean * (1 - successes / population) * (1 - draws / population)) || 1,
  })
}

/**
 * The smallest k with P(X <= k) >= p for a hypergeometric X.
 *
 * @example hypergeometricQuantile(0.5, 8, 4, 4) // 2
 */
export const hypergeometricQuantile = (p: number, population: number, successes: number, draws: number): number =>
  quantile(p, population, successes, draws, 'lower')

/** The smallest k with P(X > k) <= p for a hypergeometric X. */
export const hypergeometricUpperQuantile = (p: number, population: number, successes: number, draws: number): number =>
  quantile(p, population, successes, draws, 'upper')

export const hypergeometricDistribution: DiscreteDistribution = {
  id: 'hypergeometric',
  title: 'hypergeometric',
  kind: 'discrete',
  parameters: [count('population'), count('successes'), count('draws')],
  support: (population = 0, successes = 0, draws = 0) => support(population, successes, draws),
  pmf: hypergeometricPmf,
  logPmf: hypergeometricLogPmf,
  cdf: hypergeometricCdf,
  upperTail: hypergeometricUpperTail,
  logCdf: hypergeometricLogCdf,
  logUpperTail: hypergeometricLogUpperTail,
  quantile: hypergeometricQuantile,
  upperQuantile: hypergeometricUpperQuantile,
}
