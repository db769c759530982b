import { csvLine } from '../../core/csv-text.ts'
import type { TrialBoundaries } from './trial-boundaries.ts'

const header = ['look', 'information', 'boundary', 'statistic', 'p.value', 'estimate', 'unit', 'effect', 'probability']

/**
 * Boundaries as a tidy table: a row for each look, boundary and effect, with Z, its P alone, the difference in pounds or percentage
 * points, and the chance to stop there under the effect. What never stops a trial has no row.
 *
 * @example tidyBoundaries(trialBoundaries(trial, { looks: '4' }))
 */
export function tidyBoundaries({ outcome, looks, scenarios, sides }: TrialBoundaries): string {
  const isMoney = outcome.unit === 'pence'
  const shown = (value: number): number => (isMoney ? value / 100 : 100 * value)
  const rows = looks.flatMap(({ look, share, efficacy, futility }) =>
    scenarios.flatMap(({ effect, looks: stops }) => {
      const stop = stops[look - 1]
      const row = (boundary: string, z: number, p: number | null, difference: number, chance: number | undefined) => [
        ...[look, share, boundary, z, p, shown(difference)],
        ...[isMoney ? 'pounds' : 'percentage points', shown(effect), chance ?? null],
      ]
      return [
        ...(efficacy === null
          ? []
          : [row('efficacy', efficacy.z, efficacy.nominalP, efficacy.difference, stop?.efficacy)]),
        ...(efficacy === null || sides === 'one'
          ? []
          : [row('harm', -efficacy.z, efficacy.nominalP, -efficacy.difference, stop?.harm)]),
        ...(futility === null ? [] : [row('futility', futility.z, null, futility.difference, stop?.futility)]),
      ]
    }),
  )
  return [header, ...rows].map(csvLine).join('')
}
