import { combinationsOf } from '../../core/lists.ts'
import type { Counts, Summary } from '../../model/summary.ts'
import { exactConditionalPearson, newcombeDifference, pearsonChiSquared } from '../../statistics/index.ts'
import { emptyReading, noReading, type Reading, reading } from './measure.ts'
import type { TrialState, WatchedCase } from './state.ts'

const level = 0.95
/** Cases up to which every table is gone through. */
const mostForExact = 5000

/** P that cases with something are as frequent in every arm, with the largest difference of two arms and its interval. */
export function differenceBetweenArms(
  { protocol }: Pick<TrialState, 'protocol'>,
  cases: readonly WatchedCase[],
  found: ReadonlySet<string>,
  what: string,
): Reading {
  const arms = protocol.arms.map(({ id }) => id).filter(arm => cases.some(each => each.arm === arm))
  if (arms.length < 2) return emptyReading('It concerns the cases of fewer than two arms.')
  if (found.size === 0) return emptyReading(`No case is ${what}.`)
  const summary = countsOf(arms, cases, found)
  const method = cases.length <= mostForExact ? exactConditionalPearson : pearsonChiSquared
  const test = method.compute(summary, { level, contrasts: [] })
  if (test.status === 'undefined') return noReading(test.detail)
  return reading(test.result.pValue, largestDifference(summary, arms))
}

function countsOf(
  arms: readonly string[],
  cases: readonly WatchedCase[],
  found: ReadonlySet<string>,
): Summary<'counts'> {
  const cells = arms.map(arm => {
    const within = cases.filter(each => each.arm === arm)
    const data: Counts = {
      n: within.length,
      missing: 0,
      events: { yes: within.filter(({ id }) => found.has(id)).length },
    }
    return { arm, stratum: 'all', data }
  })
  return {
    kind: 'counts',
    outcome: 'found',
    unit: { kind: 'case' },
    largestCluster: 1,
    arms,
    control: arms[0] ?? '',
    cells,
  }
}

/** Of the two arms that differ most: by how many percentage points, with the interval. Names no arm. */
function largestDifference(summary: Summary<'counts'>, arms: readonly string[]): string {
  const pairs = combinationsOf([arms, arms]).filter(
    ([arm = '', against = '']) => arms.indexOf(arm) < arms.indexOf(against),
  )
  const contrasts = pairs.map(([arm = '', against = '']) => ({ id: `${arm}-${against}`, arm, against }))
  const computation = newcombeDifference.compute(summary, { level, contrasts })
  if (computation.status === 'undefined') return computation.detail
  const sizes = computation.result.contrasts.flatMap(({ computation: each }) =>
    each.status === 'computed' ? [{ estimate: each.result.estimate, interval: each.result.interval }] : [],
  )
  const [largest] = sizes.toSorted((a, b) => Math.abs(b.estimate) - Math.abs(a.estimate))
  if (largest === undefined) return 'no difference can be given'
  const { estimate, interval } = largest
  const turned = estimate < 0 ? [-interval.upper, -interval.lower] : [interval.lower, interval.upper]
  const points = (value: number): string => (100 * value).toFixed(2).replace('-', '−')
  return `largest difference ${points(Math.abs(estimate))} percentage points, 95% interval ${points(turned[0] ?? 0)} to ${points(turned[1] ?? 0)}`
}
