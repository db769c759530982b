import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { IntegerSource, StreamFor } from '../../../src/core/random.ts'
import { streamsOf } from '../../../src/core/random.ts'
import {
  type Arrival,
  allocate,
  allocationMethods,
  arrivalDealer,
  type DesignProtocol,
  dealerOf,
  redrawOf,
} from '../../../src/design/index.ts'
import { type Allocation, batchOnly } from '../../../src/model/allocation.ts'
import type { SampledCase } from '../../../src/model/case.ts'
import { binomialCdf, binomialUpperTail } from '../../../src/numerics/index.ts'
import { enumerateDraws } from '../../support/enumerate.ts'
import { type Fraction, fraction, plus, show } from '../../support/fraction.ts'
import '../../support/properties.ts'
import { casesOf, designOf, times } from '../../support/small-designs.ts'

const protocolOf = (arms: readonly string[], allocation: Allocation): DesignProtocol => ({
  ...designOf({ name: '', arms, sample: [], allocation }),
  enrolment: { kind: 'sequential', until: '2015-12-31' },
})

/** Deals the cases in their order. */
function arrive(cases: readonly SampledCase[], protocol: DesignProtocol, streamFor: StreamFor): Arrival[] {
  const deal = arrivalDealer(protocol, streamFor)
  return cases.map(each => deal(each))
}

test('a method deals arrivals, or the model says why it does not', () => {
  for (const { id, arrivals } of allocationMethods.all) {
    expect([id, arrivals === undefined]).toEqual([id, batchOnly[id] !== undefined])
  }
})

const minimisation = (more: object): Allocation => ({
  method: 'minimisation',
  factors: [
    { field: 'scheme', weight: 2 },
    { field: 'employed', weight: 1 },
  ],
  imbalance: 'range',
  probability: '0.8',
  ...more,
})

const walkedDesigns: readonly { name: string; arms: string[]; allocation: Allocation; cases: SampledCase[] }[] = [
  {
    name: 'blocks of one size',
    arms: ['control', 'a'],
    allocation: { method: 'permuted-blocks', blocks: [3], ratio: { control: 1, a: 2 } },
    cases: casesOf([{ stratum: 's' }, { stratum: 't' }, { stratum: 's' }, { stratum: 's' }]),
  },
  {
    name: 'blocks of two sizes',
    arms: ['control', 'a'],
    allocation: { method: 'permuted-blocks', blocks: [2, 4] },
    cases: casesOf(times(5, {})),
  },
  {
    name: 'minimisation by range',
    arms: ['control', 'a', 'b'],
    allocation: minimisation({}),
    cases: casesOf([
      { baseline: { scheme: '1993', employed: true } },
      { baseline: { scheme: '2003', employed: true } },
      { baseline: { scheme: '1993', employed: false } },
      { baseline: { scheme: '1993', employed: null } },
    ]),
  },
  {
    name: 'minimisation by variance, the coin certain',
    arms: ['control', 'a'],
    allocation: minimisation({ imbalance: 'variance', probability: '1' }),
    cases: casesOf(times(4, { baseline: { scheme: '1993', employed: true } })),
  },
  {
    name: 'minimisation at 1:2',
    arms: ['control', 'a'],
    allocation: minimisation({ ratio: { control: 1, a: 2 }, probability: '0.75' }),
    cases: casesOf(times(4, { baseline: { scheme: '1993', employed: true } })),
  },
  {
    name: 'case probabilities',
    arms: ['control', 'a'],
    allocation: { method: 'case-probabilities', weights: { control: 'w0', a: 'w1' } },
    cases: casesOf([{ baseline: { w0: 1, w1: 2 } }, { baseline: { w0: 0, w1: 5 } }, { baseline: { w0: 3, w1: 3 } }]),
  },
]

test('weights may be numbers: simple randomisation, the same as by fields that hold them', () => {
  const cases = casesOf(times(40, { baseline: { w0: 1, w1: 2 } }))
  const by = (weights: Record<string, string | number>) =>
    protocolOf(['control', 'a'], { method: 'case-probabilities', weights })
  const dealt = arrive(cases, by({ control: 1, a: 2 }), streamsOf('7'))
  expect(dealt).toEqual(arrive(cases, by({ control: 'w0', a: 'w1' }), streamsOf('7')))
  expect(dealt[0]?.probability.denominator).toBe(3)
})

interface Leaf {
  arrivals: Arrival[]
  probability: Fraction
  /** What the source had drawn before each arrival, and once it was dealt: `chosen/limit`. */
  before: string[]
  after: string[]
}

/** Every way in which the draws can fall out. */
function leavesOf(cases: readonly SampledCase[], protocol: DesignProtocol): Leaf[] {
  const draws = enumerateDraws(source => walk(cases, protocol, source))
  return [...draws].map(({ value, probability }) => ({ ...value, probability }))
}

function walk(cases: readonly SampledCase[], protocol: DesignProtocol, source: IntegerSource) {
  const drawn: string[] = []
  const deal = arrivalDealer(protocol, () => ({
    below(limit: number) {
      const chosen = source.below(limit)
      drawn.push(`${chosen}/${limit}`)
      return chosen
    },
  }))
  const [before, after]: [string[], string[]] = [[], []]
  const arrivals = cases.map(each => {
    before.push(drawn.join())
    const arrival = deal(each)
    after.push(drawn.join())
    return arrival
  })
  return { arrivals, before, after }
}

/** Probability of each group of leaves. */
function massBy(leaves: readonly Leaf[], keyOf: (leaf: Leaf) => string): Map<string, Fraction> {
  const mass = new Map<string, Fraction>()
  for (const leaf of leaves) {
    const key = keyOf(leaf)
    mass.set(key, plus(mass.get(key) ?? fraction(0n), leaf.probability))
  }
  return mass
}

const divided = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.denominator, a.denominator * b.numerator)
const ratio = ({ numerator, denominator }: { numerator: number; denominator: number }) => `${numerator}/${denominator}`
const armAt = ({ arrivals }: Leaf, at: number): string => arrivals[at]?.arm ?? ''

describe.each(walkedDesigns)('$name, every draw', ({ arms, allocation, cases }) => {
  const protocol = protocolOf(arms, allocation)
  const leaves = leavesOf(cases, protocol)

  it('gives every arrival each arm with exactly the probability that it records, over all draws', () => {
    expect([...massBy(leaves, () => 'all').values()].map(show)).toEqual(['1/1'])
    for (const at of cases.keys()) {
      const mass = massBy(leaves, leaf => `${armAt(leaf, at)} ${ratio(leaf.arrivals[at]!.probability)}`)
      expect([...mass.keys()]).toEqual([...mass].map(([key, sum]) => `${key.split(' ')[0]} ${show(sum)}`))
    }
  })

  it('draws each arm with the conditional probability, given the arms before or, where hidden, more than these', () => {
    for (const at of cases.keys()) {
      const historyOf = (leaf: Leaf): string =>
        leaf.arrivals[at]?.hidden ? hiddenHistory(leaf, at, allocation) : armsBefore(leaf, at)
      const histories = massBy(leaves, historyOf)
      const mass = massBy(leaves, leaf => `${historyOf(leaf)};${armAt(leaf, at)}`)
      for (const leaf of leaves) {
        const history = historyOf(leaf)
        const chance = divided(mass.get(`${history};${armAt(leaf, at)}`)!, histories.get(history)!)
        if (ratio(leaf.arrivals[at]!.conditional) !== show(chance)) {
          expect([history, ratio(leaf.arrivals[at]!.conditional)]).toEqual([history, show(chance)])
        }
      }
    }
  })
})

const armsBefore = (leaf: Leaf, at: number): string =>
  leaf.arrivals
    .slice(0, at)
    .map(({ arm }) => arm)
    .join()

/**
 * What a hidden probability is given: of minimisation all draws before; of blocks the arms before and the sizes of the
 * blocks so far, this one's too. A block of size n draws below the number of sizes, then below n, n - 1, …, 2.
 */
function hiddenHistory(leaf: Leaf, at: number, { method }: Allocation): string {
  if (method !== 'permuted-blocks') return leaf.before[at] ?? ''
  const limits = (leaf.after[at] ?? '').split(',').map(draw => Number(draw.split('/')[1]))
  const sizes: number[] = []
  for (let place = 0; place < limits.length; place += sizes.at(-1) ?? 1) sizes.push(limits[place + 1] ?? 1)
  return `${armsBefore(leaf, at)} ${sizes.join()}`
}

const arrived = (count: number, order: readonly number[]) =>
  casesOf(
    Array.from({ length: count }, (_, index) => ({
      stratum: index % 3 === 0 ? 's' : 't',
      baseline: { since: order[index] ?? 0, scheme: index % 2 === 0 ? '1993' : '2003', employed: index % 5 < 2 },
    })),
  )

const anySample = fc
  .integer({ min: 1, max: 40 })
  .chain(count => fc.shuffledSubarray([...Array(count).keys()], { minLength: count, maxLength: count }))
  .map(order => ({ order, cases: arrived(order.length, order) }))

describe('a sample dealt at once, in the order of arrival and by the same seed', () => {
  it.each<[string, Allocation]>([
    ['minimisation', minimisation({ orderBy: ['since'] })],
    [
      'minimisation at 2:1 by variance',
      minimisation({ orderBy: ['since'], imbalance: 'variance', ratio: { control: 2, a: 1 } }),
    ],
    ['permuted blocks', { method: 'permuted-blocks', blocks: [4], orderBy: ['since'] }],
    [
      'permuted blocks of random size',
      { method: 'permuted-blocks', blocks: [3, 6, 9], ratio: { control: 1, a: 2 }, orderBy: ['since'] },
    ],
  ])('gets the arms, probabilities and positions of cases that come one by one: %s', (_, allocation) => {
    const batch = designOf({ name: '', arms: ['control', 'a'], sample: [], allocation })
    const sequential = protocolOf(['control', 'a'], { ...allocation, orderBy: undefined } as Allocation)
    fc.assert(
      fc.property(anySample, fc.string({ minLength: 1 }), ({ cases }, seed) => {
        const inOrder = [...cases].sort((a, b) => Number(a.baseline.since) - Number(b.baseline.since))
        const dealt = arrive(inOrder, sequential, streamsOf(seed))
        const byId = new Map(inOrder.map(({ id }, index) => [id, dealt[index]]))
        for (const { id, arm, probability, position } of allocate(cases, batch, streamsOf(seed))) {
          expect(byId.get(id)).toMatchObject({ arm, probability, position })
        }
      }),
    )
  })

  it('case probabilities, in the order of ids', () => {
    const allocation: Allocation = { method: 'case-probabilities', weights: { control: 'w0', a: 'w1' } }
    const cases = casesOf(
      Array.from({ length: 50 }, (_, index) => ({ baseline: { w0: index % 3, w1: 1 + (index % 4) } })),
    )
    for (const seed of ['1', '2', '3']) {
      const batch = allocate(
        cases,
        designOf({ name: '', arms: ['control', 'a'], sample: [], allocation }),
        streamsOf(seed),
      )
      const dealt = arrive(cases, protocolOf(['control', 'a'], allocation), streamsOf(seed))
      expect(dealt.map(({ arm, position }) => [arm, position])).toEqual(
        batch.map(({ arm, position }) => [arm, position]),
      )
    }
  })
})

describe('arrivals', () => {
  const blocks = protocolOf(['control', 'a'], { method: 'permuted-blocks', blocks: [4, 6] })

  it('of a stratum have the exact ratio at the end of every block, whatever arrives in others between', () => {
    const fixed = protocolOf(['control', 'a', 'b'], {
      method: 'permuted-blocks',
      blocks: [4],
      ratio: { control: 2, a: 1, b: 1 },
    })
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('s', 't'), { maxLength: 60 }),
        fc.string({ minLength: 1 }),
        (strata, seed) => {
          const cases = casesOf(strata.map(stratum => ({ stratum })))
          const dealt = arrive(cases, fixed, streamsOf(seed))
          for (const stratum of ['s', 't']) {
            const own = dealt.filter((_, index) => strata[index] === stratum).map(({ arm }) => arm)
            for (let end = 4; end <= own.length; end += 4) {
              expect(own.slice(end - 4, end).sort()).toEqual(['a', 'b', 'control', 'control'])
            }
          }
        },
      ),
    )
  })

  it('see no baseline field that the method does not name, and no case that comes later', () => {
    const cases = arrived(20, [])
    const known = arrive(cases, protocolOf(['control', 'a'], minimisation({})), streamsOf('7'))
    const others = cases.map((each, index) => ({ ...each, baseline: { ...each.baseline, unnamed: index } }))
    expect(arrive(others, protocolOf(['control', 'a'], minimisation({})), streamsOf('7'))).toEqual(known)
    for (const end of [1, 7, 19]) {
      expect(arrive(cases.slice(0, end), protocolOf(['control', 'a'], minimisation({})), streamsOf('7'))).toEqual(
        known.slice(0, end),
      )
    }
  })

  it('with weights that allow no arm are refused, and leave the draws of others as they were', () => {
    const protocol = protocolOf(['control', 'a'], {
      method: 'case-probabilities',
      weights: { control: 'w0', a: 'w1' },
    })
    const cases = casesOf(times(12, { baseline: { w0: 1, w1: 1 } }))
    const deal = arrivalDealer(protocol, streamsOf('7'))
    const dealt = cases.map(each => {
      expect(() => deal({ ...each, baseline: { w0: 0, w1: 0 } })).toThrow('a weight above 0')
      expect(() => deal({ ...each, baseline: { w0: -1, w1: 3 } })).toThrow('a whole weight of 0 or more')
      return deal(each)
    })
    expect(dealt).toEqual(arrive(cases, protocol, streamsOf('7')))
  })

  it('over many secrets are in an arm as often as they should be, also given the arms before', () => {
    // 3,000 secrets; each count is refused where so small or large a one comes once in a million, and there are 12.
    const secrets = Array.from({ length: 3000 }, (_, index) => `secret ${index}`)
    const alarm = 1e-6 / 24
    const cases = casesOf(times(6, {}))
    const drawn = secrets.map(secret => arrive(cases, blocks, streamsOf(secret)).map(({ arm }) => arm))
    const unlikely = (count: number, n: number, p: number): boolean =>
      binomialCdf(count, n, p) < alarm || binomialUpperTail(count - 1, n, p) < alarm
    for (const at of cases.keys()) {
      const count = drawn.filter(arms => arms[at] === 'a').length
      expect([at, count, unlikely(count, drawn.length, 1 / 2)]).toEqual([at, count, false])
    }
    // After control twice of a block of 4 or 6 the next is control with (0/2 x 1/6 + 1/4 x 1/5) / (1/6 + 1/5) = 3/22.
    const after = drawn.filter(([first, second]) => first === 'control' && second === 'control')
    const third = after.filter(arms => arms[2] === 'control').length
    expect(unlikely(third, after.length, 3 / 22)).toBe(false)
  })

  it('are drawn again in the order in which they came, which their positions tell', () => {
    const protocol = protocolOf(['control', 'a'], minimisation({}))
    const cases = arrived(30, [])
    const backwards = [...cases].reverse()
    const dealt = arrive(backwards, protocol, streamsOf('7'))
    const placed = cases.map((each, index) => ({ ...each, ...dealt[cases.length - 1 - index] }))
    const deal = dealerOf(placed, protocol)
    const armsOf = (indices: ArrayLike<number>) => Array.from(indices, index => protocol.arms[index]?.id)
    expect(armsOf(deal(streamsOf('7')))).toEqual(placed.map(({ arm }) => arm))
    expect(armsOf(deal(streamsOf('8')))).not.toEqual(placed.map(({ arm }) => arm))
  })

  it('are no random order, so a randomisation test does not take them for one', () => {
    expect(redrawOf([], blocks)).toMatchObject({ given: 'artefacts', reason: 'cases were allocated as they arrived' })
  })
})
