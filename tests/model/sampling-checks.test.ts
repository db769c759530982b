import { describe, expect, it } from 'vitest'
import { allocationSchema } from '../../src/model/allocation.ts'
import type { CaseField, Protocol } from '../../src/model/protocol.ts'
import { samplingSchema } from '../../src/model/sampling.ts'
import { samplingProblems } from '../../src/model/sampling-checks.ts'

const fields: CaseField[] = [
  { id: 'scheme', title: 'Scheme', type: 'category', levels: ['1993', '2003'], baseline: true },
  { id: 'nrp', title: 'NRP', type: 'text' },
]
const sections: Partial<Protocol> = {
  arms: [
    { id: 'control', title: 'Control', control: true },
    { id: 'call', title: 'Call' },
  ],
  caseload: { caseId: 'case', asOf: { date: '2015-10-31' }, fields },
  strata: ['scheme'],
  clusters: { field: 'nrp', title: 'NRP' },
  allocation: allocationSchema.parse({ method: 'stratified' }),
}
const targets = { '1993': { control: 1, call: 1 }, '2003': { control: 1, call: 1 } }
const stated = { allocation: allocationSchema.parse({ method: 'fixed-counts', targets }) }
const drawn = { allocation: allocationSchema.parse({ method: 'fixed-counts', targets: 'from_sampling' }) }
const filled = { method: 'until-representative', order: ['call', 'control'], minimum: 4, tolerance: 10 }

const found = (sampling: unknown, more: Partial<Protocol> = {}): string[] =>
  samplingProblems({ ...sections, sampling: samplingSchema.optional().parse(sampling), ...more }).map(
    ({ path, expected, received = '' }) => `${path.join('.')}: ${expected}; ${received}`,
  )

describe('samplings that the protocol bears out', () => {
  it.each<[unknown, Partial<Protocol>?]>([
    [undefined],
    [{ method: 'all' }],
    [{ method: 'simple', size: 5, replacements: 2 }],
    [{ method: 'stratified', size: 5, split: 'equal' }],
    [{ method: 'stratified', sizes: { '1993': 0, '2003': 3 } }],
    [{ method: 'stratified', size: 5, split: { deviations: { '1993': '1.5', '2003': 2 } } }],
    [{ method: 'systematic', size: 5, orderBy: ['nrp'] }],
    [{ method: 'cluster', clusters: 3 }],
    [{ method: 'stratified-cluster', clusters: { '1993': 1, '2003': 3 } }],
    [{ method: 'targets' }, stated],
    [undefined, stated],
    [filled, drawn],
  ])('%j', (sampling, more) => {
    expect(found(sampling, more)).toEqual([])
  })
})

describe('samplings that it does not', () => {
  it.each<[string, unknown, string[], Partial<Protocol>?]>([
    [
      'two ways to a size',
      { method: 'stratified', size: 5, split: 'equal', sizes: {} },
      ['sampling: exactly one of `size` and `sizes`; '],
    ],
    ['neither', { method: 'stratified' }, ['sampling: exactly one of `size` and `sizes`; ']],
    [
      'a size without split',
      { method: 'stratified', size: 5 },
      ['sampling: `split` with `size`, and without it none; '],
    ],
    [
      'a stratum left out',
      { method: 'stratified', sizes: { '1993': 2 } },
      ['sampling.sizes: a number for every stratum, 2003 too; '],
    ],
    [
      'an unknown stratum',
      { method: 'stratified', size: 2, split: { deviations: { '1993': 1, '2003': 1, x: 1 } } },
      ['sampling.split.deviations.x: a declared stratum: 1993, 2003; "x"'],
    ],
    [
      'an order by no field',
      { method: 'systematic', size: 5, orderBy: ['nrp', 'x'] },
      ['sampling.orderBy.1: a declared field: scheme, nrp; "x"'],
    ],
    [
      'clusters that nobody declared',
      { method: 'cluster', clusters: 3 },
      ['sampling.method: a `clusters` section that says what a cluster is; none'],
      { clusters: undefined },
    ],
    [
      'clusters of a stratum left out',
      { method: 'stratified-cluster', clusters: { '2003': 1 } },
      ['sampling.clusters: a number for every stratum, 1993 too; '],
    ],
    [
      'targets where there are none',
      { method: 'targets' },
      ['sampling.method: a method that does not need targets; no targets'],
    ],
    [
      'another method than the targets state',
      { method: 'simple', size: 3 },
      ['sampling.method: `targets`, as the allocation states them; "simple"'],
      stated,
    ],
    [
      'drawn targets that nobody draws',
      { method: 'all' },
      ['allocation.targets: sampling with `method: until-representative`, which draws the targets; "all"'],
      drawn,
    ],
    [
      'drawn targets without sampling',
      undefined,
      ['allocation.targets: sampling with `method: until-representative`, which draws the targets; nothing'],
      drawn,
    ],
    [
      'targets drawn and stated',
      filled,
      ['allocation: `targets: from_sampling`, as the sampling draws the targets; targets of its own'],
      stated,
    ],
    [
      'targets drawn and not used',
      filled,
      ['allocation: `targets: from_sampling`, as the sampling draws the targets; no targets'],
    ],
    [
      'groups that are not the arms',
      { ...filled, order: ['call', 'call', 'x'], most: 3 },
      [
        'sampling.order.2: a declared arm: control, call; "x"',
        'sampling.order: every arm once; "call" a second time',
        'sampling.order: every arm, control too; ',
        'sampling.most: at least the minimum, 4; 3',
      ],
      drawn,
    ],
  ])('%s', (_, sampling, problems, more) => {
    expect(found(sampling, more)).toEqual(problems)
  })
})

describe('numbers of a sampling', () => {
  it.each([
    [{ method: 'simple', size: 0 }],
    [{ method: 'simple', size: 2.5 }],
    [{ method: 'stratified', sizes: { '1993': -1 } }],
    [{ method: 'stratified', size: 3, split: { deviations: { '1993': '1e3' } } }],
    [{ method: 'stratified', size: 3, split: { deviations: { '1993': 1.5 } } }],
    [{ ...filled, tolerance: '2.005' }],
    [{ method: 'quota', size: 3 }],
    [{ method: 'all', size: 3 }],
  ])('%j is refused', sampling => {
    expect(samplingSchema.safeParse(sampling).success).toBe(false)
  })
})
