import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Alternative, frontier } from '../../src/economics/index.ts'

const of = (rows: Record<string, readonly [costPerCase: number, effect: number]>): Alternative[] =>
  Object.entries(rows).map(([arm, [costPerCase, effect]]) => ({ arm, costPerCase, effect }))
const standings = (rows: Parameters<typeof of>[0]) =>
  Object.fromEntries(
    frontier(of(rows)).alternatives.map(row => [row.arm, row.status === 'on_frontier' ? [] : [row.status, ...row.by]]),
  )

describe('the frontier, by hand', () => {
  test('the part-payment trial: PWC first is dearer than NRP first, and brings in less', () => {
    const rows = { control: [0, 407], pwc_first: [2573.7, 594], nrp_first: [2329.6, 607] } as const
    expect(standings(rows)).toEqual({ control: [], nrp_first: [], pwc_first: ['dominated', 'nrp_first'] })
    expect(frontier(of(rows)).steps).toEqual([{ arm: 'nrp_first', against: 'control' }])
    expect(frontier(of(rows)).alternatives.map(({ arm }) => arm)).toEqual(['control', 'nrp_first', 'pwc_first'])
  })

  test('an arm between two others at a worse rate than their mixture', () => {
    // 20 for the first unit, then 5 a unit: a mixture of none and all costs 12.5 for one.
    const rows = { none: [0, 0], some: [20, 1], all: [25, 2] } as const
    expect(standings(rows)).toEqual({ none: [], some: ['extendedly_dominated', 'none', 'all'], all: [] })
    expect(frontier(of(rows)).steps).toEqual([{ arm: 'all', against: 'none' }])
  })

  test('an arm on the line between two others stays', () => {
    expect(standings({ none: [0, 0], half: [10, 1], all: [20, 2] })).toEqual({ none: [], half: [], all: [] })
  })

  test('equal costs or equal effects', () => {
    expect(standings({ a: [5, 1], b: [5, 2], c: [7, 2] })).toEqual({
      b: [],
      a: ['dominated', 'b'],
      c: ['dominated', 'b'],
    })
    expect(standings({ a: [5, 1], twin: [5, 1] })).toEqual({ a: [], twin: [] })
    expect(frontier(of({ a: [5, 1], twin: [5, 1] })).steps).toEqual([])
    expect(frontier([])).toEqual({ alternatives: [], steps: [] })
  })

  test('extended dominance shows only once a later arm was put beside the earlier ones', () => {
    const rows = { none: [0, 0], a: [10, 1], b: [18, 1.5], c: [24, 4] } as const
    expect(standings(rows)).toEqual({
      none: [],
      a: ['extendedly_dominated', 'none', 'c'],
      b: ['extendedly_dominated', 'none', 'c'],
      c: [],
    })
  })
})

const alternatives = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: -20, max: 20 })), { minLength: 1, maxLength: 7 })
  .map(rows => rows.map(([costPerCase, effect], index) => ({ arm: `arm${index}`, costPerCase, effect })))

test('the arms on the frontier are those that some willingness makes best', () => {
  fc.assert(
    fc.property(alternatives, all => {
      const onFrontier = new Set(
        frontier(all).alternatives.flatMap(({ arm, status }) => (status === 'on_frontier' ? [arm] : [])),
      )
      // Slopes are ratios of small integers, so a fine grid of exact values and the far end see every corner.
      const values = new Set([0, 1e6])
      for (const a of all) {
        for (const b of all) {
          if (a.effect > b.effect && a.costPerCase >= b.costPerCase) {
            values.add((a.costPerCase - b.costPerCase) / (a.effect - b.effect))
          }
        }
      }
      const best = new Set<string>()
      for (const value of values) {
        const worth = (one: Alternative): number => value * one.effect - one.costPerCase
        const most = Math.max(...all.map(worth))
        for (const one of all) if (worth(one) >= most - 1e-9 * (1 + Math.abs(most))) best.add(one.arm)
      }
      // At a value of 0 an arm that is as cheap but brings less is as good; it is dominated all the same.
      for (const arm of onFrontier) expect(best).toContain(arm)
      for (const { arm, costPerCase, effect } of all) {
        const beaten = all.some(
          other =>
            other.costPerCase <= costPerCase &&
            other.effect >= effect &&
            (other.costPerCase < costPerCase || other.effect > effect),
        )
        if (beaten) expect(onFrontier).not.toContain(arm)
        else if (best.has(arm)) expect(onFrontier).toContain(arm)
      }
    }),
    { numRuns: 500 },
  )
})

test('along the frontier each step costs more for one than the step before', () => {
  fc.assert(
    fc.property(alternatives, all => {
      const { steps } = frontier(all)
      const find = (arm: string): Alternative => all.find(one => one.arm === arm) as Alternative
      const rates = steps.map(({ arm, against }) => {
        const [to, from] = [find(arm), find(against)]
        expect(to.effect).toBeGreaterThan(from.effect)
        return (to.costPerCase - from.costPerCase) / (to.effect - from.effect)
      })
      for (const [index, rate] of rates.entries()) {
        const before = rates[index - 1]
        if (before !== undefined) expect(rate).toBeGreaterThanOrEqual(before - 1e-12)
      }
    }),
  )
})
