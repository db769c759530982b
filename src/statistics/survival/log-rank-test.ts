import { sumOf } from '../../core/lists.ts'
import type { ArmId } from '../../model/ids.ts'
import { type Computation, computed, type TestResult, undefinedBecause } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { chiSquaredUpperTail, independentRows, type Matrix, solveLower } from '../../numerics/index.ts'
import { observedIn } from '../cells.ts'
import { noCasesIn } from '../inference.ts'
import type { EventDay } from './event-days.ts'

/** Share of its own variance below which an arm tells nothing that the others do not: arms of which none is at risk with another. */
const leastOwnVariance = 1e-12

/** The log-rank test over days of events. */
export function logRankTest(
  summary: Summary<'eventTimes'>,
  daysOf: (arms: readonly ArmId[]) => readonly EventDay[],
  nullHypothesis: string,
): Computation<TestResult> {
  const { arms } = summary
  const empty = arms.find(arm => observedIn(summary, arm) === undefined)
  if (empty !== undefined) return noCasesIn(empty)
  if (arms.length < 2) return undefinedBecause('too_few_arms', 'A test needs at least two arms.')
  const days = daysOf(arms)
  const { observed, expected, covariance } = scoreOf(days, arms.length)
  // The rows of all arms add up to nothing, so that the last one is left out.
  const free = covariance.slice(0, -1).map(row => row.slice(0, -1))
  const { kept, factor } = independentRows(free, leastOwnVariance)
  if (kept.length === 0) return untold(days)
  const solved = solveLower(
    factor,
    kept.map(arm => (observed[arm] as number) - (expected[arm] as number)),
  )
  const value = sumOf(solved.map(each => each * each))
  return computed({
    kind: 'test',
    statistic: { symbol: 'X²', value },
    degreesOfFreedom: kept.length,
    pValue: chiSquaredUpperTail(value, kept.length),
    nullHypothesis,
    intermediates: {
      arms: arms.map((arm, index) => ({ arm, observed: observed[index], expected: expected[index] })),
      covariance: free,
    },
  })
}

/** Why no day tells arms apart. */
function untold(days: readonly EventDay[]): Computation<never> {
  const isShared = ({ atRisk }: EventDay): boolean => atRisk.filter(cases => cases > 0).length > 1
  return days.some(isShared)
    ? undefinedBecause('no_variation_in_outcome', 'On every day with an event, all cases at risk had it.')
    : undefinedBecause('no_events', 'No case had the event while cases of two arms were at risk.')
}

function scoreOf(
  days: readonly EventDay[],
  arms: number,
): { observed: number[]; expected: number[]; covariance: Matrix } {
  const indices = [...new Array(arms).keys()]
  const over = (value: (day: EventDay, n: number, d: number) => number): number =>
    days.reduce((sum, day) => sum + value(day, sumOf(day.atRisk), sumOf(day.events)), 0)
  return {
    observed: indices.map(a => over(({ events }) => events[a] as number)),
    expected: indices.map(a => over(({ atRisk }, n, d) => (d * (atRisk[a] as number)) / n)),
    covariance: indices.map(a =>
      indices.map(b =>
        over(({ atRisk }, n, d) => {
          if (n < 2) return 0
          const share = (atRisk[a] as number) / n
          return ((d * (n - d)) / (n - 1)) * share * ((a === b ? 1 : 0) - (atRisk[b] as number) / n)
        }),
      ),
    ),
  }
}
