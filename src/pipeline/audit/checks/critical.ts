import { roundDecimal } from '../../../core/decimal-text.ts'
import { type Bounds, boundsOf, studentTQuantile } from '../../../numerics/index.ts'
import { normalCritical } from '../../../statistics/index.ts'

/** The normal critical value as computed, and as tables and reports round it: 1.96, 1.645. */
export function normalCriticalBounds(level: number): Bounds {
  const exact = normalCritical(level)
  return boundsOf([exact, roundDecimal(exact, 2), roundDecimal(exact, 3)])
}

/** Student's critical value as computed, and rounded as tables have it. */
export function studentCriticalBounds(level: number, degreesOfFreedom: number): Bounds {
  const exact = -studentTQuantile((1 - level) / 2, degreesOfFreedom)
  return boundsOf([exact, roundDecimal(exact, 2), roundDecimal(exact, 3)])
}
