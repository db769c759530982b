import { requireNumber } from './domain.ts'
import { twoProduct } from './double-double.ts'
import { scaledNormalTail } from './scaled-normal-tail.ts'

/**
 * The complementary error function, 2 / sqrt(pi) times the integral of e^(-u^2) from x to infinity (DLMF 7.2.2); it is
 * twice the upper tail of the standard normal distribution at x sqrt(2), with the rounding of x^2 carried along.
 * Accurate relatively up to x = 26.5, beyond which it is too small for a double of full precision. Throws a
 * `RangeError` when x is not a number.
 *
 * @example erfc(1) // 0.15729920705028516
 */
export function erfc(x: number): number {
  requireNumber('x', x)
  if (x < 0) return 2 - erfc(-x)
  const square = twoProduct(x, x)
  const head = Math.exp(-square.hi)
  return head === 0 ? 0 : 2 * head * Math.exp(-square.lo) * scaledNormalTail(x * Math.SQRT2)
}
