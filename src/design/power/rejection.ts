import { normalQuantile, normalUpperTail, type Sides } from '../../numerics/index.ts'

/** When a test rejects: its level, and whether on both sides or, for `one`, only where the effect is above nothing. */
export interface Rejection {
  alpha: number
  sides: Sides
}

/** Cases of an arm. */
export interface ArmSize {
  n: number
}

/** The level that each side of the test has. */
export const sideLevel = ({ alpha, sides }: Rejection): number => (sides === 'two' ? alpha / 2 : alpha)

/** The probability that a test rejects whose statistic is normal with standard deviation 1 about `noncentrality`. */
export function powerOfZ(noncentrality: number, rejection: Rejection): number {
  const critical = -normalQuantile(sideLevel(rejection))
  const above = normalUpperTail(critical - noncentrality)
  return rejection.sides === 'two' ? above + normalUpperTail(critical + noncentrality) : above
}
