import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { controlPaths } from '../../src/numerics/control-paths.ts'
import { gaussHermite } from '../../src/numerics/gauss-hermite.ts'
import {
  type ArmsSequence,
  dunnettUpperTail,
  mostLooksOfArms,
  multivariateNormalRectangle,
  type Sides,
  sequentialNormal,
  startArms,
} from '../../src/numerics/index.ts'
import { jointDensity } from '../../src/numerics/joint-density.ts'

const half = Math.SQRT1_2

/** A case of tests/oracles/design/sequential-arms.json. */
interface ArmsCase {
  sides: Sides
  loadings: number[]
  drifts: number[]
  shares: number[]
  z: number[]
  /** Chance that no arm was beyond its boundary up to each look, and mvtnorm's error of it. */
  within: number[]
  error: number[]
}

/** The chance at each look that some arm is beyond z there and none was before. */
function exits(sequence: ArmsSequence, z: readonly number[]): number[] {
  let state = sequence
  return z.map(bound => {
    const chance = state.exitAny(bound)
    state = state.continueWithin(bound)
    return chance
  })
}

describe('several arms beside one control at looks', () => {
  const { cases } = JSON.parse(
    readFileSync(new URL('../oracles/design/sequential-arms.json', import.meta.url), 'utf8'),
  ) as { cases: ArmsCase[] }

  it('mvtnorm: to 1e-6 and what it says of its own error', () => {
    expect(cases.length).toBe(28)
    for (const { shares, loadings, sides, drifts, z, within, error } of cases) {
      let left = 1
      exits(startArms(shares, loadings, sides, drifts), z).forEach((chance, look) => {
        left -= chance
        const off = Math.abs(left - (within[look] ?? Number.NaN))
        expect(off, JSON.stringify({ loadings, sides, drifts, look, left })).toBeLessThan(1e-6 + (error[look] ?? 0))
      })
    }
  })

  it("the rectangle of two arms at two looks by Plackett's reduction, to 1e-9", () => {
    const [shares, loadings, z] = [
      [0.4, 1],
      [0.6, 0.75],
      [2.4, 2.1],
    ]
    const [between, over] = [0.6 * 0.75, Math.sqrt(0.4)]
    const correlation = [
      [1, between, over, between * over],
      [between, 1, between * over, over],
      [over, between * over, 1, between],
      [between * over, over, between, 1],
    ]
    const limits = [2.4, 2.4, 2.1, 2.1]
    const within = multivariateNormalRectangle(
      limits.map(limit => -limit),
      limits,
      correlation,
    )
    const [first = 0, second = 0] = exits(startArms(shares, loadings, 'two'), z)
    expect(Math.abs(1 - first - second - within)).toBeLessThan(1e-9)
  })

  it("at one look it is Dunnett's, and of one arm the normal's", () => {
    for (const sides of ['one', 'two'] as const) {
      for (const arms of [1, 2, 3, 6]) {
        const loadings = Array.from({ length: arms }, (_, at) => 0.5 + at / 20)
        for (const z of [1, 2, 3.5]) {
          const chance = startArms([1], loadings, sides).exitAny(z)
          // The tail itself is summed to 1e-11, so that a small one keeps fewer of its own digits.
          const expected = dunnettUpperTail(z, loadings, Number.POSITIVE_INFINITY, sides)
          expect(Math.abs(chance / expected - 1), `${sides} ${arms} ${z}`).toBeLessThan(1e-8)
        }
      }
    }
    const looks = [0.2, 0.7, 1].map(information => ({ information, lower: -2.3, upper: 2.3 }))
    const { above, below } = sequentialNormal(looks, 1.2)
    exits(startArms([0.2, 0.7, 1], [half], 'two', [1.2]), [2.3, 2.3, 2.3]).forEach((chance, look) => {
      expect(chance).toBeCloseTo((above[look] ?? 0) + (below[look] ?? 0), 9)
    })
  })

  it('the joint density and the ways of the control agree', () => {
    for (const sides of ['one', 'two'] as const) {
      const arms = { information: [0.3, 0.6, 1], loadings: [half, 0.6, 0.8], drifts: [0.5, 0, 2], sides }
      const z = [2.8, 2.5, 2.2]
      const [joint, paths] = [exits(jointDensity(arms), z), exits(controlPaths(arms), z)]
      joint.forEach((chance, look) => {
        // Twenty nodes of what the control adds keep some 1e-7 of a chance.
        expect(Math.abs(chance - (paths[look] ?? Number.NaN))).toBeLessThan(2e-7)
      })
    }
  })

  it('arms without a common control are independent, and the order of arms does not matter', () => {
    const [shares, z] = [
      [0.5, 1],
      [2.5, 2],
    ]
    const missed = (loadings: number[]): number =>
      1 - exits(startArms(shares, loadings, 'two'), z).reduce((sum, chance) => sum + chance, 0)
    expect(missed([0, 0])).toBeCloseTo(missed([0]) ** 2, 9)
    expect(missed([0.4, 0.6, 0.8])).toBeCloseTo(missed([0.8, 0.4, 0.6]), 10)
    expect(missed([half, half])).toBeGreaterThan(missed([half]) ** 2)
  })

  it('refuses what is no sequence of looks at arms', () => {
    expect(() => startArms([1], [], 'two')).toThrow('at least one')
    expect(() => startArms([1], [1], 'two')).toThrow('0 to below 1')
    expect(() => startArms([0.5, 0.5], [half, half], 'two')).toThrow('increase of information')
    expect(() => startArms([1], [half], 'two', [Number.NaN])).toThrow('drift')
    const looks = Array.from({ length: mostLooksOfArms(4) + 1 }, (_, at) => at + 1)
    expect(() => startArms(looks, Array(4).fill(half), 'two')).toThrow('at most 5 looks')
  })
})

describe("Gauss and Hermite's rule", () => {
  it('has the moments of a standard normal, and its printed nodes', () => {
    for (const n of [1, 2, 5, 20]) {
      const { nodes, weights } = gaussHermite(n)
      for (let power = 0; power < Math.min(2 * n, 12); power++) {
        const moment = nodes.reduce((sum, x, at) => sum + (weights[at] ?? 0) * x ** power, 0)
        const exact = power % 2 === 1 ? 0 : [1, 1, 3, 15, 105, 945][power / 2]
        expect(moment, `${n} ${power}`).toBeCloseTo(exact ?? Number.NaN, 8)
      }
    }
    // DLMF table 3.5.10 at n = 5, for the weight exp(-x^2): times the square root of two.
    expect((gaussHermite(5).nodes[4] ?? 0) / Math.SQRT2).toBeCloseTo(2.0201828704560856, 14)
    expect((gaussHermite(5).weights[4] ?? 0) * Math.sqrt(Math.PI)).toBeCloseTo(0.0199532420590459, 14)
    expect(() => gaussHermite(0)).toThrow(RangeError)
  })
})
