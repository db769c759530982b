import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { adjustmentIds } from '../../../src/model/plan.ts'
import { adjustments, fixedSequence, hochberg, holm, hommel } from '../../../src/statistics/index.ts'
import { agree, oracle } from '../../support/analysis.ts'

interface Oracle {
  families: Record<string, { p: number[]; adjusted: Record<string, number[]> }>
}

const { families } = oracle<Oracle>('adjusted-p.json')
const byR = adjustments.all.filter(({ id }) => id !== 'fixed-sequence')

/** Products and quotients of a few doubles, so a few units in the last place. */
const tolerance = 1e-14

describe.each(byR)('$id', ({ id, adjust }) => {
  test.each(Object.entries(families))("gives R's p.adjust for the family %s", (_, { p, adjusted }) => {
    const theirs = adjusted[id] ?? []
    expect(theirs).toHaveLength(p.length)
    adjust(p).forEach((ours, index) => {
      expect(agree(ours, theirs[index] ?? Number.NaN, tolerance)).toBe(true)
    })
  })
})

/** Our names of R's, where they differ. */
const names: Readonly<Record<string, string>> = { BH: 'benjamini-hochberg', BY: 'benjamini-yekutieli' }
const { trials } = oracle<{ trials: Record<string, Record<string, number[]>> }>('adjusted-p-trials.json')

test.each(Object.entries(trials))(
  "the comparisons of a trial are adjusted as in R's results: %s",
  (_, { raw = [], ...byName }) => {
    expect(Object.keys(byName)).toEqual(['bonferroni', 'holm', 'hochberg', 'BH', 'BY'])
    for (const [name, theirs] of Object.entries(byName)) {
      const ours = adjustments.find(names[name] ?? name)?.adjust(raw) ?? []
      expect(ours.map((p, index) => agree(p, theirs[index] ?? Number.NaN, tolerance))).toEqual(theirs.map(() => true))
    }
  },
)

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 })

/** Every subset of indices, each as a bit mask. */
const masks = (n: number): number[] => Array.from({ length: 2 ** n - 1 }, (_, mask) => mask + 1)

/** Closed testing by its definition: the largest P value of any set of hypotheses that holds this one. */
const closed = (p: readonly number[], test: (set: readonly number[]) => number): number[] =>
  p.map((_, own) =>
    Math.max(
      ...masks(p.length)
        .filter(mask => (mask >> own) & 1)
        .map(mask => Math.min(1, test(p.filter((_, index) => (mask >> index) & 1)))),
    ),
  )

describe('closed testing over every set of hypotheses', () => {
  const near = (ours: readonly number[], theirs: readonly number[]): void =>
    ours.forEach((p, index) => {
      expect(p).toBeCloseTo(theirs[index] ?? Number.NaN, 13)
    })

  it("with Bonferroni's test is Holm's adjustment", () => {
    fc.assert(
      fc.property(pValues, p =>
        near(
          holm.adjust(p),
          closed(p, set => set.length * Math.min(...set)),
        ),
      ),
    )
  })

  it("with Simes's test is Hommel's adjustment", () => {
    const simes = (set: readonly number[]): number =>
      Math.min(...[...set].sort((a, b) => a - b).map((q, index) => (set.length * q) / (index + 1)))
    fc.assert(fc.property(pValues, p => near(hommel.adjust(p), closed(p, simes))))
  })
})

describe.each(adjustments.all)('any adjustment: $id', ({ id, adjust }) => {
  it('never lowers a P value or leaves 0 to 1, and is one P value itself', () => {
    fc.assert(
      fc.property(pValues, p => {
        adjust(p).forEach((adjusted, index) => {
          expect(adjusted).toBeGreaterThanOrEqual((p[index] ?? 0) * (1 - 1e-14))
          expect(adjusted).toBeLessThanOrEqual(1)
        })
        expect(adjust(p.slice(0, 1))).toEqual(p.slice(0, 1))
      }),
    )
  })

  it('gives each comparison its own, whatever the order, but where the order is the method', () => {
    const p = [0.04, 0.001, 0.03, 0.2]
    const reversed = adjust([...p].reverse()).toReversed()
    if (id === 'fixed-sequence') expect(reversed).not.toEqual(adjust(p))
    else expect(reversed).toEqual(adjust(p))
  })

  it('gives nothing of nothing, and refuses what is no P value', () => {
    expect(adjust([])).toEqual([])
    expect(() => adjust([0.5, 1.1])).toThrow(/pValues\[1\]: expected a number from 0 to 1, received 1.1/)
    expect(() => adjust([Number.NaN])).toThrow(RangeError)
  })
})

test('a fixed order stops at the first that is not rejected', () => {
  expect(fixedSequence.adjust([0.01, 0.2, 0.03, 0.3])).toEqual([0.01, 0.2, 0.2, 0.3])
})

test('Hommel is never above Hochberg, nor Hochberg above Holm', () => {
  const below = (a: readonly number[], b: readonly number[]): boolean =>
    a.every((p, index) => p <= (b[index] ?? 0) * (1 + 1e-14))
  fc.assert(
    fc.property(pValues, p => {
      expect(below(hommel.adjust(p), hochberg.adjust(p)) && below(hochberg.adjust(p), holm.adjust(p))).toBe(true)
    }),
  )
})

test('the plan knows the adjustments that are registered', () => {
  expect(adjustments.ids).toEqual(adjustmentIds)
})
