import type { Interval } from '../../model/method.ts'
import { type Distribution, isAtMost, pOf } from './distribution.ts'
import type { Readings } from './readings.ts'
import type { Quantity, Totals } from './statistic.ts'

/** What the interval of a constant effect reads. */
export const shiftedQuantities: readonly Quantity[] = [
  'cases',
  'units',
  'totals',
  'totalTotals',
  'sizeSizes',
  'totalSizes',
  'shiftedSizes',
  'shiftedTotals',
  'shiftedSizeSizes',
]

/**
 * Under an effect of e on every case, cases that were allocated to the arm would have had e less in the other. On any
 * dealing of the outcomes so adjusted, the difference in means is difference - e x share, and its variance
 * variance - 2 e x covariance + e^2 x shareVariance: a dealing is drawn once and read for every e.
 */
export const shiftedReadings: Readings = {
  difference: totals => meanIn(totals, 0) - meanIn(totals, 1),
  share: totals => shareIn(totals, 0) - shareIn(totals, 1),
  variance: totals => overArms(totals, varianceIn),
  covariance: totals => overArms(totals, covarianceIn),
  shareVariance: totals => overArms(totals, shareVarianceIn),
}

const at = (values: Float64Array, arm: number): number => values[arm] as number
const meanIn = ({ totals, cases }: Totals, arm: number): number => at(totals, arm) / at(cases, arm)
/** Share of the cases dealt to an arm that had been allocated to the first. */
const shareIn = ({ shiftedSizes, cases }: Totals, arm: number): number => at(shiftedSizes, arm) / at(cases, arm)

/** g / (g - 1) / M^2 times a sum over units, of both arms. */
function overArms(totals: Totals, sumIn: (totals: Totals, arm: number) => number): number {
  return [0, 1].reduce((sum, arm) => {
    const [units, cases] = [at(totals.units, arm), at(totals.cases, arm)]
    return sum + ((units / (units - 1)) * sumIn(totals, arm)) / (cases * cases)
  }, 0)
}

function varianceIn(totals: Totals, arm: number): number {
  const mean = meanIn(totals, arm)
  return at(totals.totalTotals, arm) - 2 * mean * at(totals.totalSizes, arm) + mean * mean * at(totals.sizeSizes, arm)
}

function covarianceIn(totals: Totals, arm: number): number {
  const [mean, share] = [meanIn(totals, arm), shareIn(totals, arm)]
  return (
    at(totals.shiftedTotals, arm) -
    share * at(totals.totalSizes, arm) -
    mean * at(totals.shiftedSizeSizes, arm) +
    mean * share * at(totals.sizeSizes, arm)
  )
}

function shareVarianceIn(totals: Totals, arm: number): number {
  const share = shareIn(totals, arm)
  return (1 - 2 * share) * at(totals.shiftedSizeSizes, arm) + share * share * at(totals.sizeSizes, arm)
}

const mostDoublings = 12
const bisections = 60

/**
 * The effects that a one-sided test at each end does not reject, by bisection on the same dealings throughout.
 * `undefined` where an end is never rejected, as where dealings are few.
 */
export function constantEffectInterval(
  observed: { estimate: number; standardError: number },
  read: (name: string) => Distribution,
  level: number,
): Interval | undefined {
  const tail = (1 - level) / 2
  const shifted = readShifted(read)
  const [lower, upper] = ([-1, 1] as const).map(side =>
    boundary(observed, side, effect => isAtMost(tailBeyond(observed, shifted, effect, side), tail)),
  )
  if (lower === undefined || upper === undefined) return undefined
  return { lower, upper, level, method: 'constant effect' }
}

interface Shifted extends Pick<Distribution, 'probabilities'> {
  difference: Float64Array
  share: Float64Array
  variance: Float64Array
  covariance: Float64Array
  shareVariance: Float64Array
}

function readShifted(read: (name: string) => Distribution): Shifted {
  const { probabilities } = read('difference')
  const values = (name: keyof Shifted): Float64Array => read(name).values
  return {
    probabilities,
    difference: values('difference'),
    share: values('share'),
    variance: values('variance'),
    covariance: values('covariance'),
    shareVariance: values('shareVariance'),
  }
}

/** P of a studentised difference as large as the observed one, upwards for the lower end and downwards for the upper. */
function tailBeyond(
  { estimate, standardError }: { estimate: number; standardError: number },
  { difference, share, variance, covariance, shareVariance, probabilities }: Shifted,
  effect: number,
  side: -1 | 1,
): number {
  const values = difference.map((own, i) => {
    const spread =
      (variance[i] as number) - 2 * effect * (covariance[i] as number) + effect * effect * (shareVariance[i] as number)
    return (-side * (own - effect * (share[i] as number))) / Math.sqrt(Math.max(0, spread))
  })
  return pOf({ values, probabilities }, (-side * (estimate - effect)) / standardError).pValue
}

function boundary(
  { estimate, standardError }: { estimate: number; standardError: number },
  side: -1 | 1,
  rejected: (effect: number) => boolean,
): number | undefined {
  let inside = estimate
  let outside = estimate
  for (let k = 0; k <= mostDoublings; k += 1) {
    outside = estimate + side * standardError * 2 ** k
    if (rejected(outside)) break
    if (k === mostDoublings) return undefined
    inside = outside
  }
  for (let i = 0; i < bisections && Math.abs(outside - inside) > 1e-12 * standardError; i += 1) {
    const middle = (inside + outside) / 2
    if (rejected(middle)) outside = middle
    else inside = middle
  }
  return inside
}
