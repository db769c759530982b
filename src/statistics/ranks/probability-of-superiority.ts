import { nullVarianceOfU, pairsOf, placementVariances, type RankedPair } from './ranked-pair.ts'

/**
 * Variance of the probability of superiority whatever the two distributions are, from the placements. Where these have no
 * say (an arm of one case, or no overlap of the arms), its variance if both arms had one distribution.
 */
export function varianceOfSuperiority(pair: RankedPair): number {
  if (pair.arm.n > 1n && pair.against.n > 1n) {
    const [arm, against] = placementVariances(pair)
    if (arm + against > 0) return arm + against
  }
  return nullVarianceOfU(pair) / Number(pairsOf(pair)) ** 2
}
