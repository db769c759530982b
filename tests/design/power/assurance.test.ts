import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assurance, powerOfZ, valueOfSample } from '../../../src/design/power/index.ts'
import { normalCdf, normalPdf } from '../../../src/numerics/index.ts'

const spread = fc.double({ min: 0.01, max: 20, noNaN: true })
const mean = fc.double({ min: -10, max: 10, noNaN: true })

describe('assurance', () => {
  it('of a one-sided z test is that of a normal with both variances', () => {
    fc.assert(
      fc.property(mean, spread, fc.double({ min: 0.02, max: 50, noNaN: true }), (centre, sd, ratio) => {
        const error = ratio * sd
        const found = assurance(difference => powerOfZ(difference / error, { alpha: 0.025, sides: 'one' }), {
          mean: centre,
          standardDeviation: sd,
        })
        // The estimate is normal about the prior mean; it is found above 1.96 standard errors.
        const exact = normalCdf((centre - 1.959963984540054 * error) / Math.hypot(sd, error))
        expect(Math.abs(found - exact)).toBeLessThan(1e-9)
      }),
      { numRuns: 200 },
    )
  })

  it('without doubt is the probability itself', () => {
    expect(assurance(difference => difference / 4, { mean: 1, standardDeviation: 0 })).toBe(0.25)
  })
})

describe('the value of a sample', () => {
  it('is what choosing by the posterior mean gains on average, summed over what the trial may show', () => {
    fc.assert(
      fc.property(mean, spread, spread, (centre, sd, error) => {
        // max(0, posterior mean) over its distribution, less max(0, prior mean), by the trapezium rule on a fine grid.
        const moved = sd ** 2 / Math.hypot(sd, error)
        const step = 0.0005
        let gain = 0
        for (let z = -9; z <= 9; z += step) gain += step * normalPdf(z) * Math.max(0, centre + moved * z)
        const value = valueOfSample({ mean: centre, standardDeviation: sd }, error)
        expect(Math.abs(value - (gain - Math.max(0, centre)))).toBeLessThan(1e-5 * (1 + moved))
      }),
      { numRuns: 25 },
    )
  })

  it('grows with doubt, falls with error and with how clear the choice is, and is nothing without doubt', () => {
    const of = (centre: number, sd: number, error: number) =>
      valueOfSample({ mean: centre, standardDeviation: sd }, error)
    expect(of(1, 3, 1)).toBeGreaterThan(of(1, 2, 1))
    expect(of(1, 3, 1)).toBeGreaterThan(of(1, 3, 2))
    expect(of(1, 3, 1)).toBeGreaterThan(of(4, 3, 1))
    expect(of(1, 3, 1)).toBe(of(-1, 3, 1))
    expect(of(1, 0, 1)).toBe(0)
    // With no error it is the value of perfect information: sd phi(0) where nothing speaks for either.
    expect(of(0, 3, 0)).toBeCloseTo(3 * normalPdf(0), 12)
  })
})
