/** Numbers written as whole numbers or decimal text, as whole units of the last decimal that any of them has. */
export function decimalUnits(numbers: readonly (number | string)[]): { units: bigint[]; decimals: number } {
  const parts = numbers.map(number => String(number).split('.'))
  const decimals = Math.max(0, ...parts.map(([, fraction = '']) => fraction.length))
  return {
    units: parts.map(([whole = '0', fraction = '']) => BigInt(whole + fraction.padEnd(decimals, '0'))),
    decimals,
  }
}
