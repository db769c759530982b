const poundsPattern = /^-?(?:0|[1-9]\d*)(?:\.(\d{1,2}))?$/

/**
 * Pounds as people write them ("412.50", "-3", at most 2 decimals, no separators or currency sign) to whole pence.
 * Returns `undefined` for anything else, and beyond the exact integers.
 */
export function parsePounds(text: string): number | undefined {
  const match = poundsPattern.exec(text)
  if (match === null) return undefined
  const pence = Number(text.replace('.', '') + '0'.repeat(2 - (match[1]?.length ?? 0)))
  return Number.isSafeInteger(pence) ? (pence === 0 ? 0 : pence) : undefined
}

/** Whole pence as plain pounds with two decimals, the form that `parsePounds` reads: 41250 to "412.50". */
export function penceToPounds(pence: number | bigint): string {
  const value = BigInt(pence)
  const digits = (value < 0n ? -value : value).toString().padStart(3, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
