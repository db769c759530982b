import type { Interval, Measure } from '../../model/method.ts'
import { decimalText, points } from '../../report/format.ts'
import { pounds, range } from '../../report/index.ts'
import type { Findings } from '../findings.ts'

/** How estimates of an outcome are written, and in what unit. */
export interface EstimateStyle {
  scale: number
  unit: string
  decimals: number
  format(value: number, decimals?: number): string
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

/** Measures whose numbers do not depend on the outcome's unit, and what they are called. */
const others: Readonly<Record<Exclude<Measure, 'difference'>, EstimateStyle>> = {
  rank_difference: plain('mean ranks', 1),
  ratio: plain('ratio; 1 is no difference', 2),
  odds_ratio: plain('odds ratio; 1 is no difference', 2),
  number_needed: plain('cases for one more with the outcome', 0),
  probability: plain('probability of the larger value; 0.5 is no difference', 4),
}

/** How a contrast of an outcome is written. */
export const styleOf = (findings: Pick<Findings, 'protocol'>, outcome: string, measure: Measure): EstimateStyle =>
  measure === 'difference' ? differenceStyle(findings, outcome) : others[measure]

/** An interval in words: `−0.09 to 0.70`, `at least 1.20`, or the two parts of a set that goes through infinity. */
export function intervalText({ lower, upper, outside }: Interval, { scale, format }: EstimateStyle): string {
  const [low, high] = [scale * lower, scale * upper]
  if (outside) return `up to ${format(low)}, or ${format(high)} and more`
  if (low === -Infinity) return high === Infinity ? 'any value' : `up to ${format(high)}`
  return high === Infinity ? `${format(low)} and more` : range(low, high, value => format(value))
}
