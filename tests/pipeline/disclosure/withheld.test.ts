import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { heldBack, withoutSmallCounts } from '../../../src/pipeline/disclosure/small-counts.ts'
import { withheld } from '../../../src/pipeline/disclosure/withheld.ts'
import type { CountIdentity } from '../../../src/pipeline/disclosure/worked-out.ts'
import { attack } from '../../support/disclosure-attack.ts'

const system = (counts: Record<string, number>, identities: readonly CountIdentity[]) => ({
  counts: new Map(Object.entries(counts)),
  identities,
  protects: (id: string) => id !== 'missing',
  cost: (id: string) => counts[id] ?? 0,
})

describe('the parts of a known total', () => {
  const leastCases = 5

  it('are held back where they are small, with others that the total would tell them by', () => {
    expect(withoutSmallCounts([20, 0, 30], leastCases)).toEqual([20, 0, 30])
    expect(withoutSmallCounts([20, 3, 30, 9], leastCases)).toEqual([20, heldBack, 30, heldBack])
    expect(withoutSmallCounts([1, 1, 7, 30], leastCases)).toEqual([heldBack, heldBack, heldBack, 30])
    expect(withoutSmallCounts([1, 1, 7, 30], 1)).toEqual([1, 1, 7, 30])
  })

  it('can never be told from the total', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 8 }), counts => {
        const shown = withoutSmallCounts(counts, leastCases)
        const held = counts.filter((_, i) => shown[i] === heldBack)
        expect(shown.filter(each => typeof each === 'number' && each > 0 && each < leastCases)).toEqual([])
        const others = counts.filter(count => count >= leastCases).length
        if (held.length === 1) expect(others).toBe(0)
        if (held.length > 0 && others > held.length) {
          expect(held.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(leastCases)
        }
      }),
    )
  })
})

describe('counts that are published together', () => {
  it('go with the cheapest other part', () => {
    const held = withheld(system({ all: 60, a: 3, b: 20, c: 37 }, [{ of: 'all', parts: ['a', 'b', 'c'] }]), 5)
    expect([...held]).toEqual(['a', 'b'])
  })

  it('go with the total where there is no other part', () => {
    const held = withheld(system({ all: 3, a: 3, b: 0 }, [{ of: 'all', parts: ['a', 'b'] }]), 5)
    expect([...held].sort()).toEqual(['a', 'all'])
  })

  it('go together where they are the same cases', () => {
    const identities = [
      { of: 'all', parts: ['a', 'b'] },
      { of: 'b', parts: ['same'] },
    ]
    expect([...withheld(system({ all: 60, a: 2, b: 58, same: 58 }, identities), 5)].sort()).toEqual(['a', 'b', 'same'])
  })

  it('are not held back for what is only missing', () => {
    const held = withheld(system({ all: 60, missing: 3, b: 57 }, [{ of: 'all', parts: ['missing', 'b'] }]), 5)
    expect([...held]).toEqual([])
  })

  it('cannot be worked out one from another, in tables whose rows and columns are all added up', () => {
    const tables = fc
      .integer({ min: 2, max: 4 })
      .chain(columns =>
        fc.array(fc.array(fc.nat(14), { minLength: columns, maxLength: columns }), { minLength: 2, maxLength: 4 }),
      )
    fc.assert(
      fc.property(tables, fc.integer({ min: 2, max: 6 }), (table, leastCases) => {
        const counts: Record<string, number> = { all: 0 }
        for (const [r, row] of table.entries()) {
          for (const [c, count] of row.entries()) {
            counts[`r${r}c${c}`] = count
            for (const total of [`r${r}`, `c${c}`, 'all']) counts[total] = (counts[total] ?? 0) + count
          }
        }
        const rows = table.map((_, r) => `r${r}`)
        const columns = (table[0] ?? []).map((_, c) => `c${c}`)
        const identities = [
          ...rows.map(r => ({ of: r, parts: columns.map(c => `${r}${c}`) })),
          ...columns.map(c => ({ of: c, parts: rows.map(r => `${r}${c}`) })),
          ...[rows, columns].map(parts => ({ of: 'all', parts })),
        ]
        const held = withheld(system(counts, identities), leastCases)
        const isSmall = (id: string): boolean => (counts[id] ?? 0) > 0 && (counts[id] ?? 0) < leastCases
        for (const id of Object.keys(counts).filter(isSmall)) expect(held).toContain(id)
        expect(attack(identities, [...held]).filter(isSmall)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})
