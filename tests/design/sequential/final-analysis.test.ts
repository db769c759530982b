import { describe, expect, it } from 'vitest'
import { looksOf } from '../../../src/design/sequential/design.ts'
import {
  chanceOfMore,
  finalAnalysis,
  type GroupSequentialDesign,
  spendingDesign,
} from '../../../src/design/sequential/index.ts'
import { findRoot, sequentialNormal } from '../../../src/numerics/index.ts'
import { obrienFlemingSpending, pocockSpending } from '../../../src/statistics/sequential/spending.ts'
import { designOf, near, referenceCases } from './reference.ts'

const oneSided = { alpha: 0.025, sides: 'one' } as const

describe('after the stop', () => {
  it('P, limits and median-unbiased estimate are rpact, to 1e-6', () => {
    const reference = referenceCases<{
      look: number
      z: number
      p: number
      lower: number
      upper: number
      estimate: number
    }>('final')
    expect(reference.length).toBe(24)
    for (const each of reference) {
      const { pValue, lower, upper, estimate } = finalAnalysis(designOf(each, oneSided), each, 0.95)
      const where = JSON.stringify({ each, pValue, lower, upper, estimate })
      expect(near(pValue, each.p), where).toBe(true)
      expect(near(lower, each.lower) && near(upper, each.upper) && near(estimate, each.estimate), where).toBe(true)
    }
  })

  const designs: [string, GroupSequentialDesign][] = [
    ['one-sided', spendingDesign([0.25, 0.6, 1], oneSided, pocockSpending)],
    ['two-sided', spendingDesign([0.25, 0.6, 1], { alpha: 0.05, sides: 'two' }, obrienFlemingSpending)],
  ]

  /** The chance under the drift that the trial stops with an outcome above the one at which the limit is the drift. */
  function chanceAbove(design: GroupSequentialDesign, drift: number, limitOf: (look: number, z: number) => number) {
    // Stops are in order: below from the first look on, the last look, above from the last look to the first.
    const looks = looksOf(design, false)
    const exits = sequentialNormal(looks, drift)
    const last = looks.length
    const regions = [
      ...looks.slice(0, -1).map(({ lower }, at) => ({ look: at + 1, from: lower - 12, to: lower, above: false })),
      { look: last, from: -12, to: 24, above: true },
      ...looks.slice(0, -1).map(({ upper }, at) => ({ look: at + 1, from: upper, to: upper + 24, above: true })),
    ].filter(({ from }) => Number.isFinite(from))
    const hit = regions.filter(({ look, from, to }) => {
      const [low, high] = [limitOf(look, from), limitOf(look, to)]
      return low <= drift && drift < high
    })
    expect(hit.length).toBe(1)
    const [{ look, from, to }] = hit as [(typeof regions)[number]]
    const z = findRoot(at => limitOf(look, at) - drift, from, to)
    const upTo = looks.slice(0, look).map((each, at) => (at === look - 1 ? { ...each, lower: z, upper: z } : each))
    const here = sequentialNormal(upTo, drift).above.at(-1) ?? 0
    return exits.above.slice(0, look - 1).reduce((sum, chance) => sum + chance, 0) + here
  }

  it.each(designs)(
    '%s limits cover exactly with their level, and the estimate is too low as often as too high',
    (_, design) => {
      for (const drift of [-0.7, 0, 1, 2.6]) {
        const limit = (which: 'lower' | 'upper' | 'estimate') => (look: number, z: number) =>
          finalAnalysis(design, { look, z }, 0.9)[which]
        expect(chanceAbove(design, drift, limit('lower'))).toBeCloseTo(0.05, 8)
        expect(chanceAbove(design, drift, limit('estimate'))).toBeCloseTo(0.5, 8)
        expect(chanceAbove(design, drift, limit('upper'))).toBeCloseTo(0.95, 8)
      }
    },
  )

  it('P agrees with the boundary at every look, and an earlier stop is stronger evidence', () => {
    const [, [, design]] = designs as [unknown, [string, GroupSequentialDesign]]
    let spent = 0
    let before = 0
    for (const [at, { efficacy }] of design.looks.entries()) {
      const exits = sequentialNormal(looksOf(design, false))
      spent += 2 * (exits.above[at] ?? 0)
      const { pValue } = finalAnalysis(design, { look: at + 1, z: efficacy }, 0.95)
      expect(pValue).toBeCloseTo(spent, 9)
      expect(pValue).toBeGreaterThan(before)
      before = pValue
    }
    expect(spent).toBeCloseTo(0.05, 9)
  })

  it('with one look is the usual interval', () => {
    const { estimate, lower, upper } = finalAnalysis(
      spendingDesign([1], oneSided, pocockSpending),
      { look: 1, z: 1.3 },
      0.95,
    )
    expect([estimate, lower, upper].map(value => value.toFixed(6))).toEqual(['1.300000', '-0.659964', '3.259964'])
  })

  it('is refused at a look that there is not', () => {
    for (const look of [0, 4, 1.5]) {
      expect(() => chanceOfMore(designs[0]?.[1] as GroupSequentialDesign, { look, z: 1 }, 0)).toThrow(RangeError)
    }
  })
})
