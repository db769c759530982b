/** Greatest common divisor of two non-negative integers. */
export function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a
}

const mantissaBits = 64n

/** The double nearest (to within one unit in the last place) to an exact ratio of integers of any size. `denominator` is not 0. */
export function ratio(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0
  const sign = numerator < 0n !== denominator < 0n ? -1 : 1
  const top = numerator < 0n ? -numerator : numerator
  const bottom = denominator < 0n ? -denominator : denominator
  const shift = bitLength(bottom) - bitLength(top) + mantissaBits
  const quotient = shift >= 0n ? (top << shift) / bottom : top / (bottom << -shift)
  return sign * scaleByPowerOfTwo(Number(quotient), -Number(shift))
}

function scaleByPowerOfTwo(value: number, exponent: number): number {
  const half = Math.trunc(exponent / 2)
  return value * 2 ** half * 2 ** (exponent - half)
}

function bitLength(value: bigint): bigint {
  return BigInt(value.toString(16).length) * 4n
}

/** Sum of integers as a bigint. */
export function sumExactly(values: Iterable<number | bigint>): bigint {
  let total = 0n
  for (const value of values) total += BigInt(value)
  return total
}
