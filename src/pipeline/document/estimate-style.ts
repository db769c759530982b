import { type Interval, isInUnit, type Measure, type UnitMeasure } from '../../model/method.ts'
import { literal, type NamedNumber, type Results, rangeText, type Text, text, written } from '../../report/index.ts'
import type { Findings } from '../findings.ts'

/** How estimates of an outcome are named, and their intervals said. */
export interface EstimateStyle {
  unit: Text
  /** Where an interval is not said as numbers from the lower to the upper. */
  interval?(limits: Limits): Text
}

/** An interval by the numbers of the report. */
interface Limits {
  lower: NamedNumber
  upper: NamedNumber
  outside?: true | undefined
}

/** Cases for one more, or for one fewer where below 0, rounded outwards: `at least 142 for one more, or at least 1,156 for one fewer`. */
function neededText({ lower, upper, outside }: Limits): Text {
  if (outside) return text`${casesText(upper, null, 'more')}, or ${casesText(lower, null, 'fewer')}`
  if (lower.value < 0 && upper.value > 0) return 'any number'
  return upper.value <= 0 ? casesText(upper, lower, 'fewer') : casesText(lower, upper, 'more')
}

/** Numbers on one side of 0, from that nearer to it. */
function casesText(least: NamedNumber, most: NamedNumber | null, word: 'more' | 'fewer'): Text {
  const from = written(least, { size: true, rounding: 'down' })
  const open = most === null || !Number.isFinite(most.value)
  const cases = open ? text`at least ${from}` : text`${from} to ${written(most, { size: true, rounding: 'up' })}`
  return text`${cases} for one ${word}`
}

/** What measures are called whose numbers do not depend on the outcome's unit. */
function otherStyle(measure: Exclude<Measure, UnitMeasure>): EstimateStyle {
  switch (measure) {
    case 'time_difference':
      return { unit: 'days' }
    case 'hazard_ratio':
      return { unit: text`hazard ratio; ${literal('1')} is no difference` }
    case 'rank_difference':
      return { unit: 'mean ranks' }
    case 'ratio':
      return { unit: text`ratio; ${literal('1')} is no difference` }
    case 'odds_ratio':
      return { unit: text`odds ratio; ${literal('1')} is no difference` }
    case 'number_needed':
      return { unit: 'cases for one more with the outcome', interval: neededText }
    case 'probability':
      return { unit: text`probability of the larger value; ${literal('0.5')} is no difference` }
  }
}

/** How a contrast of an outcome is written. */
export function styleOf({ protocol }: Pick<Findings, 'protocol'>, outcome: string, measure: Measure): EstimateStyle {
  if (!isInUnit(measure)) return otherStyle(measure)
  const money = protocol.outcomes.find(({ id }) => id === outcome)?.type === 'money'
  if (measure === 'difference') return { unit: money ? '£ per case' : 'percentage points' }
  if (measure === 'difference_of_differences')
    return { unit: `${money ? '£ per case' : 'percentage points'} from one difference to the other` }
  return { unit: `${money ? '£' : 'percentage points'} per case that took up what the arm offered` }
}

/** An interval by the ids of its limits. */
export function limitsOf(results: Results, id: string, { outside }: Pick<Interval, 'outside'>): Limits {
  return { lower: results.number(`${id}conf.low`), upper: results.number(`${id}conf.high`), outside }
}

/** An interval in words: `−0.09 to 0.70`, `at least 1.20`, or the two parts of a set that goes through infinity. */
export function intervalText(limits: Limits, style: EstimateStyle): Text {
  if (style.interval !== undefined) return style.interval(limits)
  const { lower, upper, outside } = limits
  if (outside) return text`up to ${written(lower)}, or ${written(upper)} and more`
  if (lower.value === -Infinity) return upper.value === Infinity ? 'any value' : text`up to ${written(upper)}`
  return upper.value === Infinity ? text`${written(lower)} and more` : rangeText(lower, upper)
}
