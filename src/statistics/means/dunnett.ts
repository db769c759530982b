import { type MethodOptions, undefinedBecause } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { dunnettUpperQuantile, dunnettUpperTail } from '../../numerics/index.ts'
import { defineMethod } from '../define-method.ts'
import { eachContrast, withCautions } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { skewCaution } from './mean.ts'
import { allArms } from './one-way.ts'
import { pooledContrast } from './pooled.ts'
import { withSimultaneous } from './simultaneous.ts'

/**
 * By how much the mean of an arm differs from the control's, with intervals that hold for all arms together.
 *
 * Estimand: the mean in an arm minus the mean in the control.
 * Formula: t = (m_a - m_0) / sqrt(s^2 (1 / n_a + 1 / n_0)), s^2 the sum of squares within all arms over N - k. The
 * estimate's own P and interval are Student's; the simultaneous ones are P(max |T_i| > |t|) and d +- its critical value
 * x standard errors, where the T_i of the arms have correlations l_i l_j, l_i = sqrt(n_i / (n_i + n_0)).
 *
 * Takes moments in minor units; strata are added up; gives minor units. Undefined where an arm has no case, every arm has
 * one, or no arm has any variation; a contrast is where the control is not one of its arms. Not to be used where variances differ: take
 * Games and Howell's.
 *
 * Dunnett (1955).
 *
 * @example dunnett.compute(moments, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const dunnett = defineMethod({
  id: 'dunnett',
  title: "Differences in means from the control by Dunnett's, all arms together",
  requires: 'moments',
  pValues: 'each_contrast',
  simultaneous: true,
  assumesIndependence: true,
  citations: [{ key: 'dunnett-1955' }],
  compute: (summary: Summary<'moments'>, { level, contrasts }: MethodOptions) => {
    const found = allArms(summary)
    if ('status' in found) return found
    const { arms } = found
    const { control } = summary
    const ofControl = arms.find(({ arm }) => arm === control)?.n ?? 0
    const loadings = arms.flatMap(({ arm, n }) => (arm === control ? [] : [Math.sqrt(n / (n + ofControl))]))
    const computedContrasts = eachContrast(contrasts, spec => {
      if (spec.arm !== control && spec.against !== control) {
        return undefinedBecause('not_against_control', `Neither ${spec.arm} nor ${spec.against} is the control.`)
      }
      return withSimultaneous(pooledContrast(arms, spec, level), ({ degreesOfFreedom = Infinity }) => ({
        method: 'Dunnett',
        comparisons: loadings.length,
        upperTail: t => dunnettUpperTail(t, loadings, degreesOfFreedom),
        critical: p => dunnettUpperQuantile(p, loadings, degreesOfFreedom),
      }))
    })
    return withCautions(computedContrasts, skewCaution(summary))
  },
  secondOpinion: symmetricContrastOpinions,
})
