import { sumExactly } from '../../core/exact.ts'
import {
  type Computation,
  type ContrastEstimate,
  type ContrastEstimates,
  type ContrastSpec,
  computed,
  type MethodOptions,
} from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { normalUpperTail } from '../../numerics/index.ts'
import { pairStrata } from '../cells.ts'
import { defineMethod } from '../define-method.ts'
import { around, eachContrast, normalCritical, stratumLacking } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { varianceOfSuperiority } from './probability-of-superiority.ts'
import { allTied } from './ranked-arms.ts'
import { nullVarianceOfU, pairsOf, type RankedPair, rankPair, superiority } from './ranked-pair.ts'
import { tiesCaution } from './ties.ts'

interface RankedStratum extends RankedPair {
  stratum: string
}

/**
 * Whether the amounts of one arm tend to be larger than another's, by ranks within strata.
 *
 * Null hypothesis: within every stratum the outcome has the same distribution in both arms; strata may differ. It is not
 * a test of equal means.
 * Estimand: the probability that a case of the arm has more than a case of the other in its stratum, ties counted half,
 * averaged over strata with weights n m / (N + 1), for n and m cases of the arms and N = n + m.
 * Formula: z = sum of (U - n m / 2) / (N + 1) over strata, over the square root of the sum of
 * n m (N^3 - N - T) / (12 N (N - 1) (N + 1)^2); no continuity correction. The weights 1 / (N + 1) are van Elteren's, which
 * serve best where the arms differ alike in all strata.
 * Interval: estimate plus and minus z x standard error by the placements within strata, which hold whatever the
 * distributions, so that it and P may differ near the level; a stratum with one case of an arm, or in which the arms do
 * not overlap, takes the variance of the null hypothesis. Limits are not cut at 0 and 1.
 *
 * Takes frequencies within strata. A contrast is undefined where a stratum of the sample has no case of one of the two arms,
 * or all values tie within every stratum. Not to be used where arms differ one way in some strata and the other way in
 * others, which it adds up, nor where the question is about means or totals of money.
 *
 * van Elteren (1960); Lehmann (1975), pages 132-141.
 *
 * @example vanElteren.compute(frequencies, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const vanElteren = defineMethod({
  id: 'van-elteren',
  title: "van Elteren's test of ranks within strata",
  requires: 'frequencies',
  pValues: 'each_contrast',
  assumesIndependence: true,
  withinStrata: true,
  citations: [{ key: 'van-elteren-1960' }, { key: 'lehmann-1975', at: 'Pages 132-141' }],
  compute: (summary: Summary<'frequencies'>, { level, contrasts }: MethodOptions): Computation<ContrastEstimates> =>
    eachContrast(
      contrasts,
      spec => {
        const { strata, lacking } = pairStrata(summary, spec)
        if (strata.length === 0 || lacking.length > 0) return stratumLacking(spec, lacking)
        const ranked = strata.map(({ stratum, arm, against }) => ({ stratum, ...rankPair(arm, against) }))
        return estimateOf(spec, ranked, level)
      },
      'probability',
    ),
  secondOpinion: symmetricContrastOpinions,
})

function estimateOf(
  spec: ContrastSpec,
  strata: readonly RankedStratum[],
  level: number,
): Computation<ContrastEstimate> {
  const terms = strata.map(pair => termOf(pair))
  const sum = (value: (term: (typeof terms)[number]) => number) => terms.reduce((total, term) => total + value(term), 0)
  const nullVariance = sum(term => term.nullVariance)
  if (nullVariance === 0) return allTied
  const weight = sum(term => term.weight)
  const excess = sum(term => term.excess)
  const estimate = 0.5 + excess / weight
  const standardError = Math.sqrt(sum(term => term.weight ** 2 * term.variance)) / weight
  const z = excess / Math.sqrt(nullVariance)
  const result: ContrastEstimate = {
    ...spec,
    estimate,
    standardError,
    statistic: { symbol: 'z', value: z },
    degreesOfFreedom: undefined,
    pValue: 2 * normalUpperTail(Math.abs(z)),
    interval: around(estimate, normalCritical(level) * standardError, level, 'placements within strata'),
    intermediates: {
      nullHypothesis: 'Within every stratum the outcome has the same distribution in both arms.',
      excess,
      nullVariance,
      strata: terms.map(({ stratum, n, probability, weight: own }) => ({
        stratum,
        n,
        probability,
        weight: own / weight,
      })),
    },
  }
  return computed(
    result,
    tiesCaution(sumExactly(strata.map(pair => pair.largestTieTerm)), sumExactly(strata.map(pair => pair.tieTerm))),
  )
}

/** What a stratum adds, with W = 1 / (N + 1) taken in. */
function termOf(pair: RankedStratum) {
  const following = Number(pair.total) + 1
  return {
    stratum: pair.stratum,
    n: { arm: Number(pair.arm.n), against: Number(pair.against.n) },
    probability: superiority(pair),
    weight: Number(pairsOf(pair)) / following,
    excess: Number(pair.arm.sum - pairsOf(pair)) / (2 * following),
    nullVariance: nullVarianceOfU(pair) / following ** 2,
    variance: varianceOfSuperiority(pair),
  }
}
