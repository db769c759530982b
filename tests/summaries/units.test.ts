import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TrialError } from '../../src/core/errors.ts'
import { rowLevel } from '../../src/model/summary.ts'
import { type AnalysisRow, merge } from '../../src/summaries/index.ts'
import { columnOf, row, summaryOf } from '../support/analysis.ts'

const arms = ['called', 'control']
const unitsOf = (rows: readonly AnalysisRow[]) => summaryOf(columnOf(rows, { arms, control: 'control' }), 'units')

describe('units, by hand', () => {
  const rows = [
    row('called', 500, '2003', 'n1'),
    row('called', 0, '1993', 'n1'),
    row('called', 0, '1993', 'n2'),
    row('called', 0, '2003', 'n2'),
    row('called', null, '1993', 'n3'),
    row('called', 20, '2003', 'n3'),
    row('called', 100, '1993'),
    row('called', 20, '1993'),
    row('called', null, '1993'),
    row('called', -5, '1993', 'alone'),
    row('control', 0, '1993'),
    row('control', 0, '1993'),
  ]

  test('types by cases in each stratum; all-zero units only counted; single cases by value, a missing one last', () => {
    expect(unitsOf(rows).unitTypes).toEqual([
      {
        cases: { '1993': 1, '2003': 1 },
        arms: {
          called: {
            zeroUnits: 1,
            units: [{ values: { '2003': [20] }, missing: { '1993': 1 } }, { values: { '2003': [500] } }],
          },
          control: { zeroUnits: 0, units: [] },
        },
      },
      {
        cases: { '1993': 1 },
        arms: {
          called: {
            zeroUnits: 0,
            units: [
              { values: { '1993': [-5] } },
              { values: { '1993': [20] } },
              { values: { '1993': [100] } },
              { values: {}, missing: { '1993': 1 } },
            ],
          },
          control: { zeroUnits: 2, units: [] },
        },
      },
    ])
  })

  test('are as disclosive as rows', () => {
    expect(rowLevel.units).toBe(true)
  })

  test('a cluster in two arms is refused', () => {
    expect(() => unitsOf([row('called', 1, 'all', 'n1'), row('control', 1, 'all', 'n1')])).toThrow(TrialError)
  })
})

describe('properties', () => {
  const anyRows = fc.array(
    fc.record({
      arm: fc.constantFrom(...arms),
      stratum: fc.constantFrom('1993', '2003'),
      value: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: -20, max: 200 }), fc.constant(null)),
      group: fc.integer({ min: 0, max: 6 }),
    }),
    { maxLength: 40 },
  )
  const clustered = anyRows.map(rows =>
    rows.map(({ group, ...rest }): AnalysisRow => ({ ...rest, cluster: group < 4 ? `${rest.arm}-${group}` : null })),
  )

  test('the order of rows and the names of clusters make no difference', () => {
    fc.assert(
      fc.property(clustered, rows => {
        const renamed = [...rows].reverse().map(each => ({ ...each, cluster: each.cluster && `z${each.cluster}` }))
        expect(unitsOf(renamed)).toEqual(unitsOf(rows))
      }),
    )
  })

  test('merging parts that share no cluster gives the whole', () => {
    fc.assert(
      fc.property(clustered, rows => {
        const first = rows.filter(({ cluster }, index) => (cluster === null ? index % 2 === 0 : cluster.endsWith('1')))
        const second = rows.filter(each => !first.includes(each))
        expect(merge([unitsOf(first), unitsOf(second)]).unitTypes).toEqual(unitsOf(rows).unitTypes)
      }),
    )
  })

  test('no case is lost: cases and values add up to the rows', () => {
    fc.assert(
      fc.property(clustered, rows => {
        const types = unitsOf(rows).unitTypes ?? []
        const counted = types.flatMap(({ cases, arms: byArm }) =>
          Object.values(byArm).map(({ zeroUnits, units }) => {
            const size = Object.values(cases).reduce((sum, count) => sum + count, 0)
            const values = units.flatMap(unit => Object.values(unit.values).flat())
            return { cases: size * (zeroUnits + units.length), sum: values.reduce((sum, value) => sum + value, 0) }
          }),
        )
        const total = (key: 'cases' | 'sum') => counted.reduce((sum, each) => sum + each[key], 0)
        expect(total('cases')).toBe(rows.length)
        expect(total('sum')).toBe(rows.reduce((sum, { value }) => sum + Number(value ?? 0), 0))
      }),
    )
  })
})
