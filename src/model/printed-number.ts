/** The values that print as a given number: rounded to its last decimal or step, or beyond a bound ("<1"). */
export interface PrintedNumber {
  text: string
  /** The number itself; for a bound, the bound. */
  value: number
  /** Decimals of the print; 0 for whole numbers. */
  decimals: number
  step: number
  bound: 'none' | 'below' | 'above'
  /** Ends of the admissible values. Both ends of a rounding range are admitted, since reports round halves either way. */
  lower: number
  upper: number
}

/** Reads "1.34", "152000" (with a step of 500), "<1" or ">60". The text must be of that form. */
export function printedNumber(text: string, step?: number): PrintedNumber {
  const bound = text.startsWith('<') ? 'below' : text.startsWith('>') ? 'above' : 'none'
  const digits = bound === 'none' ? text : text.slice(1)
  const value = Number(digits)
  const decimals = digits.split('.')[1]?.length ?? 0
  const size = step ?? 10 ** -decimals
  const shared = { text, value, decimals, step: size, bound } as const
  if (bound === 'below') return { ...shared, lower: Number.NEGATIVE_INFINITY, upper: value }
  if (bound === 'above') return { ...shared, lower: value, upper: Number.POSITIVE_INFINITY }
  return { ...shared, lower: value - size / 2, upper: value + size / 2 }
}

const number = String.raw`[-−]?[£$€]?[-−]?(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?`
const asWritten = new RegExp(
  `^(<|>|less than |below |under |more than |over |above )?\\s*(${number})\\s*(?:%| per cent)?$`,
)
const signs = /[£$€,\s]/g

/** Whether `asPrinted` reads the text. */
export const isPrintedNumber = (text: string): boolean => /\d/.test(text) && asWritten.test(text)

/** Reads a number as reports write it: "£1,234.50", "−0.3", ".05", "31%", "less than 1". The text must be of that form. */
export function asPrinted(text: string, step?: number): PrintedNumber {
  const [, word = '', digits = ''] = asWritten.exec(text) ?? []
  const bound = word === '' ? '' : /^(>|more|over|above)/.test(word) ? '>' : '<'
  const plain = digits
    .replaceAll(signs, '')
    .replace('−', '-')
    .replace(/^(-?)\./, '$10.')
  return { ...printedNumber(bound + plain, step), text }
}

/** Binary fractions miss a decimal half by far less than this part of a step, or of the value. */
const halfSlack = 1e-9
const valueSlack = 1e-12

const slackOf = ({ step }: PrintedNumber, value: number): number =>
  Number.isFinite(value) ? Math.max(step * halfSlack, Math.abs(value) * valueSlack) : 0

/** Whether a value prints as the number. Bounds are strict: 1 is not "less than 1". */
export function admits(printed: PrintedNumber, value: number): boolean {
  if (printed.bound === 'below') return value < printed.upper
  if (printed.bound === 'above') return value > printed.lower
  const slack = slackOf(printed, value)
  return value >= printed.lower - slack && value <= printed.upper + slack
}

/** Whether some value of a range prints as the number, and whether all do. */
export function admitsRange(printed: PrintedNumber, lower: number, upper: number): 'all' | 'some' | 'none' {
  if (admits(printed, lower) && admits(printed, upper)) return 'all'
  const overlaps = lower - slackOf(printed, lower) <= printed.upper && upper + slackOf(printed, upper) >= printed.lower
  return overlaps && (printed.bound === 'none' || admits(printed, lower) || admits(printed, upper)) ? 'some' : 'none'
}

/** The number as the report would print it: halves away from zero, to the decimals or step of the print. */
export function roundAsPrinted(printed: PrintedNumber, value: number): number {
  const units = Math.abs(value) / printed.step
  const rounded = Math.floor(units + 0.5 + halfSlack) * printed.step
  return Math.sign(value) * Number(rounded.toFixed(printed.decimals))
}
