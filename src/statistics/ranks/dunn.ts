import { ratio } from '../../core/exact.ts'
import { type Computation, type ContrastEstimates, computed, type MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { byNormal, eachContrast, noCasesIn } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { equalInBoth } from './mann-whitney.ts'
import { allTied, everyArm, meanRank } from './ranked-arms.ts'
import { tiesCaution } from './ties.ts'

/**
 * Which arms differ in the ranks of a numeric outcome: pairs of arms by the ranks of the Kruskal-Wallis test.
 *
 * Null hypothesis of a contrast: the outcome has the same distribution in both arms. It is not a test of equal means.
 * Estimand: the mean rank of the arm minus that of the other, among the cases of all arms.
 * Formula: z = difference / sqrt((N^3 - N - T) / (12 (N - 1)) x (1 / n_1 + 1 / n_2)) with T = sum of t^3 - t over groups of
 * t tied values; P and interval by the normal distribution, with the variance of the null hypothesis.
 *
 * Takes ranks over all cells together, with mid-ranks for ties; strata are added up; gives ranks, not money. P is not
 * adjusted for the number of contrasts: a plan's families do that. A contrast is undefined where an arm has no case or
 * all values tie. Not to be used where other arms should not bear on a contrast, since all are ranked together.
 *
 * Dunn (1964).
 *
 * @example dunn.compute(ranks, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const dunn = defineMethod({
  id: 'dunn',
  title: "Dunn's test of differences in mean ranks",
  requires: 'ranks',
  pValues: 'each_contrast',
  assumesIndependence: true,
  citations: [{ key: 'dunn-1964' }],
  compute: (summary: Summary<'ranks'>, { level, contrasts }: MethodOptions): Computation<ContrastEstimates> => {
    const ranked = everyArm(summary)
    return eachContrast(
      contrasts,
      spec => {
        const { arms, total, tieTerm, largestTieTerm, untied } = ranked
        const [arm, against] = [spec.arm, spec.against].map(id => arms.find(each => each.arm === id && each.n > 0n))
        if (arm === undefined) return noCasesIn(spec.arm)
        if (against === undefined) return noCasesIn(spec.against)
        if (untied === 0n) return allTied
        const variance = ratio(untied * (arm.n + against.n), 12n * (total - 1n) * arm.n * against.n)
        const result = byNormal({
          spec,
          estimate: ratio(arm.doubledRankSum * against.n - against.doubledRankSum * arm.n, 2n * arm.n * against.n),
          standardError: Math.sqrt(variance),
          level,
          method: 'Dunn',
          intermediates: {
            nullHypothesis: equalInBoth,
            n: Number(total),
            meanRanks: { arm: meanRank(arm), against: meanRank(against) },
            tieTerm: Number(tieTerm),
          },
        })
        return computed(result, tiesCaution(largestTieTerm, tieTerm))
      },
      'rank_difference',
    )
  },
  secondOpinion: symmetricContrastOpinions,
})
