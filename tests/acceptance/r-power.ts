import {
  chiSquaredUpperQuantile,
  findRoot,
  fUpperQuantile,
  noncentralChiSquaredUpperTail,
  noncentralFUpperTail,
  noncentralTUpperTail,
  normalCdf,
  normalQuantile,
  normalUpperTail,
  studentTUpperQuantile,
} from '../../src/numerics/index.ts'

/** The formulae of R's power functions: normal approximation, and Cohen's arcsine effect. */
export function powerOfProportions({ p1, p2, alpha, power }: Record<string, number>) {
  const [a = 0, b = 0] = [p1, p2]
  const [za, zb] = [-normalQuantile((alpha ?? 0) / 2), normalQuantile(power ?? 0)]
  const pooled = (a + b) / 2
  const root = za * Math.sqrt(2 * pooled * (1 - pooled)) + zb * Math.sqrt(a * (1 - a) + b * (1 - b))
  const h = 2 * Math.asin(Math.sqrt(b)) - 2 * Math.asin(Math.sqrt(a))
  const two = (n: number) => normalUpperTail(za - h * Math.sqrt(n / 2)) + normalCdf(-za - h * Math.sqrt(n / 2))
  return {
    p1,
    p2,
    alpha,
    power,
    n_power_prop_test: (root / (a - b)) ** 2,
    h,
    n_pwr_2p: findRoot(n => two(n) - (power ?? 0), 2, 1e7),
  }
}

export const normalPower = (p1: number, p2: number, n: number): number => {
  const pooled = (p1 + p2) / 2
  const z = Math.abs(p1 - p2) * Math.sqrt(n) + normalQuantile(0.025) * Math.sqrt(2 * pooled * (1 - pooled))
  return normalCdf(z / Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2)))
}

/** One tail, as R leaves the other out. */
export const powerOfT = (n: number, effect: number): number =>
  noncentralTUpperTail(studentTUpperQuantile(0.025, 2 * (n - 1)), 2 * (n - 1), Math.sqrt(n / 2) * effect)

export const powerOfChiSquared = (n: number, w: number): number =>
  noncentralChiSquaredUpperTail(chiSquaredUpperQuantile(0.05, 2), 2, n * w * w)

export const powerOfAnova = (n: number): number =>
  noncentralFUpperTail(fUpperQuantile(0.05, 2, 3 * (n - 1)), 2, 3 * (n - 1), (2 * n) / 9)
