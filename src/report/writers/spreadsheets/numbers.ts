import { type Column, inlines, type Text } from '../../document.ts'

/** What a cell holds: a number as it is shown, or text. */
export type Cell = TextCell | NumberCell

export interface TextCell {
  kind: 'text'
  text: string
  /** Whether it stands among numbers, to the right. */
  right?: boolean
  /** The sheet that a click leads to. */
  sheet?: string
}

export interface NumberCell {
  kind: 'number'
  /** As the report shows it. */
  text: string
  /** The number itself in decimal digits: of a percentage the share of 1. */
  value: string
  format: NumberFormat
}

/** How a number is shown. */
export interface NumberFormat {
  unit: 'number' | 'percent' | 'pounds'
  decimals: number
  /** Whether thousands have commas. */
  grouped: boolean
}

const shown =
  /^(?<sign>[−-]?)(?<pounds>£?)(?<whole>0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.(?<fraction>\d+))?(?<percent>%?)$/
// A spreadsheet keeps 15 digits: it would change a longer number, which is an id.
const mostDigits = 15

/**
 * The number that a cell shows, if it shows one and nothing else. A column of numbers may hold it in plain words; elsewhere
 * only a value of the trial is a number, as a year in a column of words is none.
 */
export function numberOf(cell: Text, column: Column['kind'], text: string): NumberCell | undefined {
  const [part, ...more] = inlines(cell)
  const isValue = more.length === 0 && typeof part === 'object' && part.kind === 'value'
  const { sign = '', pounds, whole = '', fraction = '', percent } = shown.exec(text)?.groups ?? {}
  const digits = whole.replaceAll(',', '')
  if (!(isValue || column === 'number') || digits === '' || digits.length + fraction.length > mostDigits)
    return undefined
  if (pounds && percent) return undefined
  const unit = percent ? 'percent' : pounds ? 'pounds' : 'number'
  const value =
    (sign === '' ? '' : '-') + (unit === 'percent' ? hundredth(digits, fraction) : decimal(digits, fraction))
  const grouped = digits.length < 4 || whole.includes(',')
  return { kind: 'number', text, value, format: { unit, decimals: fraction.length, grouped } }
}

function hundredth(whole: string, fraction: string): string {
  const digits = whole.padStart(3, '0')
  return decimal(digits.slice(0, -2).replace(/^0+(?=\d)/, ''), digits.slice(-2) + fraction)
}

const decimal = (whole: string, fraction: string): string => (fraction === '' ? whole : `${whole}.${fraction}`)
