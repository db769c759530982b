import { describe, expect, it } from 'vitest'
import { type Allocation, allocationSchema } from '../../src/model/allocation.ts'
import { allocationProblems } from '../../src/model/allocation-checks.ts'
import type { CaseField, Protocol } from '../../src/model/protocol.ts'

const field = (id: string, type: CaseField['type'], more: Partial<CaseField> = {}): CaseField => ({
  id,
  title: id,
  type,
  baseline: true,
  ...more,
})
const fields: CaseField[] = [
  field('scheme', 'category', { levels: ['1993', '2003'] }),
  field('arrears', 'money'),
  field('age', 'integer', { optional: true }),
  field('w', 'integer'),
  field('since', 'date'),
  { id: 'nrp', title: 'NRP', type: 'text' },
]
const sections = (allocation: Allocation, more: Partial<Protocol> = {}): Partial<Protocol> => ({
  arms: [
    { id: 'control', title: 'Control', control: true },
    { id: 'a', title: 'A' },
  ],
  caseload: { caseId: 'case', asOf: { date: '2015-10-31' }, fields },
  strata: [],
  allocation,
  ...more,
})
const parsed = (allocation: unknown): Allocation => allocationSchema.parse(allocation)
const found = (allocation: unknown, more?: Partial<Protocol>): string[] =>
  allocationProblems(sections(parsed(allocation), more)).map(({ path, expected }) => `${path.join('.')}: ${expected}`)

const minimisation = { method: 'minimisation', factors: [{ field: 'scheme' }], probability: '0.8' }

describe('allocations that the protocol does not bear out', () => {
  it.each<[string, unknown, string[]]>([
    [
      'a ratio that leaves out an arm',
      { method: 'complete', ratio: { control: 1 } },
      ['allocation.ratio: a share for every arm, a too'],
    ],
    [
      'a ratio with another arm',
      { method: 'stratified', ratio: { control: 1, a: 1, b: 1 } },
      ['allocation.ratio.b: a declared arm: control, a'],
    ],
    [
      'ratio and counts',
      { method: 'complete', ratio: { control: 1, a: 1 }, counts: { control: 1, a: 1 } },
      ['allocation: either `ratio` or `counts`'],
    ],
    [
      'a count of 0',
      { method: 'complete', counts: { control: 3, a: 0 } },
      ['allocation.counts.a: at least one unit in every arm'],
    ],
    [
      'a block size that the ratio does not fit',
      { method: 'permuted-blocks', ratio: { control: 1, a: 2 }, blocks: [6, 4] },
      ['allocation.blocks.1: a multiple of 3, the sum of the ratio'],
    ],
    [
      'an order by a field that is no baseline',
      { method: 'permuted-blocks', blocks: [4], orderBy: ['nrp'] },
      ['allocation.orderBy.0: a declared baseline field: scheme, arrears, age, w, since'],
    ],
    [
      'weights of a wrong type',
      { method: 'case-probabilities', weights: { control: 'w', a: 'arrears' } },
      ['allocation.weights.a: a field of type integer'],
    ],
    ['weights that are numbers, which is none', { method: 'case-probabilities', weights: { control: 1, a: 'w' } }, []],
    [
      'weights that may be missing',
      { method: 'case-probabilities', weights: { control: 'w', a: 'age' } },
      ['allocation.weights.a: a field that is never missing'],
    ],
    [
      'tuples on a category',
      { method: 'matched-tuples', on: ['scheme', 'arrears'] },
      ['allocation.on.0: a field of type integer, money, date, boolean'],
    ],
    [
      'rerandomisation on what may be missing',
      { method: 'rerandomised', on: ['age'], largestDifference: '0.1' },
      ['allocation.on.0: a field that is never missing'],
    ],
    [
      'minimisation on amounts',
      { ...minimisation, factors: [{ field: 'arrears' }] },
      ['allocation.factors.0.field: a field of type category, boolean'],
    ],
  ])('%s', (_, allocation, expected) => {
    expect(found(allocation)).toEqual(expected)
  })

  it('matched tuples with clusters', () => {
    const clusters = { field: 'nrp', title: 'NRP' }
    expect(found({ method: 'matched-tuples', on: ['arrears'] }, { clusters })).toEqual([
      'clusters: no clusters with matched-tuples, which deals single cases',
    ])
    expect(found({ method: 'stratified' }, { clusters })).toEqual([])
  })

  it('factors whose combinations are not the arms', () => {
    const factor = (id: string, no: string[], yes: string[]) => ({ id, levels: { no, yes } })
    const of = (...factors: unknown[]) => found({ method: 'factorial', factors })
    expect(of(factor('letter', ['control'], ['a']), factor('call', ['control'], ['a']))).toEqual([
      'allocation.factors: exactly one arm with the levels no, yes',
      'allocation.factors: exactly one arm with the levels yes, no',
    ])
    expect(of(factor('letter', ['control'], ['x']), factor('letter', ['control'], ['a']))).toEqual([
      'allocation.factors.1.id: an id that no other factor has',
      'allocation.factors.0.levels.yes.0: a declared arm: control, a',
    ])
  })

  it('accepts every method where it fits', () => {
    for (const allocation of [
      { method: 'complete', counts: { control: 3, a: 1 } },
      { method: 'stratified', misfits: 'independent', ratio: { control: 1, a: 2 } },
      { method: 'permuted-blocks', blocks: [2, 4], orderBy: ['since', 'age'] },
      { method: 'case-probabilities', weights: { control: 'w', a: 'w' } },
      { method: 'matched-tuples', on: ['arrears', 'since'] },
      { method: 'rerandomised', on: ['arrears'], largestDifference: '0.1' },
      minimisation,
    ]) {
      expect(found(allocation)).toEqual([])
    }
  })

  it.each(['0', '1.5', '-0.5', '0.0000001', '0.000000', 'half'])('refuses a probability of %s', probability => {
    expect(allocationSchema.safeParse({ ...minimisation, probability }).success).toBe(false)
  })
})
