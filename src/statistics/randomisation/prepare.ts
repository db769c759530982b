import type { ArmId } from '../../model/ids.ts'
import { type Computation, type MethodOptions, undefinedBecause } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { observedIn } from '../cells.ts'
import { lackingIn, noCasesIn } from '../inference.ts'
import { dealAsAllocated } from './deal.ts'
import { dealingOf } from './dealing.ts'
import { type Population, populationOf } from './setting.ts'
import type { PreparedStatistic, RandomisationStatistic, Setting } from './statistic.ts'
import { type UnitTable, unitTableOf } from './unit-table.ts'

/** Arms whose units are dealt, with what is read of every draw. */
export interface Prepared<P> {
  table: UnitTable
  statistic: P
}

/**
 * Prepares the units of some arms for dealing, their totals being those of the allocation as it was drawn; or says why
 * nothing can be said of them.
 */
export function prepare<P extends Pick<PreparedStatistic, 'reads'>>(
  summary: Summary<'units'>,
  { redraw }: MethodOptions,
  arms: readonly ArmId[],
  { withinStrata }: Pick<RandomisationStatistic, 'withinStrata'>,
  statisticFor: (setting: Setting) => P,
): Prepared<P> | Computation<never> {
  const empty = arms.find(arm => observedIn(summary, arm) === undefined)
  if (empty !== undefined) return noCasesIn(empty)
  if (arms.length < 2) return undefinedBecause('too_few_arms', 'A test needs at least two arms.')
  const dealing = dealingOf(summary, redraw, arms)
  if ('status' in dealing) return dealing
  const lacking = withinStrata ? strataLacking(summary, arms) : []
  if (lacking.length > 0) return { status: 'undefined', ...lackingIn(arms.join(' or in '), lacking) }
  const population = populationOf(summary, dealing, withinStrata ?? false)
  if (oneValue(population)) {
    return undefinedBecause('no_variation_in_outcome', 'Every case has the same value.')
  }
  const statistic = statisticFor(population.setting)
  const table = unitTableOf(population, statistic.reads)
  dealAsAllocated(table)
  return { table, statistic }
}

function strataLacking({ cells }: Summary<'units'>, arms: readonly ArmId[]): string[] {
  const strata = [...new Set(cells.map(({ stratum }) => stratum))]
  return strata.filter(stratum =>
    arms.some(arm => !cells.some(cell => cell.stratum === stratum && cell.arm === arm && cell.data.n > 0)),
  )
}

const oneValue = ({ setting: { events, cases, ranks } }: Population): boolean =>
  events === 0 || (events === cases && ranks.untied === 0)

/** What is remembered of the last options that a summary was prepared for: the chunks of a job come with the same. */
export function rememberLast<V>(
  make: (summary: Summary<'units'>, options: MethodOptions) => V,
): (summary: Summary<'units'>, options: MethodOptions) => V {
  const last = new WeakMap<Summary<'units'>, { options: MethodOptions; value: V }>()
  return (summary, options) => {
    const known = last.get(summary)
    if (known?.options === options) return known.value
    const value = make(summary, options)
    last.set(summary, { options, value })
    return value
  }
}
