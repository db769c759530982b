import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TrialError } from '../../src/core/errors.ts'
import {
  type AnalysisRow,
  collapseStrata,
  findSummary,
  merge,
  restrictToLevel,
  summarise,
  summariseAll,
  unionOfRequirements,
} from '../../src/summaries/index.ts'
import { binary, columnOf, row, summaryOf } from '../support/analysis.ts'

const arms = ['called', 'control']
const small: AnalysisRow[] = [
  row('called', 500, '2003', 'n1'),
  row('called', 0, '1993', 'n1'),
  row('called', 300, '1993', 'n2'),
  row('called', null, '1993', 'n2'),
  row('control', 0, '1993'),
  row('control', 300, '2003', 'n3'),
  row('control', -100, '2003', 'n3'),
]

describe('memory engine, by hand', () => {
  test('frequencies: every arm in every stratum, strata in byte order, values ascending, missing apart', () => {
    expect(summaryOf(columnOf(small), 'frequencies').cells).toEqual([
      {
        arm: 'called',
        stratum: '1993',
        data: {
          n: 2,
          missing: 1,
          values: [
            [0, 1],
            [300, 1],
          ],
        },
      },
      { arm: 'control', stratum: '1993', data: { n: 1, missing: 0, values: [[0, 1]] } },
      { arm: 'called', stratum: '2003', data: { n: 1, missing: 0, values: [[500, 1]] } },
      {
        arm: 'control',
        stratum: '2003',
        data: {
          n: 2,
          missing: 0,
          values: [
            [-100, 1],
            [300, 1],
          ],
        },
      },
    ])
  })

  test('ranks are over all cells together: -100 | 0 0 | 300 300 | 500 have ranks 1, 2.5, 4.5, 6', () => {
    const { cells, tieTerm } = summaryOf(columnOf(small), 'ranks')
    expect(cells.map(cell => cell.data.doubledRankSum)).toEqual([14n, 5n, 12n, 11n])
    expect(tieTerm).toBe(12n)
  })

  test('cluster moments: n1 has a case in both strata, and shows in the products across them', () => {
    const { cells, across, distinctClusters } = summaryOf(columnOf(small), 'clusterMoments')
    expect(cells[0]?.data).toEqual({
      n: 2,
      missing: 1,
      clusters: 2,
      size: 2n,
      sizeSquared: 2n,
      total: 300n,
      totalSquared: 90_000n,
      sizeTotal: 300n,
    })
    expect(cells[3]?.data).toEqual({
      n: 2,
      missing: 0,
      clusters: 1,
      size: 2n,
      sizeSquared: 4n,
      total: 200n,
      totalSquared: 40_000n,
      sizeTotal: 400n,
    })
    expect(across).toEqual([
      {
        arm: 'called',
        strata: ['1993', '2003'],
        clusters: 1,
        sizeSize: 1n,
        sizeTotal: 500n,
        totalSize: 0n,
        totalTotal: 0n,
      },
    ])
    expect(distinctClusters).toEqual({ called: 2, control: 2 })
  })

  test('collapsing strata puts a split cluster together: n1 is 2 cases and 500, n2 is 1 case and 300', () => {
    const { cells } = collapseStrata(summaryOf(columnOf(small), 'clusterMoments'))
    expect(cells).toHaveLength(2)
    expect(cells[0]).toEqual({
      arm: 'called',
      stratum: 'all',
      data: {
        n: 3,
        missing: 1,
        clusters: 2,
        size: 3n,
        sizeSquared: 5n,
        total: 800n,
        totalSquared: 340_000n,
        sizeTotal: 1300n,
      },
    })
  })

  test('a cluster in three strata is one cluster', () => {
    const rows = ['a', 'b', 'c'].map(stratum => row('called', 10, stratum, 'n1'))
    const whole = collapseStrata(summaryOf(columnOf(rows), 'clusterMoments'))
    expect(whole.cells[0]?.data).toMatchObject({
      clusters: 1,
      size: 3n,
      sizeSquared: 9n,
      totalSquared: 900n,
      sizeTotal: 90n,
    })
  })

  test('counts of a category have every declared level, and one can be singled out', () => {
    const rows = [row('called', 'refuses'), row('called', 'open'), row('called', 'open'), row('control', null)]
    const column = columnOf(rows, { kind: 'category', unit: { kind: 'case' }, levels: ['open', 'refuses', 'other'] })
    const counts = summaryOf(column, 'counts')
    expect(counts.cells.map(cell => cell.data)).toEqual([
      { n: 3, missing: 0, events: { open: 2, refuses: 1, other: 0 } },
      { n: 0, missing: 1, events: { open: 0, refuses: 0, other: 0 } },
    ])
    expect(restrictToLevel(counts, 'open').cells[0]?.data).toEqual({ n: 3, missing: 0, events: { open: 2 } })
  })

  test('an outcome without rows has no cell', () => {
    expect(summaryOf(columnOf([], { arms, control: 'control' }), 'moments').cells).toEqual([])
  })

  test('sums stay exact beyond 2^53', () => {
    const value = 9_007_199_254_740_991
    const { cells } = summaryOf(columnOf([row('called', value), row('called', value)]), 'moments')
    expect(cells[0]?.data).toMatchObject({ sum: 2n * BigInt(value), sumSquares: 2n * BigInt(value) ** 2n })
  })
})

describe('requirements', () => {
  const paid = columnOf(
    small.map(r => ({ ...r, value: r.value === null ? null : Number(Number(r.value) > 0) })),
    binary,
  )
  const amount = columnOf(small)

  test('each summary is made once, in byte order', () => {
    const needs = [
      { outcome: 'paid', kind: 'counts' },
      { outcome: 'amount', kind: 'ranks' },
      { outcome: 'paid', kind: 'counts' },
      { outcome: 'amount', kind: 'moments' },
    ] as const
    expect(unionOfRequirements(needs)).toHaveLength(3)
    const made = summariseAll([paid, amount], needs)
    expect(made.map(({ outcome, kind }) => `${outcome} ${kind}`)).toEqual([
      'amount moments',
      'amount ranks',
      'paid counts',
    ])
    expect(findSummary(made, 'paid', 'counts').cells[0]?.data.events).toEqual({ yes: 1 })
  })

  test('binary counts, moments and frequencies agree', () => {
    const made = summarise(paid, ['counts', 'moments', 'frequencies'])
    const events = findSummary(made, 'paid', 'counts').cells.map(cell => cell.data.events.yes ?? 0)
    expect(findSummary(made, 'paid', 'moments').cells.map(cell => Number(cell.data.sum))).toEqual(events)
  })
})

describe('bad input carries every issue', () => {
  const codesOf = (run: () => unknown): string[] => {
    try {
      run()
    } catch (error) {
      if (error instanceof TrialError) return error.issues.map(({ code }) => code)
      throw error
    }
    return []
  }

  test('unknown arms and values', () => {
    const rows = [
      row('called', 1.5),
      row('elsewhere', 1),
      row('called', 'yes'),
      row('called', 2 ** 53),
      row('called', -0),
    ]
    expect(codesOf(() => summarise(columnOf(rows, { arms, control: 'control' }), ['moments']))).toEqual([
      'summaries.bad_value',
      'summaries.unknown_arm',
      'summaries.bad_value',
      'summaries.bad_value',
      'summaries.bad_value',
    ])
    expect(codesOf(() => summarise(columnOf([row('called', 2)], binary), ['counts']))).toEqual(['summaries.bad_value'])
    const category = columnOf([row('called', 'maybe')], { kind: 'category', levels: ['open'] })
    expect(codesOf(() => summarise(category, ['counts']))).toEqual(['summaries.bad_value'])
  })

  test('an arm called __proto__ is only unknown', () => {
    expect(codesOf(() => summarise(columnOf([row('__proto__', 1)], { arms }), ['moments']))).toEqual([
      'summaries.unknown_arm',
    ])
  })

  test('a cluster in two arms matters to cluster moments only', () => {
    const rows = [row('called', 1, 'all', 'n1'), row('control', 1, 'all', 'n1')]
    expect(codesOf(() => summarise(columnOf(rows), ['moments']))).toEqual([])
    expect(codesOf(() => summarise(columnOf(rows), ['clusterMoments']))).toEqual(['summaries.cluster_in_two_arms'])
  })

  test('kinds and outcomes that there are not', () => {
    expect(codesOf(() => summarise(columnOf(small), ['counts']))).toEqual(['summaries.kind_not_available'])
    expect(codesOf(() => summariseAll([], [{ outcome: 'paid', kind: 'counts' }]))).toEqual([
      'summaries.unknown_outcome',
    ])
  })

  test('parts that do not belong together', () => {
    const part = summaryOf(columnOf(small), 'moments')
    expect(codesOf(() => merge([part, { ...part, outcome: 'paid', control: 'called' }]))).toEqual([
      'summaries.parts_differ',
      'summaries.parts_differ',
    ])
  })
})

const anyRows = fc.array(
  fc.record({
    arm: fc.constantFrom(...arms),
    stratum: fc.constantFrom('1993', '2003', '2012'),
    cluster: fc.constant<string | null>(null),
    value: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: -500, max: 5000 }), fc.constant(null)),
    group: fc.integer({ min: 0, max: 6 }),
  }),
  { maxLength: 60 },
)
/** Some cases in clusters that stay in one arm and may span strata. */
const clustered = anyRows.map(rows =>
  rows.map(({ group, ...rest }) => ({ ...rest, cluster: group < 4 ? `${rest.arm}-${group}` : null })),
)
const additive = ['moments', 'frequencies', 'clusterMoments'] as const

describe('properties', () => {
  const column = (rows: readonly AnalysisRow[]) => columnOf(rows, { arms, control: 'control' })

  test('the order of rows makes no difference', () => {
    fc.assert(
      fc.property(clustered, fc.nat(), (rows, by) => {
        const turned = rows.map((_, index) => rows[(index + by) % rows.length] as AnalysisRow).reverse()
        const kinds = ['moments', 'ranks', 'frequencies', 'clusterMoments'] as const
        expect(summarise(column(turned), kinds)).toEqual(summarise(column(rows), kinds))
      }),
    )
  })

  test('merging parts that share no cluster gives the whole', () => {
    fc.assert(
      fc.property(clustered, rows => {
        const first = rows.filter(({ cluster }) => cluster === null || cluster.endsWith('1'))
        const second = rows.filter(candidate => !first.includes(candidate))
        for (const kind of additive) {
          const whole = summaryOf(column(rows), kind)
          const parts = merge([summaryOf(column(first), kind), summaryOf(column(second), kind)])
          const seen = (cell: { data: { n: number; missing: number } }) => cell.data.n + cell.data.missing > 0
          expect({ ...parts, cells: parts.cells.filter(seen) }).toEqual({ ...whole, cells: whole.cells.filter(seen) })
        }
      }),
    )
  })

  test('collapsing strata is summarising without them', () => {
    fc.assert(
      fc.property(clustered, rows => {
        const unstratified = rows.map(candidate => ({ ...candidate, stratum: 'all' }))
        for (const kind of [...additive, 'ranks'] as const) {
          const { across: _, distinctClusters: __, ...collapsed } = collapseStrata(summaryOf(column(rows), kind))
          expect(collapsed).toEqual(summaryOf(column(unstratified), kind))
        }
      }),
    )
  })

  test('ranks add up to N (N + 1), and the tie term is what sorting gives', () => {
    fc.assert(
      fc.property(clustered, rows => {
        const { cells, tieTerm } = summaryOf(column(rows), 'ranks')
        const values = rows.flatMap(({ value }) => (value === null ? [] : [value as number]))
        const doubled = cells.reduce((sum, cell) => sum + cell.data.doubledRankSum, 0n)
        expect(doubled).toBe(BigInt(values.length) * BigInt(values.length + 1))
        const ties = [...new Set(values)].map(value => values.filter(other => other === value).length)
        expect(tieTerm).toBe(ties.reduce((sum, t) => sum + BigInt(t ** 3 - t), 0n))
      }),
    )
  })
})
