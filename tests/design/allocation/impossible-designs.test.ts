import { describe, expect, it, test } from 'vitest'
import { TrialError } from '../../../src/core/errors.ts'
import { streamsOf } from '../../../src/core/random.ts'
import { allocate } from '../../../src/design/index.ts'
import type { Allocation } from '../../../src/model/allocation.ts'
import type { SampledCase } from '../../../src/model/case.ts'
import { casesOf, designOf, times } from '../../support/small-designs.ts'

const refusal = (sample: SampledCase[], allocation: Allocation, arms = ['control', 'a']): string[] => {
  try {
    allocate(sample, designOf({ name: '', arms, sample, allocation }), streamsOf('7'))
  } catch (error) {
    if (error instanceof TrialError)
      return error.issues.map(({ code, exit, received }) => `${exit} ${code}: ${received}`)
    throw error
  }
  throw new Error('not refused')
}

const balanced = { method: 'stratified', misfits: 'balanced' } as const
const weights = { method: 'case-probabilities', weights: { control: 'w0', a: 'w1' } } as const
const weighted = (w0: number | null, w1: number, cluster = '') => ({ baseline: { w0, w1 }, cluster })

describe('impossible designs are refused, all problems at once', () => {
  it.each<[string, SampledCase[], Allocation, string[]]>([
    [
      'fewer units than arms, in two strata',
      casesOf([{ stratum: 's' }, { stratum: 't' }, { stratum: 'u' }, { stratum: 'u' }]),
      balanced,
      ['4 design.stratum_smaller_than_arms: 1', '4 design.stratum_smaller_than_arms: 1'],
    ],
    ['one case', casesOf([{}]), { method: 'complete' }, ['4 design.stratum_smaller_than_arms: 1']],
    ['an empty sample', [], { method: 'complete' }, ['4 design.stratum_smaller_than_arms: 0']],
    [
      'counts that do not add up',
      casesOf(times(5, {})),
      { method: 'complete', counts: { control: 2, a: 2 } },
      ['4 design.counts_differ_from_sample: 4'],
    ],
    [
      'a cluster larger than an arm',
      casesOf([...times(3, { cluster: 'x' }), {}, {}]),
      balanced,
      ['4 design.cluster_larger_than_arm: 3'],
    ],
    [
      'a cluster larger than an arm, in blocks',
      casesOf([...times(3, { cluster: 'x' }), {}, {}]),
      { method: 'permuted-blocks', blocks: [2] },
      ['4 design.cluster_larger_than_arm: 3'],
    ],
    [
      'a cluster in two strata',
      casesOf([{ cluster: 'x', stratum: 's' }, { cluster: 'x', stratum: 't' }, { stratum: 's' }, { stratum: 't' }]),
      balanced,
      ['4 design.cluster_in_several_strata: clusters in several: "x"'],
    ],
    [
      'a ratio that does not fit, where misfits are refused',
      casesOf(times(5, {})),
      { method: 'stratified', misfits: 'refuse', ratio: { control: 2, a: 4 } },
      ['4 design.ratio_does_not_fit: 5'],
    ],
    [
      'weights that are negative, missing, or all zero',
      casesOf([weighted(-1, 2), weighted(null, 1), weighted(0, 0), weighted(1, 1)]),
      weights,
      ['4 design.weight_invalid: -1', '4 design.weight_invalid: none', '4 design.weights_all_zero: 0 in every arm'],
    ],
    [
      'weights that differ within a cluster',
      casesOf([weighted(1, 2, 'x'), weighted(2, 1, 'x')]),
      weights,
      ['4 design.cluster_weights_differ: different ones'],
    ],
    [
      'a stratum smaller than a tuple',
      casesOf(times(2, { baseline: { arrears: 1 } })),
      { method: 'matched-tuples', on: ['arrears'], ratio: { control: 1, a: 2 } },
      ['4 design.stratum_smaller_than_tuple: 2'],
    ],
    [
      'no draw that is balanced enough',
      casesOf([0, 1, 2, 9].map(arrears => ({ baseline: { arrears } }))),
      { method: 'rerandomised', on: ['arrears'], largestDifference: '0.5', mostDraws: 100 },
      ['4 design.no_balanced_draw: none in 100 draws'],
    ],
  ])('%s', (_, sample, allocation, expected) => {
    expect(refusal(sample, allocation)).toEqual(expected)
  })
})

test('a ratio that fits is accepted where misfits are refused', () => {
  const sample = casesOf(times(6, {}))
  const allocation = { method: 'stratified', misfits: 'refuse', ratio: { control: 2, a: 4 } } as const
  const drawn = allocate(sample, designOf({ name: '', arms: ['control', 'a'], sample, allocation }), streamsOf('7'))
  expect(drawn.filter(({ arm }) => arm === 'a')).toHaveLength(4)
})
