import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { streamsOf } from '../../src/core/random.ts'
import { TextColumn } from '../../src/core/text-column.ts'
import {
  AllocationRecord,
  allocate,
  drawAllocation,
  drawnTable,
  drawSample,
  SampleTable,
} from '../../src/design/index.ts'
import { gathered, sampleTable } from '../../src/design/sample-table.ts'
import type { AllocatedCase, SampledCase } from '../../src/model/case.ts'
import { frameOf, protocolOf, samplingProtocol } from '../support/designs.ts'
import { mixedAllocations, mixedProtocol, mixedSample } from '../support/mixed-designs.ts'

const fieldsOf = ([first]: readonly SampledCase[]): string[] => Object.keys(first?.baseline ?? {})
const byId = (a: SampledCase, b: SampledCase): number => (a.id < b.id ? -1 : 1)

describe('a sample as columns', () => {
  const sample = mixedSample('columns', 80, true)
  const fields = fieldsOf(sample)

  it('reads like the cases that it is of, in their order', () => {
    const drawn = sample.map((each, index) => ({ ...each, probability: { numerator: index % 3, denominator: 3 } }))
    const table = drawnTable(drawn, fields)
    expect([...table]).toEqual(drawn)
    expect([table.length, table.at(-1), table.at(80)]).toEqual([80, undefined, undefined])
    expect(drawnTable(table, fields)).toBe(table)
  })

  it('is put in byte order of id, with the fields asked for and no others, however it is given', () => {
    const expected = sample
      .toSorted(byId)
      .map(each => ({ ...each, baseline: { score: each.baseline.score, age: each.baseline.age } }))
    for (const given of [sample, new SampleTable(gathered(sample, fields)), sample.toSorted(byId)]) {
      expect([...sampleTable(given, ['score', 'age'])]).toEqual(expected)
    }
  })

  it('refuses an id that stands twice, in columns too', () => {
    const twice = [...sample, sample[3] as SampledCase]
    for (const given of [twice, new SampleTable(gathered(twice, []))]) {
      expect(() => sampleTable(given, [])).toThrow(sample[3]?.id)
    }
  })
})

describe('the units of a sample', () => {
  const cases = fc
    .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), { minLength: 1 })
    .chain(ids =>
      fc.tuple(
        ...ids.map(id =>
          fc.constantFrom(id, id, 'x', 'y', 'b', 'g').map(cluster => ({ id, stratum: 'all', cluster, baseline: {} })),
        ),
      ),
    )

  it('are the cases that name one cluster, in the order of their first cases', () => {
    fc.assert(
      fc.property(cases, given => {
        const ordered = given.toSorted(byId)
        const names = [...new Set(ordered.map(({ cluster }) => cluster))]
        const expected = names.map(name => [...ordered.keys()].filter(row => ordered[row]?.cluster === name))
        const { units } = sampleTable(given, [])
        const numbers = [...units.all()]
        expect(numbers.map(unit => [...units.membersOf(unit)])).toEqual(expected)
        expect(numbers.map(unit => [units.sizeOf(unit), units.firstOf(unit)])).toEqual(
          expected.map(rows => [rows.length, rows[0]]),
        )
        const shared = ordered.flatMap(({ id, cluster }, row) => {
          return id === cluster && ordered.some(other => other.id !== id && other.cluster === id) ? [row] : []
        })
        expect(units.namesakes).toEqual(shared)
      }),
    )
  })
})

describe('an allocation of columns', () => {
  it.each(mixedAllocations)('is that of the plain cases, in any order of rows: %s', (_, method, options = {}) => {
    const protocol = mixedProtocol(method, options.arms)
    const sample = options.linked === false ? mixedSample('golden singles', 48, false) : mixedSample('golden', 66, true)
    const expected = allocate(sample, protocol, streamsOf('7'))
    expect(expected.map(({ id }) => id)).toEqual(sample.toSorted(byId).map(({ id }) => id))
    const fields = fieldsOf(sample)
    for (const given of [sample.toReversed(), sample.toSorted(byId)]) {
      const record = drawAllocation(new SampleTable(gathered(given, fields)), protocol, streamsOf('7'))
      expect([...record]).toEqual(expected)
      expect([record.length, record.at(-1), record.at(sample.length)]).toEqual([sample.length, undefined, undefined])
      expect(record.linkedCases).toBe(expected.filter(({ linked }) => linked).length)
      expect([...record.strataAndArms()]).toEqual(expected.map(({ stratum, arm }) => ({ stratum, arm })))
    }
  })

  it('is that of the drawn cases, by fixed counts with linked cases', () => {
    const strata = { north: ['x', 'x', 'y', '', '', '', '', ''], south: ['y', '', '', '', ''] }
    const { table, rows } = frameOf(strata)
    const protocol = protocolOf({ north: { control: 4, call: 4 }, south: { control: 3, call: 2 } })
    const sample = drawSample(table, rows, protocol, streamsOf('7'))
    expect(sample.cases).toBe(sample.cases)
    const drawn = drawAllocation(sample.table, protocol, streamsOf('7'))
    expect([...drawn]).toEqual(allocate(sample.cases.toReversed(), protocol, streamsOf('7')))
    expect(drawn.linkedCases).toBe(4)
  })
})

it('a record holds more probabilities than two bytes can number', () => {
  const cases = Array.from({ length: 70_000 }, (_, row): AllocatedCase => {
    const id = `C${String(row).padStart(5, '0')}`
    const probability = { numerator: row, denominator: 70_000 }
    return {
      id,
      stratum: 'all',
      cluster: id,
      arm: row % 2 ? 'call' : 'control',
      probability,
      position: row + 1,
      linked: false,
    }
  })
  expect([...AllocationRecord.of(cases)]).toEqual(cases)
})

it.each(['an array', 'texts'])(
  'a case without a cluster whose id is the name of one is refused, clusters in %s',
  kind => {
    const { table, rows } = frameOf({ all: ['all-001', '', ''] })
    const nrp = new TextColumn(null)
    for (const name of ['all-001', null, null]) nrp.push(name)
    const columns = kind === 'texts' ? new Map([...table.columns, ['nrp', nrp]]) : table.columns
    const protocol = samplingProtocol(['all'], { method: 'all' })
    expect(() => drawSample({ ...table, columns }, rows, protocol, streamsOf('7'))).toThrow('all-001')
  },
)
