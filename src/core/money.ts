const poundsPattern = /^-?(?:0|[1-9]\d*)(?:\.\d\d?)?$/
const zero = 48

/**
 * Pounds as people write them ("412.50", "-3", at most 2 decimals, no separators or currency sign) to whole pence.
 * Returns `undefined` for anything else, and beyond the exact integers.
 */
export function parsePounds(text: string): number | undefined {
  if (!poundsPattern.test(text)) return undefined
  const point = text.indexOf('.')
  const decimals = point < 0 ? 0 : text.length - point - 1
  const pence = digitsOf(text) * 10 ** (2 - decimals)
  if (!Number.isSafeInteger(pence)) return undefined
  return pence !== 0 && text.startsWith('-') ? -pence : pence
}

/** The digits as one number, sign and point passed over: without the copies that `replace` makes of every cell of a caseload. */
function digitsOf(text: string): number {
  let number = 0
  for (let index = 0; index < text.length; index += 1) {
    const digit = text.charCodeAt(index) - zero
    if (digit >= 0) number = 10 * number + digit
  }
  return number
}

/** Whole pence as plain pounds with two decimals, the form that `parsePounds` reads: 41250 to "412.50". */
export function penceToPounds(pence: number | bigint): string {
  const value = BigInt(pence)
  const digits = (value < 0n ? -value : value).toString().padStart(3, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
