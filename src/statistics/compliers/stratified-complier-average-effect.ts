import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { pairStrata } from '../cells.ts'
import { defineMethod } from '../define-method.ts'
import { eachContrast, stratumLacking } from '../inference.ts'
import { complierAverage, complierOpinions } from './complier-average.ts'

/**
 * By how much an arm changed the outcome of those who took up what it offered, compared within strata.
 *
 * Estimand: as `complierAverageEffect`, over strata at the design's weights W_s: sum of W_s (mu_1s - mu_2s) over the sum of
 * W_s times the share of the stratum that takes it up.
 * Formula: a = sum W_s (R_1s - R_2s) and b = sum W_s Q_1s, with variances and covariance from the clusters of each stratum and
 * from those that have cases in several; else as `complierAverageEffect`.
 *
 * Takes cross-products in arm x stratum; gives the unit of the outcome. A contrast is undefined where an arm has no observed
 * case or one cluster in some stratum, and where `complierAverageEffect` is. Not to be used for matched pairs.
 *
 * Bloom (1984); Angrist, Imbens and Rubin (1996); Fieller (1954); Imbens and Rubin (2015), chapter 9.
 *
 * @example stratifiedComplierAverageEffect.compute(products, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const stratifiedComplierAverageEffect = defineMethod({
  id: 'stratified-complier-average-effect',
  title: 'Complier average effects within strata with Fieller sets',
  requires: 'crossProducts',
  reads: ['uptake'],
  outcomes: ['binary', 'money'],
  pValues: 'each_contrast',
  assumesIndependence: false,
  withinStrata: true,
  citations: [
    { key: 'bloom-1984' },
    { key: 'angrist-imbens-rubin-1996' },
    { key: 'fieller-1954' },
    { key: 'imbens-rubin-2015', at: 'Chapter 9' },
  ],
  compute: (summary: Summary<'crossProducts'>, { level, contrasts }: MethodOptions) =>
    eachContrast(
      contrasts,
      spec => {
        const { strata, lacking } = pairStrata(summary, spec)
        if (lacking.length > 0 || strata.length === 0) return stratumLacking(spec, lacking)
        return complierAverage(summary, spec, strata, level)
      },
      'complier_difference',
    ),
  secondOpinion: complierOpinions,
})
