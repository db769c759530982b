import { describe, expect, it } from 'vitest'
import {
  chiSquaredUpperQuantile,
  noncentralChiSquaredUpperTail,
  noncentralTCdf,
  noncentralTUpperTail,
  studentTUpperQuantile,
} from '../../src/numerics/index.ts'

// Power from the R package pwr (its results as kept by statsmodels), the t rows computed again with R 4.2.2; R's
// noncentral t and chi-squared are good to 2e-11 absolutely, which sets the tolerance.

/** Effect size w, sample size, power: chi-squared test on 4 degrees of freedom at 5 %. */
const chiSquaredPower = [
  [0.0001, 5, 0.05000000244872708],
  [0.005, 5, 0.05000612192891004],
  [0.1, 5, 0.05246644635810126],
  [1, 5, 0.396188517504065],
  [0.0001, 100, 0.05000004897454883],
  [0.005, 100, 0.05012248082672883],
  [0.1, 100, 0.1054845044462312],
  [1, 100, 0.999999999999644],
  [0.0001, 1000, 0.0500004897461283],
  [0.005, 1000, 0.0512288025485101],
  [0.1, 1000, 0.715986350467412],
  [1, 1000, 1],
  [0.0001, 30_000, 0.05001469300301765],
  [0.005, 30_000, 0.0904799545200348],
  [0.1, 30_000, 1],
  [1, 30_000, 1],
] as const

/** Effect size d, the design's sizes, alternative, power: t test at 5 %. */
const tPower = [
  [1, [30, 30], 'two-sided', 0.9677082582425147],
  [0.2, [20], 'two-sided', 0.1359562887679669],
  [1, [30], 'greater', 0.9998920102049091],
  [0.05, [20], 'greater', 0.07648887850421981],
  [0.2, [20], 'less', 0.006063932667926375],
  [-0.2, [20], 'less', 0.2170751816719101],
  [0.1, [20, 20], 'two-sided', 0.06095912465411224],
  [1, [30, 30], 'greater', 0.9854596902516255],
  [0.01, [30, 30], 'greater', 0.05407403028356661],
  [0.1, [20, 30], 'two-sided', 0.0633081832564667],
  [0.1, [20, 30], 'greater', 0.09623589080917816],
] as const

describe('power from the noncentral distributions, as R has it', () => {
  it.each(chiSquaredPower)('chi-squared test, w = %d, n = %d', (w, n, power) => {
    const critical = chiSquaredUpperQuantile(0.05, 4)
    expect(Math.abs(noncentralChiSquaredUpperTail(critical, 4, n * w * w) - power)).toBeLessThan(1e-10)
  })

  it.each(tPower)('t test, d = %d, sizes %j, %s', (d, sizes, alternative, power) => {
    const df = sizes.reduce((sum, n) => sum + n - 1, 0)
    const noncentrality = d / Math.sqrt(sizes.reduce((sum, n) => sum + 1 / n, 0))
    const critical = studentTUpperQuantile(alternative === 'two-sided' ? 0.025 : 0.05, df)
    const above = alternative === 'less' ? 0 : noncentralTUpperTail(critical, df, noncentrality)
    const below = alternative === 'greater' ? 0 : noncentralTCdf(-critical, df, noncentrality)
    expect(Math.abs(above + below - power)).toBeLessThan(1e-10)
  })
})
