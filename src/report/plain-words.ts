import { type Inline, type Text, text, type Value } from './document.ts'
import { type NamedNumber, type Writing, written } from './numbers.ts'

// Sentences for readers who do not work with statistics. Each is made from the numbers alone and claims no more than they do.

/** What a contrast is about: a share of cases, an amount per case, or the days to an event. */
export type PlainUnit = 'share' | 'money' | 'days'

/** A contrast as the plan judges it. */
export interface PlainContrast {
  arm: Text
  against: Text
  estimate: NamedNumber
  lower: NamedNumber
  upper: NamedNumber
  unit: PlainUnit
  /** P as the plan reads it, adjusted where its family says so; absent where the analysis gives none. */
  pValue: NamedNumber | undefined
  /** Comparisons that P was adjusted for; absent where it was not. */
  comparisons: NamedNumber | undefined
  alpha: number
}

/** Whether a contrast shows a difference, by the plan's test, else by its interval. */
export function isShown({ pValue, alpha, ...contrast }: PlainContrast): boolean {
  return pValue === undefined ? excludesNone(contrast) : pValue.value < alpha
}

const excludesNone = ({ lower, upper }: Pick<PlainContrast, 'lower' | 'upper'>): boolean =>
  lower.value > 0 || upper.value < 0

interface UnitWords {
  more: string
  less: string
  each: string
  /** What follows a size, in full and in short. */
  named: { full: string; short: string }
}

const words: Readonly<Record<PlainUnit, UnitWords>> = {
  share: { more: 'higher', less: 'lower', each: '', named: { full: ' percentage points', short: ' points' } },
  money: { more: 'more', less: 'less', each: ' per case', named: { full: '', short: '' } },
  days: { more: 'later', less: 'sooner', each: ' on average', named: { full: ' days', short: ' days' } },
}

const sizeOf = (number: NamedNumber, writing: Writing = {}): Value => written(number, { ...writing, size: true })

/** `0.30 percentage points higher`, `£0.13 less per case`. */
export function plainAmount(number: NamedNumber, unit: PlainUnit): readonly Inline[] {
  const { more, less, each, named } = words[unit]
  const size = sizeOf(number)
  if (isNothing(size)) return [unit === 'days' ? 'no different to one decimal' : 'no different to two decimals']
  return text`${size}${named.full} ${number.value > 0 ? more : less}${each}`
}

/** `from £0.87 less to £4.61 more`, `from £1.20 to £4.61 more`. */
export function plainRange(lower: NamedNumber, upper: NamedNumber, unit: PlainUnit): readonly Inline[] {
  const { more, less, named } = words[unit]
  const side = (number: NamedNumber): Text => {
    const size = sizeOf(number)
    return isNothing(size) ? 'no difference' : text`${size}${named.short} ${number.value > 0 ? more : less}`
  }
  const [least, most] = [sizeOf(lower), sizeOf(upper)]
  return lower.value > 0 === upper.value > 0 && !isNothing(least) && !isNothing(most)
    ? text`from ${least}${named.short} to ${side(upper)}`
    : text`from ${side(lower)} to ${side(upper)}`
}

/** Whether a size was rounded to zero. */
const isNothing = ({ text }: Value): boolean => !/[1-9∞]/.test(text)

/** A contrast and what it shows, in two sentences. */
export function plainContrast(contrast: PlainContrast): Text {
  const { arm, against, estimate, lower, upper, unit } = contrast
  return text`${arm} against ${against}: ${plainAmount(estimate, unit)}. The data fit anything ${plainRange(lower, upper, unit)}${conclusion(contrast)}`
}

function conclusion(contrast: PlainContrast): Text {
  const [shown, excludes] = [isShown(contrast), excludesNone(contrast)]
  if (shown && excludes) return ', so a difference is shown.'
  if (!shown && !excludes) return ', so a difference is not shown.'
  if (shown)
    return '. The test of the plan finds a difference although the range includes none: the two differ in method, so read this with care.'
  return contrast.comparisons !== undefined && contrast.comparisons.value > 1
    ? text`. Taken alone the range leaves out no difference; allowing for the ${written(contrast.comparisons)} comparisons that were made, a difference is not shown.`
    : '. The range leaves out no difference, but the test of the plan does not find one: a difference is not shown.'
}

/** How ranges and the word "shown" are meant. */
export function plainKey({
  level,
  alpha,
  adjusted,
}: {
  level: NamedNumber
  alpha: NamedNumber
  adjusted: boolean
}): Text {
  const allowing = adjusted ? ', allowing for several comparisons where the plan judges them together' : ''
  const percent = written({ ...alpha, unit: 'level' })
  return text`A range that "the data fit" is a ${written(level)} confidence interval: of many trials, ${written(level)} would give a range that holds the true difference. A difference is called shown where chance alone would give one as large in fewer than ${percent} of trials${allowing}.`
}

/** Pence collected beyond the comparator less the cost, with its interval. */
export interface PlainReturn {
  estimate: NamedNumber
  lower: NamedNumber
  upper: NamedNumber
}

/** `1`: the arm paid for itself whatever in the interval holds; `-1`: it did not; `0`: the interval leaves it open. */
export const sideOfReturn = ({ lower, upper }: PlainReturn): -1 | 0 | 1 =>
  upper.value < 0 ? -1 : lower.value > 0 ? 1 : 0

const returns = {
  '-1': 'it did not pay for itself',
  '0': 'whether it paid for itself is not settled',
  '1': 'it paid for itself',
} as const

/** Whether an arm paid for itself. */
export function plainReturn(net: PlainReturn): Text {
  const size = (pence: NamedNumber): Value => sizeOf(pence, { decimals: 0 })
  const side = (pence: NamedNumber): Text => text`${size(pence)} ${pence.value < 0 ? 'less' : 'more'}`
  const verdict = sideOfReturn(net)
  const lower = verdict === 0 ? side(net.lower) : size(net.lower)
  return text`Over all its cases that is ${side(net.estimate)} than it cost, and the data fit anything from ${lower} to ${side(net.upper)}: ${returns[verdict]}.`
}
