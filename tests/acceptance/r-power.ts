import {
  powerOfAnova as anova,
  arcsineEffect,
  arcsinePowerOfTwoProportions,
  powerOfChiSquared as chiSquared,
  powerOfTwoMeans,
} from '../../src/design/power/index.ts'
import { findRoot, normalCdf, normalQuantile } from '../../src/numerics/index.ts'

/** R's power.prop.test leaves the far side out, and lets n be a fraction of a case. */
export function powerOfProportions({ p1 = 0, p2 = 0, alpha = 0, power = 0 }: Record<string, number>) {
  const [za, zb] = [-normalQuantile(alpha / 2), normalQuantile(power)]
  const pooled = (p1 + p2) / 2
  const root = za * Math.sqrt(2 * pooled * (1 - pooled)) + zb * Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
  const ofArcsine = (n: number): number =>
    arcsinePowerOfTwoProportions(
      { arm: { n, probability: p2 }, against: { n, probability: p1 } },
      { alpha, sides: 'two' },
    )
  return {
    ...{ p1, p2, alpha, power },
    n_power_prop_test: (root / (p1 - p2)) ** 2,
    h: arcsineEffect(p2, p1),
    n_pwr_2p: findRoot(n => ofArcsine(n) - power, 2, 1e7),
  }
}

export const normalPower = (p1: number, p2: number, n: number): number => {
  const pooled = (p1 + p2) / 2
  const z = Math.abs(p1 - p2) * Math.sqrt(n) + normalQuantile(0.025) * Math.sqrt(2 * pooled * (1 - pooled))
  return normalCdf(z / Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2)))
}

/** One side, as R leaves the other out. */
export const powerOfT = (n: number, effect: number): number =>
  powerOfTwoMeans({ n }, { n }, effect, { alpha: 0.025, sides: 'one' })

export const powerOfChiSquared = (n: number, w: number): number =>
  chiSquared({ cases: n, effect: w, degreesOfFreedom: 2 }, 0.05)

/** Three groups of n with means whose variance is 1, and 9 within. */
export const powerOfAnova = (n: number): number =>
  anova(
    [-1, 0, 1].map(mean => ({ n, mean })),
    3,
    0.05,
  )
