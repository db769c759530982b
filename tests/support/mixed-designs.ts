import { dateOfDay } from '../../src/core/civil-date.ts'
import { streamsOf } from '../../src/core/random.ts'
import type { SamplingProtocol } from '../../src/design/index.ts'
import type { Allocation } from '../../src/model/allocation.ts'
import type { SampledCase } from '../../src/model/case.ts'
import type { CaseField } from '../../src/model/protocol.ts'

const fields: readonly CaseField[] = [
  { id: 'region', title: 'Region', type: 'category', levels: ['north east', 'Ÿ, "coast"', 'south', '😀'] },
  { id: 'employed', title: 'Employed', type: 'boolean' },
  { id: 'arrears', title: 'Arrears', type: 'money' },
  { id: 'age', title: 'Age', type: 'integer' },
  { id: 'opened', title: 'Opened', type: 'date' },
  { id: 'origin', title: 'Origin', type: 'category', levels: ['a', 'B', '😀', '\uff21'], optional: true },
  { id: 'score', title: 'Score', type: 'integer', optional: true },
  { id: 'w_control', title: 'Weight', type: 'integer' },
  { id: 'w_letter', title: 'Weight', type: 'integer' },
  { id: 'w_call', title: 'Weight', type: 'integer' },
].map(field => ({ ...field, baseline: true }) as CaseField)

const regionLevels = fields[0]?.levels ?? []

/** Cases with baseline values of every kind, many of them equal and some missing, a third linked inside their stratum. */
export function mixedSample(name: string, cases: number, linked: boolean): SampledCase[] {
  const source = streamsOf(name)('made-up sample', '')
  const pick = <T>(items: readonly T[]): T => items[source.below(items.length)] as T
  return Array.from({ length: cases }, (_, index) => {
    const id = `${pick(['a', 'B', 'c-'])}${source.below(2 ** 32)}`
    const region = pick(regionLevels)
    const cluster = linked && index % 3 === 0 ? `${region} ${source.below(Math.floor(cases / 6))}` : id
    const weights = hashed(cluster)
    return {
      id,
      stratum: region,
      cluster,
      baseline: {
        region,
        employed: pick([true, false]),
        arrears: pick([0, -500, 12345, source.below(1_000_000)]),
        age: 18 + source.below(50),
        opened: dateOfDay(12_000 + source.below(400)),
        origin: pick(['a', 'B', '😀', '\uff21', null]),
        score: pick([null, -3, 5, source.below(20)]),
        w_control: weights,
        w_letter: 3 - weights,
        w_call: 1,
      },
    }
  })
}

/** A weight from 0 to 3 that cases of one cluster share. */
const hashed = (text: string): number => streamsOf(text)('weight', '').below(4)

const arms = ['control', 'letter', 'call'] as const

/** A protocol that allocates the mixed sample. */
export const mixedProtocol = (allocation: Allocation, armIds: readonly string[] = arms): SamplingProtocol => ({
  arms: armIds.map((id, index) => ({ id, title: id, ...(index === 0 ? { control: true as const } : {}) })),
  caseload: { caseId: 'case', asOf: { date: '2015-10-31' }, fields: [...fields] },
  strata: ['region'],
  clusters: { field: 'cluster', title: 'Cluster' },
  allocation,
})

const ratio = { control: 2, letter: 1, call: 4 }

/** An allocation of the mixed sample by every method but fixed counts, with every option that changes the draw. */
export const mixedAllocations: readonly [string, Allocation, { linked?: boolean; arms?: readonly string[] }?][] = [
  ['complete', { method: 'complete' }],
  ['complete at a ratio', { method: 'complete', ratio }],
  ['stratified', { method: 'stratified', misfits: 'balanced' }],
  ['stratified at a ratio', { method: 'stratified', misfits: 'balanced', ratio }],
  ['stratified, strata by themselves', { method: 'stratified', misfits: 'independent', ratio }],
  ['permuted blocks', { method: 'permuted-blocks', blocks: [3] }],
  ['permuted blocks of random sizes', { method: 'permuted-blocks', ratio, blocks: [7, 14, 21] }],
  [
    'permuted blocks in an order',
    { method: 'permuted-blocks', blocks: [3, 6], orderBy: ['origin', 'score', 'employed', 'opened', 'arrears'] },
  ],
  [
    'factorial',
    {
      method: 'factorial',
      factors: [
        { id: 'letter', levels: { no: ['none', 'call', 'text'], yes: ['letter', 'both', 'letter_text'] } },
        {
          id: 'contact',
          levels: { none: ['none', 'letter'], call: ['call', 'both'], text: ['text', 'letter_text'] },
        },
      ],
    },
    { arms: ['none', 'letter', 'call', 'both', 'text', 'letter_text'] },
  ],
  [
    'case probabilities',
    { method: 'case-probabilities', weights: { control: 'w_control', letter: 'w_letter', call: 'w_call' } },
  ],
  ['matched pairs', { method: 'matched-tuples', on: ['arrears'] }, { linked: false }],
  ['matched tuples', { method: 'matched-tuples', on: ['arrears', 'opened', 'employed'], ratio }, { linked: false }],
  [
    'minimisation',
    {
      method: 'minimisation',
      factors: [{ field: 'region', weight: 1 }],
      imbalance: 'range',
      probability: '0.8',
    },
  ],
  [
    'minimisation of variance in an order',
    {
      method: 'minimisation',
      ratio,
      factors: [
        { field: 'region', weight: 3 },
        { field: 'origin', weight: 1 },
        { field: 'employed', weight: 2 },
      ],
      imbalance: 'variance',
      probability: '0.333333',
      orderBy: ['opened', 'origin'],
    },
  ],
  [
    'rerandomisation',
    { method: 'rerandomised', on: ['arrears', 'opened', 'employed'], largestDifference: '0.35', mostDraws: 1000 },
  ],
]
