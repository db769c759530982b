import type { Result, Tally } from '../../model/method.ts'
import { pOf } from './distribution.ts'

/** A statistic over redrawn allocations, and as it was observed. */
export interface DrawnStatistic {
  /** Id of the contrast that it is of; `null` of a test over all arms. */
  contrast: string | null
  symbol: string
  observed: number
  /** Of the redraws, in order of replicate. */
  values: Float64Array
  /** Whether values below zero are as extreme as those above. */
  twoSided: boolean
  /** Redraws that are at least as extreme. */
  extreme: number
  pValue: number
}

/**
 * What a randomisation test drew, with what it observed; nothing where it went through all dealings instead. Of contrasts,
 * the statistic is the one that P is of.
 */
export function drawnStatistics(result: Result, tally: Tally): DrawnStatistic[] {
  if (result.kind === 'test') {
    const { value: observed, symbol } = result.statistic
    const values = tally.statistic
    return values === undefined || result.monteCarlo === undefined
      ? []
      : [{ contrast: null, symbol, observed, values, twoSided: false, ...tail(values, observed) }]
  }
  if (result.kind === 'arms') return []
  return result.contrasts.flatMap(({ id, computation }): DrawnStatistic[] => {
    const values = tally[`${id} plain`] ?? tally[`${id} t`]
    if (values === undefined || computation.status === 'undefined') return []
    const { statistic, monteCarlo } = computation.result
    if (statistic === undefined || monteCarlo === undefined) return []
    const { value: observed, symbol } = statistic
    return [
      { contrast: id, symbol, observed, values, twoSided: true, ...tail(values.map(Math.abs), Math.abs(observed)) },
    ]
  })
}

function tail(values: Float64Array, observed: number): Pick<DrawnStatistic, 'extreme' | 'pValue'> {
  const { pValue, found } = pOf({ values }, observed)
  return { pValue, extreme: 'extreme' in found ? found.extreme : values.length }
}
