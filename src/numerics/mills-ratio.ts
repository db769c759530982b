import { millsCoefficients } from './constants.ts'
import { chebyshev } from './polynomial.ts'

/** Mills' ratio: the upper tail of the standard normal distribution over its density, for z >= 0. */
export function millsRatio(z: number): number {
  return chebyshev(millsCoefficients, z === Infinity ? 1 : (z - 4) / (z + 4)) / (z + 1)
}
