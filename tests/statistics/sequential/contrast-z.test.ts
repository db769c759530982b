import { describe, expect, it } from 'vitest'
import type { ContrastEstimate, Measure } from '../../../src/model/method.ts'
import { riskRatio } from '../../../src/statistics/counts/risk-ratio.ts'
import { contrastZ } from '../../../src/statistics/index.ts'
import { contrast, countsOf } from '../../support/analysis.ts'

const of = (estimate: number, pValue: number | undefined, statistic?: ContrastEstimate['statistic']) => ({
  estimate,
  pValue,
  statistic,
})

describe('Z of a contrast at a look', () => {
  it('is that of its own test: of a ratio the logarithm over its standard error', () => {
    const counts = countsOf({ control: [20, 100], call: [30, 100] })
    const found = riskRatio.compute(counts, { level: 0.95, contrasts: [contrast('call', 'control')] })
    if (found.status === 'undefined') throw new Error(found.detail)
    const [only] = found.result.contrasts
    if (only?.computation.status !== 'computed') throw new Error('no ratio')
    // 0.405465 / sqrt(0.7 / 30 + 0.8 / 20) = 0.405465 / 0.251661.
    expect(contrastZ(only.computation.result, found.result.measure)).toBeCloseTo(1.6112, 4)
  })

  // Tables of the normal distribution: 1.959964 leaves 2.5% above, 2.575829 leaves 0.5%.
  it.each<[string, number, number, Measure, number]>([
    ['above no difference', 0.3, 0.05, 'difference', 1.959964],
    ['below', -0.3, 0.05, 'difference', -1.959964],
    ['a ratio below 1', 0.5, 0.01, 'hazard_ratio', -2.575829],
    ['a ratio above 1', 1.5, 0.01, 'odds_ratio', 2.575829],
    ['a probability below a half', 0.4, 0.05, 'probability', -1.959964],
  ])('has the sign of the estimate where its test has none: %s', (_, estimate, p, measure, z) => {
    expect(contrastZ(of(estimate, p, { symbol: 't', value: 9 }), measure)).toBeCloseTo(z, 6)
  })

  it('is none without a P', () => {
    expect(contrastZ(of(0.3, undefined), 'difference')).toBeNull()
  })
})
