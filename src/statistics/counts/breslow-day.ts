import type { TestResult } from '../../model/method.ts'
import { chiSquaredUpperTail, findRoot } from '../../numerics/index.ts'
import type { WeightedPair } from './proportion-difference.ts'

/** Breslow and Day's test that strata share one odds ratio, plain and with Tarone's correction. */
export interface BreslowDay {
  plain: ChiSquared
  /** The statistic less (sum of (a - A))^2 / sum of v: chi-squared also where the common odds ratio is Mantel-Haenszel's. */
  tarone: ChiSquared
  /** A in each stratum. */
  fitted: Readonly<Record<string, number>>
}

type ChiSquared = Pick<TestResult, 'statistic' | 'degreesOfFreedom' | 'pValue'>

type Pair = Pick<WeightedPair, 'stratum' | 'arm' | 'against'>

/**
 * Sum over strata of (a - A)^2 / v, with A the events of the arm that give the stratum the common odds ratio at its
 * margins and 1/v the sum of the reciprocals of the four cells fitted so. Strata whose margins leave no choice are left
 * out; of fewer than two others there is no test.
 *
 * Breslow and Day (1980), Tarone (1985).
 */
export function breslowDay(strata: readonly Pair[], oddsRatio: number): BreslowDay | undefined {
  const fits = strata.filter(hasChoice).map(pair => ({ pair, ...fittedTo(pair, oddsRatio) }))
  if (fits.length < 2) return undefined
  let [statistic, distance, total] = [0, 0, 0]
  for (const { pair, fitted, variance } of fits) {
    const away = pair.arm.events - fitted
    statistic += (away * away) / variance
    distance += away
    total += variance
  }
  const test = (symbol: string, value: number): ChiSquared => {
    const degreesOfFreedom = fits.length - 1
    return { statistic: { symbol, value }, degreesOfFreedom, pValue: chiSquaredUpperTail(value, degreesOfFreedom) }
  }
  return {
    plain: test('Breslow-Day X²', statistic),
    tarone: test('Tarone X²', Math.max(0, statistic - (distance * distance) / total)),
    fitted: Object.fromEntries(fits.map(({ pair, fitted }) => [pair.stratum, fitted])),
  }
}

const hasChoice = ({ arm, against }: Pair): boolean => {
  const events = arm.events + against.events
  return events > 0 && events < arm.n + against.n
}

/** The root A of A (n_2 - m + A) = psi (m - A)(n_1 - A), between the least and the most that the margins allow. */
function fittedTo({ arm, against }: Pair, oddsRatio: number): { fitted: number; variance: number } {
  const events = arm.events + against.events
  const cellsAt = (a: number) => [a, against.n - events + a, events - a, arm.n - a] as const
  const unbalanced = (x: number): number => {
    const [a, d, b, c] = cellsAt(x)
    return a * d - oddsRatio * b * c
  }
  const fitted = findRoot(unbalanced, Math.max(0, events - against.n), Math.min(events, arm.n))
  return { fitted, variance: 1 / cellsAt(fitted).reduce((sum, cell) => sum + 1 / cell, 0) }
}
