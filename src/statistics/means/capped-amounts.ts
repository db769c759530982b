import { type Computation, type ContrastEstimates, type MethodOptions, undefinedBecause } from '../../model/method.ts'
import type { Frequencies, Summary } from '../../model/summary.ts'
import { deriveMoments } from '../../summaries/index.ts'
import { armsOf } from '../cells.ts'
import { eachContrast, withCautions } from '../inference.ts'
import { skewCaution } from './mean.ts'
import { welchContrast } from './welch.ts'

/**
 * Differences in means by Welch's t, amounts above the cap counting as the cap; says how many cases of each arm were.
 */
export function cappedDifferences(
  summary: Summary<'frequencies'>,
  { level, contrasts }: MethodOptions,
  cap: number,
): Computation<ContrastEstimates> {
  const moments = deriveMoments({
    ...summary,
    cells: summary.cells.map(cell => ({ ...cell, data: capped(cell.data, cap) })),
  })
  const casesAbove = Object.fromEntries(armsOf(summary).map(({ arm, data }) => [arm, countAbove(data, cap)]))
  const differences = eachContrast(contrasts, spec => {
    const computation = welchContrast(moments, spec, level)
    if (computation.status === 'undefined') return computation
    const { result } = computation
    return { ...computation, result: { ...result, intermediates: { ...result.intermediates, cap, casesAbove } } }
  })
  return withCautions(differences, skewCaution(moments))
}

/** Why a method that needs a setting has no answer without it. */
export const settingNeeded = (setting: string): Computation<never> =>
  undefinedBecause('needs_setting', `The analysis sets no ${setting}.`)

const capped = (data: Frequencies, cap: number): Frequencies => ({
  ...data,
  values: data.values.map(([value, count]) => [Math.min(value, cap), count] as const),
})

const countAbove = (data: Frequencies | undefined, cap: number): number =>
  (data?.values ?? []).reduce((cases, [value, count]) => (value > cap ? cases + count : cases), 0)
