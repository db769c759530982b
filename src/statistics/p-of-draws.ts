import type { MonteCarlo } from '../model/method.ts'

/**
 * P estimated from draws under the null hypothesis, of which some are at least as extreme as what was observed:
 * (b + 1) / (m + 1) for b of m draws, with the standard error sqrt(P (1 - P) / m). What was observed counts among the
 * draws, so that P is never 0 and the test keeps its size.
 *
 * Davison and Hinkley (1997), chapter 4.
 *
 * @example pOfDraws(2, 99) // pValue 0.03, standard error 0.01714...
 */
export function pOfDraws(extreme: number, draws: number): { pValue: number; monteCarlo: MonteCarlo } {
  const pValue = (extreme + 1) / (draws + 1)
  return { pValue, monteCarlo: { draws, standardError: Math.sqrt((pValue * (1 - pValue)) / draws) } }
}
