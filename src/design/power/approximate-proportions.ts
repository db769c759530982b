import { normalQuantile, normalUpperTail } from '../../numerics/index.ts'
import { powerOfZ, type Rejection, sideLevel } from './rejection.ts'
import type { TwoProportions } from './two-proportions.ts'

/**
 * Power of the pooled z test of two proportions by the normal distribution, with the pooled standard error under no difference and the
 * unpooled one under the difference. With few events it can be far off: `powerOfTwoProportions` is exact.
 *
 * Fleiss, Levin and Paik (2003), section 4.2, without their correction; for equal arms what R's power.prop.test does.
 */
export function normalPowerOfTwoProportions({ arm, against }: TwoProportions, rejection: Rejection): number {
  const pooled = (arm.n * arm.probability + against.n * against.probability) / (arm.n + against.n)
  const under = (p1: number, p2: number): number => Math.sqrt((p1 * (1 - p1)) / arm.n + (p2 * (1 - p2)) / against.n)
  const critical = -normalQuantile(sideLevel(rejection)) * under(pooled, pooled)
  const [difference, spread] = [arm.probability - against.probability, under(arm.probability, against.probability)]
  const above = normalUpperTail((critical - difference) / spread)
  return rejection.sides === 'two' ? above + normalUpperTail((critical + difference) / spread) : above
}

/** Cohen's h, the difference of two probabilities on the arcsine scale, on which their variance hardly depends on them. */
export const arcsineEffect = (probability: number, against: number): number =>
  2 * Math.asin(Math.sqrt(probability)) - 2 * Math.asin(Math.sqrt(against))

/** Power by Cohen's h, as R's pwr has it. It flatters a trial of rare events. Cohen (1988), chapter 6. */
export const arcsinePowerOfTwoProportions = ({ arm, against }: TwoProportions, rejection: Rejection): number =>
  powerOfZ(arcsineEffect(arm.probability, against.probability) / Math.sqrt(1 / arm.n + 1 / against.n), rejection)
