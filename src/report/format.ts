import { decimalText, roundDecimal } from '../core/decimal-text.ts'

// Numbers as people in the United Kingdom write them: £ before, commas between thousands, a true minus sign,
// "to" in ranges. Rounding is that of core/decimal-text: half away from zero on the decimal text of the number.

export { decimalText } from '../core/decimal-text.ts'

/** A whole number: `5,906`. */
export function count(value: number): string {
  return decimalText(value, 0)
}

/** Pounds: `£5.94`, `−£141,000`. */
export function pounds(value: number, decimals = 2): string {
  return signFirst('£', decimalText(value, decimals))
}

/** Pence, whole or not (a mean), as pounds: 593.5 to `£5.94`. */
export function penceAsPounds(pence: number, decimals = 2): string {
  return pounds(pointMoved(pence, -2), decimals)
}

/** A percentage that is given as 0 to 100: `1.34%`. */
export function percent(value: number, decimals = 2): string {
  return `${decimalText(value, decimals)}%`
}

/** A proportion (0 to 1) as a percentage: 0.0134 to `1.34%`. */
export function proportion(value: number, decimals = 2): string {
  return percent(pointMoved(value, 2), decimals)
}

/** Percentage points, 0 to 100, without a word: `0.30`. */
export function points(value: number, decimals = 2): string {
  return decimalText(value, decimals)
}

/** The number rounded down to a number of decimals: the lower limit of a set that is to lose nothing. */
export function roundDown(value: number, decimals: number): number {
  const nearest = roundDecimal(value, decimals)
  return nearest <= value ? nearest : roundDecimal(nearest - 10 ** -decimals, decimals)
}

/** The number rounded up to a number of decimals. */
export const roundUp = (value: number, decimals: number): number => 0 - roundDown(-value, decimals)

/** A probability as a percentage that never rounds to 0 or 100: `less than 0.1%`, `91.0%`. What is certain is `0%` or `100%`. */
export function probability(value: number): string {
  if (value === 0 || value === 1) return proportion(value, 0)
  if (value < 0.001) return 'less than 0.1%'
  return value > 0.999 ? 'more than 99.9%' : proportion(value, 1)
}

const smallestShown = 0.001

/**
 * A P value to two or three figures, with its relation sign: `= 0.26`, `= 0.0042`, `< 0.001`, `> 0.99`.
 * It never rounds to 0 or 1.
 */
export function pValue(p: number, figures: 2 | 3 = 2): string {
  if (p < smallestShown) return `< ${smallestShown}`
  const nearOne = 1 - 10 ** -figures
  const text = significantFigures(p, figures)
  return Number(text) > nearOne ? `> ${nearOne}` : `= ${text}`
}

/** A probability below 1 to a number of significant figures. */
function significantFigures(value: number, figures: number): string {
  const decimals = figures - 1 - Math.floor(Math.log10(value))
  const text = decimalText(value, decimals)
  // 0.0998 rounds up into the next power of ten, where it needs one decimal less.
  return Number(text) >= 10 ** (figures - decimals) ? decimalText(value, decimals - 1) : text
}

const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
]

/** A calendar date in words: `2015-11-01` to `1 November 2015`. */
export function longDate(date: string): string {
  const [year, month, day] = date.split('-')
  return `${Number(day)} ${months[Number(month) - 1]} ${year}`
}

function signFirst(symbol: string, digits: string): string {
  return digits.startsWith('−') ? `−${symbol}${digits.slice(1)}` : symbol + digits
}

/** The number with its decimal point moved in its decimal text, so that no binary rounding enters: 0.5 pence is 0.005 pounds. */
export function pointMoved(value: number, places: number): number {
  const [mantissa = '0', exponent = '0'] = String(value).split('e')
  return Number(`${mantissa}e${Number(exponent) + places}`)
}
