import { scaledTailCoefficients } from './constants.ts'
import { chebyshev } from './polynomial.ts'

/**
 * The upper tail of the standard normal distribution over e^(-z^2 / 2), for z >= 0: Mills' ratio over sqrt(2 pi). The
 * series is what is added to the value at 0, so that this is exactly a half.
 */
export function scaledNormalTail(z: number): number {
  if (z === Infinity) return 0
  const added = (z / (z + 4)) * chebyshev(scaledTailCoefficients, (z - 4) / (z + 4))
  return (0.5 + added) / (z + 1)
}
