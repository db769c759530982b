import type { Interval, Measure } from '../../model/method.ts'
import { count, decimalText, points, pounds, range, roundDown, roundUp } from '../../report/index.ts'
import type { Findings } from '../findings.ts'

/** How estimates of an outcome are written, and in what unit. */
export interface EstimateStyle {
  scale: number
  unit: string
  decimals: number
  format(value: number, decimals?: number): string
  /** Where an interval is not said as numbers from the lower to the upper. */
  interval?(interval: Interval): string
}

/** How differences of an outcome are written: percentage points or pounds per case. */
export function differenceStyle({ protocol }: Pick<Findings, 'protocol'>, outcome: string): EstimateStyle {
  const money = protocol.outcomes.find(({ id }) => id === outcome)?.type === 'money'
  return money
    ? { scale: 0.01, unit: '£ per case', decimals: 2, format: (value, decimals = 2) => pounds(value, decimals) }
    : { scale: 100, unit: 'percentage points', decimals: 2, format: (value, decimals = 2) => points(value, decimals) }
}

const plain = (unit: string, usual: number): EstimateStyle => ({
  scale: 1,
  unit,
  decimals: usual,
  // A ratio to nothing is infinite.
  format: (value, decimals = usual) => (Number.isFinite(value) ? decimalText(value, decimals) : value > 0 ? '∞' : '−∞'),
})

/** Cases for one more, or for one fewer where below 0, rounded outwards: `at least 142 for one more, or at least 1,156 for one fewer`. */
function neededText({ lower, upper, outside }: Interval): string {
  if (outside) return `${casesText(upper, Infinity)}, or ${casesText(-Infinity, lower)}`
  if (lower < 0 && upper > 0) return 'any number'
  return casesText(lower, upper)
}

/** Numbers on one side of 0. */
function casesText(lower: number, upper: number): string {
  const fewer = upper <= 0
  const [least, most] = fewer ? [-upper, -lower] : [lower, upper]
  const from = count(roundDown(least, 0))
  return `${most === Infinity ? `at least ${from}` : `${from} to ${count(roundUp(most, 0))}`} for one ${fewer ? 'fewer' : 'more'}`
}

/** Measures whose numbers do not depend on the outcome's unit, and what they are called. */
const others: Readonly<Record<Exclude<Measure, 'difference' | 'complier_difference'>, EstimateStyle>> = {
  rank_difference: plain('mean ranks', 1),
  ratio: plain('ratio; 1 is no difference', 2),
  odds_ratio: plain('odds ratio; 1 is no difference', 2),
  number_needed: { ...plain('cases for one more with the outcome', 0), interval: neededText },
  probability: plain('probability of the larger value; 0.5 is no difference', 4),
}

/** How a contrast of an outcome is written. */
export function styleOf(findings: Pick<Findings, 'protocol'>, outcome: string, measure: Measure): EstimateStyle {
  if (measure === 'difference') return differenceStyle(findings, outcome)
  if (measure !== 'complier_difference') return others[measure]
  const style = differenceStyle(findings, outcome)
  const unit = style.unit.replace(/ per case$/, '')
  return { ...style, unit: `${unit} per case that took up what the arm offered` }
}

/** An interval in words: `−0.09 to 0.70`, `at least 1.20`, or the two parts of a set that goes through infinity. */
export function intervalText(interval: Interval, { scale, format, interval: own }: EstimateStyle): string {
  if (own !== undefined) return own(interval)
  const { lower, upper, outside } = interval
  const [low, high] = [scale * lower, scale * upper]
  if (outside) return `up to ${format(low)}, or ${format(high)} and more`
  if (low === -Infinity) return high === Infinity ? 'any value' : `up to ${format(high)}`
  return high === Infinity ? `${format(low)} and more` : range(low, high, value => format(value))
}
