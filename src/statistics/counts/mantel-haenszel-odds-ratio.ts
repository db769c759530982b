import {
  type Computation,
  type ContrastEstimate,
  type ContrastEstimates,
  type ContrastSpec,
  computed,
  type MethodOptions,
  type ResultOpinion,
  undefinedBecause,
} from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { pairStrata } from '../cells.ts'
import { defineMethod } from '../define-method.ts'
import { eachContrast, stratumLacking } from '../inference.ts'
import { chiSquaredTailOpinion, contrastOpinions } from '../second-opinion.ts'
import { type BreslowDay, breslowDay } from './breslow-day.ts'
import { ratioByNormal, theirLogarithmicLimits } from './logarithmic.ts'
import { requireOneLevel } from './proportion.ts'
import { binomialPairs, type WeightedPair } from './proportion-difference.ts'

/**
 * By what factor the odds of the event differ between two arms, the same in every stratum.
 *
 * Estimand: the odds ratio p_1 (1 - p_2) / (p_2 (1 - p_1)) that the strata have in common.
 * Formula: with a, b the arm's cases with and without the event, c, d the other's and N the cases of both in a stratum,
 * the estimate is R / S, R = sum a d / N, S = sum b c / N. The interval is exp(log(R / S) +/- z se), with Robins, Breslow
 * and Greenland's se^2 = sum P R_s / (2 R^2) + sum (P S_s + Q R_s) / (2 R S) + sum Q S_s / (2 S^2), P = (a + d) / N and
 * Q = (b + c) / N. P is of the Mantel-Haenszel test, z = sum (a - E) / sqrt(sum V) under hypergeometric sampling,
 * uncorrected. The standard error is of the logarithm. Whether the strata do share one odds ratio is tested among the
 * intermediates (Breslow-Day, also with Tarone's correction).
 *
 * Takes counts of one level in arm x stratum. A stratum where both arms' cases all have the event, or none, adds nothing.
 * A contrast is undefined where a stratum has no observed case of one arm (such a stratum tells nothing of the odds
 * ratio: leave it out of the analysis set to estimate from the others), and where R or S is 0. Throws `TrialError` for
 * counts of several levels. Not to be used where the homogeneity test speaks against a common odds ratio.
 *
 * Mantel and Haenszel (1959); Robins, Breslow and Greenland (1986); Breslow and Day (1980); Tarone (1985).
 *
 * @example mantelHaenszelOddsRatio.compute(counts, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const mantelHaenszelOddsRatio = defineMethod({
  id: 'mantel-haenszel-odds-ratio',
  title: 'Odds ratios common to the strata (Mantel-Haenszel)',
  requires: 'counts',
  oneLevel: true,
  pValues: 'each_contrast',
  assumesIndependence: true,
  withinStrata: true,
  citations: [
    { key: 'mantel-haenszel-1959' },
    { key: 'robins-breslow-greenland-1986' },
    { key: 'breslow-day-1980', at: 'Section 4.4' },
    { key: 'tarone-1985' },
  ],
  compute: (summary: Summary<'counts'>, { level, contrasts }: MethodOptions) => {
    requireOneLevel(summary)
    return eachContrast(
      contrasts,
      spec => {
        const { strata, lacking } = pairStrata(summary, spec)
        if (lacking.length > 0 || strata.length === 0) return stratumLacking(spec, lacking)
        return estimateOf(spec, binomialPairs(summary, spec), level)
      },
      'odds_ratio',
    )
  },
  secondOpinion: result => [...contrastOpinions(result, theirLogarithmicLimits), ...homogeneityOpinions(result)],
})

function estimateOf(spec: ContrastSpec, strata: readonly WeightedPair[], level: number): Computation<ContrastEstimate> {
  const parts = strata.map(describe)
  const sum = (value: (part: Part) => number): number => parts.reduce((total, part) => total + value(part), 0)
  const [R, S] = [sum(part => part.r), sum(part => part.s)]
  if (R === 0 && S === 0) {
    return undefinedBecause('no_variation_in_outcome', 'In no stratum do the margins leave the odds a choice.')
  }
  if (R === 0 || S === 0) {
    const arm = R === 0 ? spec.arm : spec.against
    const detail = `No stratum has cases of ${arm} with the event beside cases of the other arm without it.`
    return undefinedBecause('no_events', detail)
  }
  const estimate = R / S
  const variance =
    sum(({ p, r }) => p * r) / (2 * R * R) +
    sum(({ p, q, r, s }) => p * s + q * r) / (2 * R * S) +
    sum(({ q, s }) => q * s) / (2 * S * S)
  const standardError = Math.sqrt(variance)
  const z = sum(part => part.excess) / Math.sqrt(sum(part => part.variance))
  const intermediates = {
    strata: parts.map(({ stratum, n, r, s, excess }) => ({ stratum, n, r, s, excess })),
    breslowDay: breslowDay(strata, estimate),
  }
  return computed(
    ratioByNormal({ spec, estimate, standardError, z, level, method: 'Robins-Breslow-Greenland', intermediates }),
  )
}

function homogeneityOpinions({ contrasts }: ContrastEstimates): ResultOpinion[] {
  return contrasts.flatMap(({ id, computation }) => {
    if (computation.status === 'undefined') return []
    const homogeneity = computation.result.intermediates.breslowDay as BreslowDay | undefined
    const tests = homogeneity === undefined ? [] : [homogeneity.plain, homogeneity.tarone]
    return tests.map(chiSquaredTailOpinion).map(opinion => ({ ...opinion, of: `${opinion.of} of ${id}` }))
  })
}

type Part = ReturnType<typeof describe>

function describe({ stratum, arm, against }: WeightedPair) {
  const n = arm.n + against.n
  const [a, c] = [arm.events, against.events]
  const [b, d] = [arm.n - a, against.n - c]
  return {
    stratum,
    n,
    p: (a + d) / n,
    q: (b + c) / n,
    r: (a * d) / n,
    s: (b * c) / n,
    excess: (a * d - b * c) / n,
    variance: (arm.n / n) * (against.n / n) * (a + c) * ((b + d) / (n - 1)),
  }
}
