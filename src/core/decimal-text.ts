import { InternalError } from './errors.ts'

/**
 * A number as decimal text with a fixed number of decimals, for people to read: `-1234.5` to `−1,234.50`.
 *
 * Rounding is half away from zero on the shortest decimal text of the number, the digits that JavaScript prints,
 * so 1.005 at two decimals is 1.01 although the nearest double lies just below 1.005. Thousands have commas,
 * the minus sign is U+2212, and a value that rounds to zero has no sign. `value` is finite.
 */
export function decimalText(value: number, decimals: number): string {
  const scaled = roundedUnits(plainDigits(Math.abs(value)), decimals)
  const digits = scaled.toString().padStart(decimals + 1, '0')
  const whole = groupThousands(digits.slice(0, digits.length - decimals))
  const sign = value < 0 && scaled !== 0n ? '−' : ''
  return decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-decimals)}`
}

/** The number rounded by the rule of `decimalText`, as the nearest double. */
export function roundDecimal(value: number, decimals: number): number {
  const scaled = roundedUnits(plainDigits(Math.abs(value)), decimals)
  const rounded = Number(`${scaled}e-${decimals}`)
  return value < 0 && scaled !== 0n ? -rounded : rounded
}

export function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',')
}

interface Digits {
  whole: string
  fraction: string
}

/** Digits of a non-negative number without an exponent. */
function plainDigits(value: number): Digits {
  if (!Number.isFinite(value)) throw new InternalError(`${value} has no decimal text`)
  const [mantissa = '0', exponentText = '0'] = String(value).split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  const exponent = Number(exponentText)
  if (exponent >= 0) {
    const moved = fraction.padEnd(exponent, '0')
    return { whole: whole + moved.slice(0, exponent), fraction: moved.slice(exponent) }
  }
  return { whole: '0', fraction: '0'.repeat(-exponent - whole.length) + whole + fraction }
}

/** The number in units of its last kept decimal, rounded half up (the number is not negative). */
function roundedUnits({ whole, fraction }: Digits, decimals: number): bigint {
  const kept = fraction.slice(0, decimals).padEnd(decimals, '0')
  const up = (fraction[decimals] ?? '0') >= '5'
  return BigInt(whole + kept) + (up ? 1n : 0n)
}
