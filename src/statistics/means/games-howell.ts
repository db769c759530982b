import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { eachContrast, withCautions } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { skewCaution } from './mean.ts'
import { allArms } from './one-way.ts'
import { allPairs, withSimultaneous } from './simultaneous.ts'
import { welchContrast } from './welch.ts'

/**
 * By how much the mean differs between two arms, whatever their variances, with intervals that hold for all pairs of
 * arms together.
 *
 * Estimand: the mean in an arm minus the mean in another.
 * Formula: t and its degrees of freedom are Welch's, and so are the estimate's own P and interval; the simultaneous ones
 * are P(Q > sqrt(2) |t|) and d +- q / sqrt(2) standard errors, for the studentised range Q of k means with these degrees of freedom.
 *
 * Takes moments in minor units; strata are added up; gives minor units. Undefined where an arm has no case; a contrast is
 * where one of its arms has fewer than two cases, or neither has any variation. With fewer than about six cases an arm
 * its error can exceed the level.
 *
 * Games and Howell (1976); Welch (1947).
 *
 * @example gamesHowell.compute(moments, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const gamesHowell = defineMethod({
  id: 'games-howell',
  title: "Differences in means by Games and Howell's, all pairs together",
  requires: 'moments',
  pValues: 'each_contrast',
  simultaneous: true,
  assumesIndependence: true,
  citations: [{ key: 'games-howell-1976' }, { key: 'welch-1947' }],
  compute: (summary: Summary<'moments'>, { level, contrasts }: MethodOptions) => {
    const found = allArms(summary)
    if ('status' in found) return found
    const { arms } = found
    const computedContrasts = eachContrast(contrasts, spec =>
      withSimultaneous(welchContrast(summary, spec, level), contrast =>
        allPairs('Games-Howell', arms.length, contrast),
      ),
    )
    return withCautions(computedContrasts, skewCaution(summary))
  },
  secondOpinion: symmetricContrastOpinions,
})
