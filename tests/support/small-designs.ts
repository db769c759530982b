import type { DesignProtocol } from '../../src/design/index.ts'
import type { Allocation } from '../../src/model/allocation.ts'
import type { SampledCase } from '../../src/model/case.ts'
import type { FieldValue } from '../../src/model/event.ts'

/** A small design: arms (the first is the control), cases with stratum, cluster and baseline, and how they are allocated. */
export interface SmallDesign {
  name: string
  arms: readonly string[]
  sample: SampledCase[]
  allocation: Allocation
}

/** Cases c00, c01, … of one stratum each; '' as cluster for a case of its own. */
export function casesOf(
  rows: readonly { stratum?: string; cluster?: string; baseline?: Readonly<Record<string, FieldValue>> }[],
): SampledCase[] {
  return rows.map(({ stratum = 'all', cluster = '', baseline = {} }, index) => {
    const id = `c${String(index).padStart(2, '0')}`
    return { id, stratum, cluster: cluster === '' ? id : cluster, baseline }
  })
}

export const times = <T>(count: number, item: T): T[] => Array<T>(count).fill(item)

export const designOf = ({ arms, allocation }: SmallDesign): DesignProtocol => ({
  arms: arms.map((id, index) => ({ id, title: id, ...(index === 0 ? { control: true as const } : {}) })),
  caseload: { caseId: 'case', asOf: { date: '2015-10-31' }, fields: [] },
  strata: [],
  allocation,
})

const values = (field: string, list: readonly FieldValue[]) => list.map(value => ({ baseline: { [field]: value } }))

/** Designs of every method, small enough to walk through every draw. */
export const smallDesigns: readonly SmallDesign[] = [
  {
    name: 'complete, 3 arms, 5 cases',
    arms: ['control', 'a', 'b'],
    sample: casesOf(times(5, {})),
    allocation: { method: 'complete' },
  },
  {
    name: 'complete, ratio 2:1',
    arms: ['control', 'a'],
    sample: casesOf(times(5, {})),
    allocation: { method: 'complete', ratio: { control: 1, a: 2 } },
  },
  {
    name: 'complete, counts',
    arms: ['control', 'a'],
    sample: casesOf(times(5, {})),
    allocation: { method: 'complete', counts: { control: 1, a: 4 } },
  },
  {
    name: 'complete, clusters across strata',
    arms: ['control', 'a'],
    sample: casesOf([{ cluster: 'x', stratum: 's' }, { cluster: 'y' }, {}, { cluster: 'x' }, { cluster: 'y' }, {}]),
    allocation: { method: 'complete' },
  },
  {
    name: 'stratified, balanced, 3 strata',
    arms: ['control', 'a'],
    sample: casesOf([...times(3, { stratum: 's' }), ...times(3, { stratum: 't' }), ...times(3, { stratum: 'u' })]),
    allocation: { method: 'stratified', misfits: 'balanced' },
  },
  {
    name: 'stratified, balanced, 3 arms',
    arms: ['control', 'a', 'b'],
    sample: casesOf([...times(4, { stratum: 's' }), ...times(3, { stratum: 't' })]),
    allocation: { method: 'stratified', misfits: 'balanced' },
  },
  {
    name: 'stratified, independent, ratio 1:2',
    arms: ['control', 'a'],
    sample: casesOf([...times(4, { stratum: 's' }), ...times(2, { stratum: 't' })]),
    allocation: { method: 'stratified', misfits: 'independent', ratio: { control: 1, a: 2 } },
  },
  {
    name: 'stratified, clusters',
    arms: ['control', 'a'],
    sample: casesOf([{ cluster: 'x' }, { cluster: 'x' }, { cluster: 'y' }, { cluster: 'y' }, {}]),
    allocation: { method: 'stratified', misfits: 'balanced' },
  },
  {
    name: 'permuted blocks of 2 or 4, incomplete',
    arms: ['control', 'a'],
    sample: casesOf(times(3, {})),
    allocation: { method: 'permuted-blocks', blocks: [2, 4] },
  },
  {
    name: 'permuted blocks in the order of a date',
    arms: ['control', 'a'],
    sample: casesOf(values('since', ['2015-03-01', '2015-01-01', '2015-02-01'])),
    allocation: { method: 'permuted-blocks', blocks: [4], orderBy: ['since'] },
  },
  {
    name: 'factorial, 2 x 2',
    arms: ['neither', 'letter', 'call', 'both'],
    sample: casesOf(times(5, {})),
    allocation: {
      method: 'factorial',
      factors: [
        { id: 'letter', levels: { no: ['neither', 'call'], yes: ['letter', 'both'] } },
        { id: 'call', levels: { no: ['neither', 'letter'], yes: ['call', 'both'] } },
      ],
    },
  },
  {
    name: 'case probabilities, a cluster and a case that cannot be treated',
    arms: ['control', 'a'],
    sample: casesOf([
      { baseline: { w0: 1, w1: 2 } },
      { baseline: { w0: 3, w1: 1 }, cluster: 'x' },
      { baseline: { w0: 1, w1: 0 } },
      { baseline: { w0: 3, w1: 1 }, cluster: 'x' },
    ]),
    allocation: { method: 'case-probabilities', weights: { control: 'w0', a: 'w1' } },
  },
  {
    name: 'matched pairs on two fields, one case over',
    arms: ['control', 'a'],
    sample: casesOf([10, 90, 11, 50, 88].map((arrears, i) => ({ baseline: { arrears, age: 30 + i } }))),
    allocation: { method: 'matched-tuples', on: ['arrears', 'age'] },
  },
  {
    name: 'matched tuples at 1:2',
    arms: ['control', 'a'],
    sample: casesOf(values('arrears', [5, 1, 9, 2])),
    allocation: { method: 'matched-tuples', on: ['arrears'], ratio: { control: 1, a: 2 } },
  },
  {
    name: 'minimisation, 2 arms, a random order',
    arms: ['control', 'a'],
    sample: casesOf(values('scheme', ['1993', '2003', '1993'])),
    allocation: {
      method: 'minimisation',
      factors: [{ field: 'scheme', weight: 1 }],
      imbalance: 'range',
      probability: '0.5',
    },
  },
  {
    name: 'rerandomised, 2 arms',
    arms: ['control', 'a'],
    sample: casesOf(values('arrears', [0, 1, 2, 9])),
    allocation: { method: 'rerandomised', on: ['arrears'], largestDifference: '0.98', mostDraws: 1 },
  },
]
