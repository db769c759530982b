import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TrialError } from '../../../src/core/errors.ts'
import { shuffled, streamsOf } from '../../../src/core/random.ts'
import { drawSample, type SamplingProtocol, samplingMethods } from '../../../src/design/index.ts'
import type { CaseTable } from '../../../src/model/case.ts'
import { frameOf, samplingProtocol } from '../../support/designs.ts'

type Sampling = NonNullable<SamplingProtocol['sampling']>

const links = (cases: number, name = ''): string[] =>
  Array.from({ length: cases }, (_, index) => (index % 3 === 0 || name === '' ? '' : `${name}${index % 4}`))
const strata = { '1993': links(14, 'x'), '2003': links(23, 'y') }
const { table, rows } = frameOf(strata)

const samplings: readonly Sampling[] = [
  { method: 'targets' },
  { method: 'all' },
  { method: 'simple', size: 11, replacements: 4 },
  { method: 'stratified', size: 11, split: 'proportional' },
  { method: 'stratified', size: 11, split: 'equal' },
  { method: 'stratified', size: 11, split: { deviations: { '1993': 3, '2003': '1.25' } } },
  { method: 'stratified', sizes: { '1993': 3, '2003': 9 }, replacements: 3 },
  { method: 'systematic', size: 11, orderBy: ['scheme'] },
  { method: 'cluster', clusters: 7 },
  { method: 'stratified-cluster', clusters: { '1993': 2, '2003': 4 } },
  { method: 'until-representative', order: ['call', 'control'], minimum: 8, tolerance: '6.5', most: 12 },
]
const protocolOf = (sampling: Sampling): SamplingProtocol =>
  samplingProtocol(Object.keys(strata), sampling, sampling.method !== 'until-representative')
const draw = (sampling: Sampling, of: CaseTable = table, seed = '7') =>
  drawSample(of, rows, protocolOf(sampling), streamsOf(seed))

/** The table with its columns changed. */
const withColumn = (field: string, values: readonly (string | number | boolean | null)[]): CaseTable => ({
  ids: table.ids,
  columns: new Map([...table.columns, [field, values]]),
})

describe.each(samplings)('$method', sampling => {
  it('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (order, seed) => {
        const places = shuffled(rows, streamsOf(order)('test', 'rows'))
        const columns = [...table.columns].map(
          ([id, values]) => [id, places.map(row => values.at(row) ?? null)] as const,
        )
        const reordered = { ids: places.map(row => table.ids.at(row) ?? ''), columns: new Map(columns) }
        expect(draw(sampling, reordered, seed)).toEqual(draw(sampling, table, seed))
      }),
      { numRuns: 20 },
    )
  })

  it('samples namesakes when ids keep their order, and knows clusters by who is in them only', () => {
    const renamed = [...table.ids].map(id => id.replace('-', '-0'))
    const pseudonyms = [...table.ids]
      .map((_, row) => table.columns.get('nrp')?.at(row) ?? null)
      .map(name => (name === null ? null : `é${String(name)}!`))
    const twin = draw(sampling, { ...withColumn('nrp', pseudonyms), ids: renamed })
    expect(twin.cases.map(({ id }) => id.replace('-0', '-'))).toEqual(draw(sampling).cases.map(({ id }) => id))
  })

  it('draws another sample by another seed, unless it takes all', () => {
    const drawn = ['1', '2', '3'].map(seed =>
      draw(sampling, table, seed)
        .cases.map(({ id }) => id)
        .join(),
    )
    expect(new Set(drawn).size > 1).toBe(sampling.method !== 'all')
  })

  it('says what it promises, and which probabilities it records', () => {
    const method = samplingMethods.find(sampling.method)
    expect(method?.exactPromises.length).toBeGreaterThan(0)
    expect(method?.probabilityPromises.length).toBeGreaterThan(0)
    expect(method?.algorithm.version).toBe(1)
    expect(method?.inclusion === 'given_the_sizes_of_strata').toBe(sampling.method === 'until-representative')
  })
})

describe('systematic sampling', () => {
  const values = [5, null, 5, 1, 9, 1, null, 3, 9, 2]
  const of = frameOf({ all: links(10) })
  const fields = {
    amount: { type: 'integer', values },
    open: { type: 'boolean', values: values.map(value => (value === null ? null : value > 4)) },
    level: { type: 'category', levels: ['z', 'a'], values: values.map(value => (value === 9 ? 'z' : 'a')) },
    when: { type: 'date', values: values.map(value => (value === null ? null : `2015-01-0${value}`)) },
  } as const
  const base = samplingProtocol(['all'], { method: 'all' })
  const protocol = (orderBy: string[], size: number): SamplingProtocol => ({
    ...base,
    caseload: {
      ...base.caseload,
      fields: [
        ...base.caseload.fields,
        ...Object.entries(fields).map(([id, { type, ...more }]) => {
          return { id, title: id, type, ...('levels' in more ? { levels: [...more.levels] } : {}) }
        }),
      ],
    },
    sampling: { method: 'systematic', orderBy, size },
  })
  const columns = new Map([
    ...of.table.columns,
    ...Object.entries(fields).map(([id, each]) => [id, each.values] as const),
  ])
  const sampled = (orderBy: string[], size: number, start: number) =>
    drawSample({ ...of.table, columns }, of.rows, protocol(orderBy, size), () => ({ below: () => start })).cases.map(
      ({ id }) => Number(id.slice(4)),
    )

  it('orders by the fields in turn, missing values first, ties by id', () => {
    const places = (orderBy: string[]) => {
      // With two of ten, the start is half a place: starts 0, 2, 4, … take cases 0 and 5, 1 and 6, … of the order.
      const halves = [0, 2, 4, 6, 8].map(start => sampled(orderBy, 2, start))
      return halves.map(pair => pair.join())
    }
    // amount: null 1 and 6, then 3 and 5 (1), 9 (2), 7 (3), 0 and 2 (5), 4 and 8 (9).
    expect(places(['amount'])).toEqual(['1,7', '0,6', '2,3', '4,5', '8,9'])
    // open: missing 1 and 6; false 3 5 7 9; true 0 2 4 8.
    expect(places(['open'])).toEqual(['1,9', '0,6', '2,3', '4,5', '7,8'])
    // level as declared: z (4 and 8) before a; then by amount.
    expect(places(['level', 'amount'])).toEqual(['4,5', '8,9', '1,7', '0,6', '2,3'])
    expect(places(['when'])).toEqual(places(['amount']))
  })

  it('meets the share of any run of the order to within one case, for every start', () => {
    for (let start = 0; start < 10; start += 1) {
      const drawn = sampled(['nrp'], 7, start)
      expect(drawn).toHaveLength(7)
      for (let from = 0; from < 10; from += 1) {
        for (let to = from; to < 10; to += 1) {
          const within = drawn.filter(place => place >= from && place <= to).length
          const share = (7 * (to - from + 1)) / 10
          expect([Math.floor(share), Math.ceil(share)]).toContain(within)
        }
      }
    }
  })
})

describe('reserve lists', () => {
  it('are the next cases of the same shuffle: a larger sample takes them in their order', () => {
    const small = draw({ method: 'stratified', sizes: { '1993': 3, '2003': 9 }, replacements: 3 })
    expect(small.replacements.map(({ stratum, order }) => `${stratum} ${order}`)).toEqual([
      ...['1993 1', '1993 2', '1993 3', '2003 1', '2003 2', '2003 3'],
    ])
    for (const more of [1, 2, 3]) {
      const larger = draw({ method: 'stratified', sizes: { '1993': 3 + more, '2003': 9 + more } })
      const added = larger.cases.filter(({ id }) => !small.cases.some(each => each.id === id)).map(({ id }) => id)
      const reserve = small.replacements.filter(({ order }) => order <= more).map(({ id }) => id)
      expect(added).toEqual(reserve.sort())
    }
  })

  it('of a simple sample are the next of each stratum', () => {
    const { cases, replacements } = draw({ method: 'simple', size: 11, replacements: 4 })
    expect(replacements).toHaveLength(8)
    const all = draw({ method: 'simple', size: 37 }).cases.map(({ id }) => id)
    expect(all).toHaveLength(37)
    for (const { id, stratum } of replacements) {
      expect(id.startsWith(stratum)).toBe(true)
      expect(cases.some(each => each.id === id)).toBe(false)
    }
  })

  it('are as long as the eligible cases last, and none where not wanted', () => {
    const { replacements } = draw({ method: 'stratified', sizes: { '1993': 13, '2003': 23 }, replacements: 5 })
    expect(replacements.map(({ stratum, order }) => `${stratum} ${order}`)).toEqual(['1993 1'])
    expect(draw({ method: 'simple', size: 11 }).replacements).toEqual([])
  })
})

describe('impossible samples', () => {
  const refused = (sampling: Sampling): string[] => {
    try {
      draw(sampling)
    } catch (error) {
      if (error instanceof TrialError) {
        expect(error.exitCode).toBe(4)
        return error.issues.map(({ code, place, received, action }) => [code, place.field, received, action].join('; '))
      }
      throw error
    }
    return []
  }

  it('say what would make them possible', () => {
    expect(refused({ method: 'simple', size: 38 })).toEqual([
      'design.size_above_eligible; sampling.size; 38; Lower it to 37 or less, or widen eligibility.',
    ])
    expect(refused({ method: 'systematic', size: 40, orderBy: ['nrp'] })[0]).toContain('Lower it to 37')
    expect(refused({ method: 'stratified', size: 40, split: 'proportional' })[0]).toContain('Lower it to 37')
    expect(refused({ method: 'stratified', sizes: { '1993': 15, '2003': 24 } })).toEqual([
      'design.size_above_eligible; sampling.sizes.1993; 15; Lower it to 14 or less, or widen eligibility.',
      'design.size_above_eligible; sampling.sizes.2003; 24; Lower it to 23 or less, or widen eligibility.',
    ])
    expect(refused({ method: 'cluster', clusters: 50 })[0]).toContain('design.clusters_above_eligible')
  })

  it('are refused where a split could exceed a stratum, whatever the seed, with the largest size that fits', () => {
    expect(refused({ method: 'stratified', size: 29, split: 'equal' })).toEqual([
      'design.size_above_stratum; sampling.size; up to 15 by the split; Lower the size to 28 or less, or state `sizes` of the strata.',
    ])
    expect(refused({ method: 'stratified', size: 28, split: 'equal' })).toEqual([])
  })

  it('need a deviation above zero, with few enough digits for an exact draw', () => {
    const split = (first: number | string, second: number | string): Sampling => {
      return { method: 'stratified', size: 5, split: { deviations: { '1993': first, '2003': second } } }
    }
    expect(refused(split(0, '0.0'))).toEqual([
      'design.no_deviation; sampling.split.deviations; 0 for all; Give the deviations, or split proportionally.',
    ])
    const [tooFine = ''] = refused(split('123456789.123456', 7))
    expect([tooFine.split(';')[0], tooFine]).toEqual([
      'design.deviations_too_fine',
      expect.stringContaining('with 6 decimals'),
    ])
    expect(refused(split('123456.5', 7))).toEqual([])
  })

  it('name the clusters that lie in two strata', () => {
    const torn = withColumn(
      'nrp',
      [...table.ids].map((_, row) => (row === 0 || row === 20 ? 'torn' : null)),
    )
    expect(() => draw({ method: 'stratified-cluster', clusters: { '1993': 1, '2003': 1 } }, torn)).toThrow(
      'nrp: expected every cluster with its eligible cases in one stratum, received 1 with cases in several: "torn".',
    )
    expect(refused({ method: 'stratified-cluster', clusters: { '1993': 12, '2003': 1 } })).toEqual([
      'design.clusters_above_eligible; sampling.clusters.1993; 12; Lower it to 9 or less, or widen eligibility.',
    ])
    try {
      draw({ method: 'stratified-cluster', clusters: { '1993': 1, '2003': 1 } }, torn)
    } catch (error) {
      expect((error as TrialError).issues.map(({ code }) => code)).toEqual(['design.cluster_across_strata'])
    }
  })
})
