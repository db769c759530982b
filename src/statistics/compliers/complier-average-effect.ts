import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { collapseStrata } from '../../summaries/index.ts'
import { pairStrata } from '../cells.ts'
import { defineMethod } from '../define-method.ts'
import { eachContrast, noCasesIn } from '../inference.ts'
import { complierAverage, complierOpinions } from './complier-average.ts'

/**
 * By how much an arm changed the outcome of those who took up what it offered, where nobody else could.
 *
 * Estimand: the mean effect among those who take it up if offered, under the exclusion restriction that the offer changes
 * nothing for the others (printed with every result).
 * Formula: a / b, a the difference in means over all cases (intention to treat), b the share of the arm that took it up. In an
 * arm, clusters of size m, total t and d takers give the variances of the means R = T / M and Q = D / M and their covariance
 * c = g / (g - 1) x sum of (t - R m)(d - Q m) / M^2; cases allocated singly are clusters of one. The standard error is the delta
 * method's, sqrt(v_a - 2 (a / b) c + (a / b)^2 v_b) / b; the interval is Fieller's set, which may be two rays or the whole line.
 * The test is that of the difference over all cases, z = a / sqrt(v_a): if the effect is none, so is that.
 *
 * Takes cross-products of a binary outcome or of minor units with the uptake; gives the unit of the outcome; strata are added
 * up. A contrast is undefined where cases of the other arm took it up, where nobody did, where an arm has no case or one
 * cluster, and where nothing varies. Not to be used where the offer itself may change what people do.
 *
 * Bloom (1984); Angrist, Imbens and Rubin (1996); Fieller (1954); Cochran (1977), chapters 6 and 9A.
 *
 * @example complierAverageEffect.compute(products, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const complierAverageEffect = defineMethod({
  id: 'complier-average-effect',
  title: 'Complier average effects with Fieller sets',
  requires: 'crossProducts',
  reads: ['uptake'],
  outcomes: ['binary', 'money'],
  pValues: 'each_contrast',
  assumesIndependence: false,
  citations: [
    { key: 'bloom-1984' },
    { key: 'angrist-imbens-rubin-1996' },
    { key: 'fieller-1954' },
    { key: 'cochran-1977', at: 'Chapters 6 and 9A' },
  ],
  compute: (summary: Summary<'crossProducts'>, { level, contrasts }: MethodOptions) => {
    const whole = collapseStrata(summary)
    return eachContrast(
      contrasts,
      spec => {
        const { strata } = pairStrata(whole, spec)
        if (strata.length > 0) return complierAverage(whole, spec, strata, level)
        const isSeen = whole.cells.some(cell => cell.arm === spec.arm && cell.data.n > 0)
        return noCasesIn(isSeen ? spec.against : spec.arm)
      },
      'complier_difference',
    )
  },
  secondOpinion: complierOpinions,
})
