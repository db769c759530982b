import {
  type Computation,
  type ContrastEstimate,
  type ContrastEstimates,
  type ContrastSpec,
  computed,
  type MethodOptions,
  undefinedBecause,
} from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { studentTUpperTail } from '../../numerics/index.ts'
import { defineMethod } from '../define-method.ts'
import { around, eachContrast, satterthwaite, studentTCritical } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { pairsOf, placementVariances, type RankedPair, rankedPairOf, superiority, tooFewCases } from './ranked-pair.ts'
import { tiesCaution } from './ties.ts'

/**
 * The probability that a case of one arm has more than a case of another, ties counted half, with its test and interval.
 *
 * Null hypothesis: that probability p is a half, whatever the shapes and spreads of the two distributions. It is neither
 * that they are equal nor that their means are. Above a half favours the arm over the one it is held against.
 * Formula: p = U / (n m). S_i^2 is the sample variance of an arm's placements (for each case, how many of the other arm's
 * lie below it plus half of those that tie: its rank among both arms less that within its own). v = S_1^2 / (n m^2) +
 * S_2^2 / (m n^2), t = (p - 1/2) / sqrt(v), with the Satterthwaite degrees of freedom of the two terms, n - 1 and m - 1.
 * Interval: p +/- t x sqrt(v); limits are not cut at 0 and 1.
 *
 * Takes frequencies; strata are added up, and only the cases of the two arms are ranked. A contrast is undefined where
 * an arm has fewer than two cases, all values tie, or the arms do not overlap (then v is 0). Not to be used with fewer
 * than about ten cases in an arm, nor where the question is about means or totals of money.
 *
 * Brunner and Munzel (2000).
 *
 * @example brunnerMunzel.compute(frequencies, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const brunnerMunzel = defineMethod({
  id: 'brunner-munzel',
  title: 'Brunner-Munzel test of the probability of superiority',
  requires: 'frequencies',
  pValues: 'each_contrast',
  assumesIndependence: true,
  citations: [{ key: 'brunner-munzel-2000' }, { key: 'satterthwaite-1946' }],
  compute: (summary: Summary<'frequencies'>, { level, contrasts }: MethodOptions): Computation<ContrastEstimates> =>
    eachContrast(
      contrasts,
      spec => {
        const pair = rankedPairOf(summary, spec)
        return 'status' in pair ? pair : estimateOf(spec, pair, level)
      },
      'probability',
    ),
  secondOpinion: symmetricContrastOpinions,
})

function estimateOf(spec: ContrastSpec, pair: RankedPair, level: number): Computation<ContrastEstimate> {
  if (pair.arm.n < 2n) return tooFewCases(spec.arm)
  if (pair.against.n < 2n) return tooFewCases(spec.against)
  const [arm, against] = placementVariances(pair)
  if (arm + against === 0) return noOverlap(spec, superiority(pair))
  const [n, m] = [Number(pair.arm.n), Number(pair.against.n)]
  const degreesOfFreedom = satterthwaite([
    { variance: arm, degreesOfFreedom: n - 1 },
    { variance: against, degreesOfFreedom: m - 1 },
  ])
  const estimate = superiority(pair)
  const standardError = Math.sqrt(arm + against)
  const t = (estimate - 0.5) / standardError
  const pairs = Number(pairsOf(pair))
  const result: ContrastEstimate = {
    ...spec,
    estimate,
    standardError,
    statistic: { symbol: 't', value: t },
    degreesOfFreedom,
    pValue: 2 * studentTUpperTail(Math.abs(t), degreesOfFreedom),
    interval: around(estimate, studentTCritical(level, degreesOfFreedom) * standardError, level, 'Brunner-Munzel'),
    intermediates: {
      nullHypothesis: 'A case of either arm is as likely to have more than a case of the other, ties counted half.',
      n: { arm: n, against: m },
      U: Number(pair.arm.sum) / 2,
      placementVariances: { arm: arm * pairs * m, against: against * pairs * n },
    },
  }
  return computed(result, tiesCaution(pair.largestTieTerm, pair.tieTerm))
}

function noOverlap({ arm, against }: ContrastSpec, estimate: number): Computation<never> {
  const [more, less] = estimate > 0.5 ? [arm, against] : [against, arm]
  const detail = `Every case of ${more} has more than every case of ${less}, so the placements have no variance.`
  return undefinedBecause('zero_variance', detail)
}
