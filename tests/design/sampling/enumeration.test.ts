import { describe, expect, it } from 'vitest'
import { drawSample, type SamplingProtocol } from '../../../src/design/index.ts'
import { frameOf, samplingProtocol } from '../../support/designs.ts'
import { enumerateDraws } from '../../support/enumerate.ts'
import { type Fraction, fraction, plus, show } from '../../support/fraction.ts'

interface Design {
  name: string
  strata: Record<string, readonly string[]>
  sampling: SamplingProtocol['sampling']
  /** Inclusion probability of a case of each stratum, worked by hand. */
  inclusion: Record<string, string>
  /** Sizes of the strata over draws, with their probabilities, worked by hand. */
  sizes: Record<string, string>
}

const alone = (cases: number): string[] => Array.from({ length: cases }, () => '')

const designs: Design[] = [
  {
    name: 'all',
    strata: { '1993': alone(3), '2003': alone(2) },
    sampling: { method: 'all' },
    inclusion: { '1993': '1/1', '2003': '1/1' },
    sizes: { '3,2': '1/1' },
  },
  {
    name: 'simple: hypergeometric over the strata',
    strata: { '1993': alone(3), '2003': alone(2) },
    sampling: { method: 'simple', size: 2 },
    inclusion: { '1993': '2/5', '2003': '2/5' },
    sizes: { '2,0': '3/10', '1,1': '6/10', '0,2': '1/10' },
  },
  {
    name: 'stratified, stated sizes',
    strata: { '1993': alone(4), '2003': alone(3) },
    sampling: { method: 'stratified', sizes: { '1993': 1, '2003': 2 } },
    inclusion: { '1993': '1/4', '2003': '2/3' },
    sizes: { '1,2': '1/1' },
  },
  {
    // 3 of 4 + 3 cases: expectations 12/7 and 9/7.
    name: 'stratified, proportional, the odd case drawn',
    strata: { '1993': alone(4), '2003': alone(3) },
    sampling: { method: 'stratified', size: 3, split: 'proportional' },
    inclusion: { '1993': '3/7', '2003': '3/7' },
    sizes: { '2,1': '5/7', '1,2': '2/7' },
  },
  {
    name: 'stratified, equal, over the strata that have cases',
    strata: { '1993': alone(4), '2003': alone(3), '2012': [] },
    sampling: { method: 'stratified', size: 3, split: 'equal' },
    inclusion: { '1993': '3/8', '2003': '1/2', '2012': '0/1' },
    sizes: { '2,1,0': '1/2', '1,2,0': '1/2' },
  },
  {
    // Cases times deviation are 4 x 1.5 and 2 x 4.5, as 2 to 3: expectations of 3 are 6/5 and 9/5.
    name: 'stratified, Neyman',
    strata: { '1993': alone(4), '2003': alone(2) },
    sampling: { method: 'stratified', size: 3, split: { deviations: { '1993': '1.5', '2003': '4.50' } } },
    inclusion: { '1993': '3/10', '2003': '9/10' },
    sizes: { '1,2': '4/5', '2,1': '1/5' },
  },
  {
    // Places floor((u + 5 k) / 3): for u = 0 to 4 they are 0 1 3, 0 2 3, 0 2 4, 1 2 4, 1 3 4; the first three are of 1993.
    name: 'systematic, an interval of five thirds',
    strata: { '1993': alone(3), '2003': alone(2) },
    sampling: { method: 'systematic', size: 3, orderBy: ['scheme'] },
    inclusion: { '1993': '3/5', '2003': '3/5' },
    sizes: { '2,1': '4/5', '1,2': '1/5' },
  },
  {
    // Two of the five clusters x (two of 1993), y (one of each), one of 1993 and two of 2003 alone: ten pairs.
    name: 'cluster',
    strata: { '1993': ['x', 'x', 'y', ''], '2003': ['y', '', ''] },
    sampling: { method: 'cluster', clusters: 2 },
    inclusion: { '1993': '2/5', '2003': '2/5' },
    sizes: { '3,1': '1/10', '3,0': '1/10', '2,1': '3/10', '1,2': '2/10', '1,1': '2/10', '0,2': '1/10' },
  },
  {
    name: 'stratified cluster',
    strata: { '1993': ['x', 'x', '', ''], '2003': ['y', 'y', 'z', 'z', 'z'] },
    sampling: { method: 'stratified-cluster', clusters: { '1993': 2, '2003': 1 } },
    inclusion: { '1993': '2/3', '2003': '1/2' },
    sizes: { '3,2': '1/3', '3,3': '1/3', '2,2': '1/6', '2,3': '1/6' },
  },
  {
    name: 'as many as the targets add up to',
    strata: { '1993': alone(3), '2003': alone(5) },
    sampling: { method: 'targets' },
    inclusion: { '1993': '2/3', '2003': '2/5' },
    sizes: { '2,2': '1/1' },
  },
]

function walk({ strata, sampling }: Design) {
  const { table, rows } = frameOf(strata)
  const protocol = samplingProtocol(Object.keys(strata), sampling)
  const ofCase = new Map<string, Fraction>([...table.ids].map(id => [id, fraction(0n)]))
  const sizes = new Map<string, Fraction>()
  const sets = new Map<string, Fraction>()
  const recorded = new Set<string>()
  const broken: unknown[] = []
  let mass = fraction(0n)
  const add = (to: Map<string, Fraction>, key: string, by: Fraction) =>
    to.set(key, plus(to.get(key) ?? fraction(0n), by))
  for (const { value, probability } of enumerateDraws(source => drawSample(table, rows, protocol, () => source))) {
    mass = plus(mass, probability)
    for (const { id } of value.cases) add(ofCase, id, probability)
    add(sizes, value.strata.map(({ sampled }) => sampled).join(), probability)
    add(sets, value.cases.map(({ id }) => id).join(), probability)
    recorded.add(JSON.stringify(value.inclusion))
    const counted = value.strata.map(({ stratum }) => value.cases.filter(each => each.stratum === stratum).length)
    if (counted.join() !== value.strata.map(({ sampled }) => sampled).join()) broken.push(value)
  }
  return { ofCase, sizes, sets, recorded, broken, mass }
}

describe.each(designs)('$name', design => {
  const { ofCase, sizes, sets, recorded, broken, mass } = walk(design)

  it('samples every case of a stratum with exactly the probability worked by hand, and records it in every draw', () => {
    expect(show(mass)).toBe('1/1')
    expect(broken).toEqual([])
    for (const [id, probability] of ofCase) {
      expect(`${id} ${show(probability)}`).toBe(`${id} ${design.inclusion[id.slice(0, 4)]}`)
    }
    expect(recorded.size).toBe(1)
    const inclusion = JSON.parse([...recorded][0] ?? '') as Record<string, { numerator: number; denominator: number }>
    const shown = Object.entries(inclusion).map(([stratum, { numerator, denominator }]) => [
      stratum,
      `${numerator}/${denominator}`,
    ])
    expect(Object.fromEntries(shown)).toEqual(design.inclusion)
  })

  it('gives the strata their sizes as often as worked by hand', () => {
    const wanted = Object.entries(design.sizes).map(([key, share]) => [key, show(of(share))])
    expect(Object.fromEntries([...sizes].map(([key, share]) => [key, show(share)]))).toEqual(Object.fromEntries(wanted))
  })

  it('of one size, draws every set equally often, unless its order or its clusters forbid some', () => {
    if (['systematic', 'cluster', 'stratified-cluster'].includes(design.sampling?.method ?? '')) return
    const sizesOf = new Map<string, Set<string>>()
    for (const [set, share] of sets) {
      const key = Object.keys(design.strata).map(s => set.split(',').filter(id => id.startsWith(s)).length)
      sizesOf.set(key.join(), (sizesOf.get(key.join()) ?? new Set()).add(show(share)))
    }
    for (const [, shares] of sizesOf) expect(shares.size).toBe(1)
  })
})

const of = (text: string): Fraction => {
  const [numerator = '0', denominator = '1'] = text.split('/')
  return fraction(BigInt(numerator), BigInt(denominator))
}
