import { refuseIfAny } from '../../core/errors.ts'
import { type IntegerSource, shuffled } from '../../core/random.ts'
import type { StratumId } from '../../model/ids.ts'
import { AllocationRecord } from './dealt.ts'
import type { AllocationMethod, DesignProtocol } from './method.ts'
import { orderOfArrival } from './order.ts'
import { reducedProbability } from './probability.ts'
import { equalChances, ratioById, type Shares, shareProbabilities, sharesOf, slotsOf } from './shares.ts'
import { largeClusters } from './unit-problems.ts'
import { unitsByStratum } from './units.ts'

/** Permuted blocks within strata. */
export const permutedBlocks = {
  id: 'permuted-blocks',
  title: 'Permuted blocks within strata',
  algorithm: { name: 'permuted-blocks', version: 1 },
  exactPromises: [
    'Every full block has the exact ratio, so that at any point of the order no arm of a stratum is off by more than one block allows.',
    'Cases of one cluster are in one arm.',
    'The allocation depends on the set of sampled cases, the protocol and the seed, not on any order of rows.',
  ],
  probabilityPromises: [
    'A unit is in an arm with the share of the arm.',
    'Within a block all orders are equally likely; blocks are independent.',
  ],
  withinStrata: true,
  baselineFields: ({ allocation }) => allocation.orderBy ?? [],
  allocate(cases, protocol, streamFor) {
    const { ratio, orderBy } = protocol.allocation
    const strata = unitsByStratum(cases)
    const shares = sharesOf(protocol, ratio)
    const probabilities = shareProbabilities(shares)
    refuseIfAny(strata.flatMap(({ units }) => largeClusters(cases, units, shares)))
    const record = new AllocationRecord(cases)
    for (const { stratum, units } of strata) {
      const source = streamFor('permuted-blocks', stratum)
      const order = orderOfArrival(cases, units, orderBy, source)
      const drawn = drawnInBlocks(protocol, shares, source)
      order.forEach((unit, index) => {
        record.place(unit, probabilities[nextOf(drawn).arm]!, index + 1)
      })
    }
    return record
  },
  arrivals(protocol, streamFor) {
    const shares = sharesOf(protocol, protocol.allocation.ratio)
    const probabilities = shareProbabilities(shares)
    const hidden = new Set(protocol.allocation.blocks).size > 1
    const lists = new Map<StratumId, { drawn: Generator<DrawnInBlock, never>; position: number }>()
    return ({ stratum }) => {
      const source = () => streamFor('permuted-blocks', stratum)
      const list = lists.get(stratum) ?? { drawn: drawnInBlocks(protocol, shares, source()), position: 0 }
      lists.set(stratum, list)
      list.position += 1
      const { arm, same, left } = nextOf(list.drawn)
      const conditional = reducedProbability(BigInt(same), BigInt(left))
      return { ...probabilities[arm]!, position: list.position, conditional, hidden }
    }
  },
  chances: (sample, protocol) => equalChances(sample, sharesOf(protocol, protocol.allocation.ratio)),
  mostOff: protocol => {
    const { weights, total } = sharesOf(protocol, protocol.allocation.ratio)
    const largest = Math.max(...protocol.allocation.blocks) / total
    return weights.map(weight => largest * weight * (1 - weight / total))
  },
  design: protocol => ({
    ratio: ratioById(sharesOf(protocol, protocol.allocation.ratio)),
    blocks: protocol.allocation.blocks,
    order_by: protocol.allocation.orderBy ?? null,
  }),
  caseByCase: ({ allocation }) =>
    allocation.orderBy === undefined ? undefined : 'blocks follow the order of the units',
} satisfies AllocationMethod<'permuted-blocks'>

/** The arm of a unit, and of how many places left in its block how many were of this arm. */
interface DrawnInBlock {
  arm: number
  same: number
  left: number
}

/** Units of one block after the other, without end; a block is drawn when its first unit comes. */
function* drawnInBlocks(
  { allocation: { blocks } }: DesignProtocol<'permuted-blocks'>,
  shares: Shares,
  source: IntegerSource,
): Generator<DrawnInBlock, never> {
  for (;;) {
    const size = blocks[source.below(blocks.length)] ?? 0
    const block = Array(size / shares.total)
      .fill(slotsOf(shares))
      .flat()
    const places = shares.weights.map(weight => (weight * size) / shares.total)
    for (const [index, arm] of shuffled(block, source).entries()) {
      const same = places[arm] as number
      places[arm] = same - 1
      yield { arm, same, left: size - index }
    }
  }
}

const nextOf = (drawn: Generator<DrawnInBlock, never>): DrawnInBlock => drawn.next().value
