import { penceAsPounds, points } from './format.ts'
import { levelText } from './words.ts'

// Sentences for readers who do not work with statistics. Each is made from the numbers alone and claims no more than they do.

/** What a contrast is about: a share of cases (differences from −1 to 1), or an amount per case in pence. */
export type PlainUnit = 'share' | 'money'

/** A contrast as the plan judges it. */
export interface PlainContrast {
  arm: string
  against: string
  estimate: number
  lower: number
  upper: number
  unit: PlainUnit
  /** P as the plan reads it, adjusted where its family says so; absent where the analysis gives none. */
  pValue: number | undefined
  /** Comparisons that P was adjusted for; 1 where it was not. */
  comparisons: number
  alpha: number
}

/** Whether a contrast shows a difference, by the plan's test, else by its interval. */
export function isShown({ pValue, alpha, ...contrast }: PlainContrast): boolean {
  return pValue === undefined ? excludesNone(contrast) : pValue < alpha
}

const excludesNone = ({ lower, upper }: Pick<PlainContrast, 'lower' | 'upper'>): boolean => lower > 0 || upper < 0

const words: Readonly<Record<PlainUnit, { more: string; less: string; each: string; size(value: number): string }>> = {
  share: {
    more: 'higher',
    less: 'lower',
    each: '',
    size: value => `${points(100 * Math.abs(value))} percentage points`,
  },
  money: { more: 'more', less: 'less', each: ' per case', size: value => penceAsPounds(Math.abs(value)) },
}

/** `0.30 percentage points higher`, `£0.13 less per case`. */
export function plainAmount(value: number, unit: PlainUnit): string {
  const { more, less, each, size } = words[unit]
  if (isNothing(size(value))) return 'no different to two decimals'
  return `${size(value)} ${value > 0 ? more : less}${each}`
}

/** `from £0.87 less to £4.61 more`, `from £1.20 to £4.61 more`. */
export function plainRange(lower: number, upper: number, unit: PlainUnit): string {
  const { more, less } = words[unit]
  const size = (value: number): string => words[unit].size(value).replace('percentage ', '')
  const side = (value: number): string =>
    isNothing(size(value)) ? 'no difference' : `${size(value)} ${value > 0 ? more : less}`
  return lower > 0 === upper > 0 && !isNothing(size(lower)) && !isNothing(size(upper))
    ? `from ${size(lower)} to ${side(upper)}`
    : `from ${side(lower)} to ${side(upper)}`
}

/** Whether a size was rounded to zero. */
const isNothing = (size: string): boolean => !/[1-9]/.test(size)

/** A contrast and what it shows, in two sentences. */
export function plainContrast(contrast: PlainContrast): string {
  const { arm, against, estimate, lower, upper, unit } = contrast
  return `${arm} against ${against}: ${plainAmount(estimate, unit)}. The data fit anything ${plainRange(lower, upper, unit)}${conclusion(contrast)}`
}

function conclusion(contrast: PlainContrast): string {
  const [shown, excludes] = [isShown(contrast), excludesNone(contrast)]
  if (shown && excludes) return ', so a difference is shown.'
  if (!shown && !excludes) return ', so a difference is not shown.'
  if (shown)
    return '. The test of the plan finds a difference although the range includes none: the two differ in method, so read this with care.'
  return contrast.comparisons > 1
    ? `. Taken alone the range leaves out no difference; allowing for the ${contrast.comparisons} comparisons that were made, a difference is not shown.`
    : '. The range leaves out no difference, but the test of the plan does not find one: a difference is not shown.'
}

/** How ranges and the word "shown" are meant. */
export function plainKey({ level, alpha, adjusted }: { level: number; alpha: number; adjusted: boolean }): string {
  const allowing = adjusted ? ', allowing for several comparisons where the plan judges them together' : ''
  return `A range that "the data fit" is a ${levelText(level)} confidence interval: of many trials, ${levelText(level)} would give a range that holds the true difference. A difference is called shown where chance alone would give one as large in fewer than ${levelText(alpha)} of trials${allowing}.`
}

/** Pence collected beyond the comparator less the cost, with its interval. */
export interface PlainReturn {
  estimate: number
  lower: number
  upper: number
}

/** `1`: the arm paid for itself whatever in the interval holds; `-1`: it did not; `0`: the interval leaves it open. */
export const sideOfReturn = ({ lower, upper }: PlainReturn): -1 | 0 | 1 => (upper < 0 ? -1 : lower > 0 ? 1 : 0)

const returns = {
  '-1': 'it did not pay for itself',
  '0': 'whether it paid for itself is not settled',
  '1': 'it paid for itself',
} as const

/** Whether an arm paid for itself. */
export function plainReturn(net: PlainReturn): string {
  const size = (pence: number): string => penceAsPounds(Math.abs(pence), 0)
  const side = (pence: number): string => `${size(pence)} ${pence < 0 ? 'less' : 'more'}`
  const verdict = sideOfReturn(net)
  const fits = verdict === 0 ? `${side(net.lower)} to ${side(net.upper)}` : `${size(net.lower)} to ${side(net.upper)}`
  return `Over all its cases that is ${side(net.estimate)} than it cost, and the data fit anything from ${fits}: ${returns[verdict]}.`
}
