import {
  type Computation,
  type ContrastEstimate,
  type ContrastSpec,
  computed,
  type MethodOptions,
  undefinedBecause,
} from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { withCautions } from '../inference.ts'
import { contrastOpinions } from '../second-opinion.ts'
import { ratioByNormal, theirLogarithmicLimits } from './logarithmic.ts'
import { eachPair, noVariationIn, type Pair, singleCaseIn } from './pair.ts'
import { fewEventsCaution } from './proportion.ts'

/**
 * By what factor the probability of the event differs between two arms.
 *
 * Estimand: p_1 / p_2, a declared arm over another.
 * Formula: r = p_1 / p_2, se = sqrt(1 / x_1 - 1 / n_1 + 1 / x_2 - 1 / n_2), interval exp(log r +/- z se), P of log r / se.
 * The standard error is of the logarithm.
 *
 * Takes counts of one level; strata are added up. A contrast is undefined where an arm has fewer than two cases or no
 * event (take Koopman's then), or where every case of both has it. Throws `TrialError` for counts of several levels. Not to be used
 * with few events.
 *
 * Katz, Baptista, Azen and Pike (1978).
 *
 * @example riskRatio.compute(counts, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const riskRatio = defineMethod({
  id: 'risk-ratio',
  title: 'Risk ratios with logarithmic intervals',
  requires: 'counts',
  oneLevel: true,
  pValues: 'each_contrast',
  assumesIndependence: true,
  citations: [{ key: 'katz-et-al-1978' }],
  compute: (summary: Summary<'counts'>, options: MethodOptions) => {
    const estimates = eachPair(summary, options, (pair, spec) => estimateOf(pair, spec, options.level), 'ratio')
    return withCautions(estimates, fewEventsCaution(summary))
  },
  secondOpinion: result => contrastOpinions(result, theirLogarithmicLimits),
})

function estimateOf(pair: Pair, spec: ContrastSpec, level: number): Computation<ContrastEstimate> {
  const single = singleCaseIn(pair, spec)
  if (single !== undefined) return single
  const { arm, against } = pair
  const without = arm.events === 0 ? spec.arm : against.events === 0 ? spec.against : undefined
  if (without !== undefined) return undefinedBecause('no_events', `No case of ${without} has the event.`)
  const variances = [arm, against].map(({ events, n }) => (n - events) / (events * n))
  const standardError = Math.sqrt((variances[0] ?? 0) + (variances[1] ?? 0))
  if (standardError === 0) return noVariationIn(spec)
  const estimate = (arm.events * against.n) / (against.events * arm.n)
  const intermediates = { arm, against, variancesOfLogarithm: variances }
  return computed(ratioByNormal({ spec, estimate, standardError, level, method: 'log', intermediates }))
}
