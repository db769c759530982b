import { refuseIfAny } from '../../core/errors.ts'
import { shuffled } from '../../core/random.ts'
import { inIdOrder } from '../case-order.ts'
import { AllocationRecord } from './dealt.ts'
import type { AllocationMethod } from './method.ts'
import { orderOfArrival } from './order.ts'
import { equalChances, ratioById, shareProbabilities, sharesOf, slotsOf } from './shares.ts'
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
  baselineFields: ({ allocation }) => allocation.orderBy ?? [],
  allocate(sample, protocol, streamFor) {
    const { ratio, blocks, orderBy } = protocol.allocation
    const cases = inIdOrder(sample, ({ id }) => id)
    const strata = unitsByStratum(cases)
    const shares = sharesOf(protocol, ratio)
    const probabilities = shareProbabilities(shares)
    refuseIfAny(strata.flatMap(({ units }) => largeClusters(cases, units, shares)))
    const record = new AllocationRecord(cases)
    for (const { stratum, units } of strata) {
      const source = streamFor('permuted-blocks', stratum)
      const order = orderOfArrival(cases, units, orderBy, source)
      for (let at = 0; at < order.length; ) {
        const size = blocks[source.below(blocks.length)] ?? 0
        const block = Array(size / shares.total)
          .fill(slotsOf(shares))
          .flat()
        for (const arm of shuffled(block, source)) {
          const unit = order[at]
          if (unit === undefined) break
          at += 1
          record.place(unit, probabilities[arm]!, at)
        }
      }
    }
    return record.finish()
  },
  chances: (sample, protocol) => equalChances(sample, sharesOf(protocol, protocol.allocation.ratio)),
  design: protocol => ({
    ratio: ratioById(sharesOf(protocol, protocol.allocation.ratio)),
    blocks: protocol.allocation.blocks,
    order_by: protocol.allocation.orderBy ?? null,
  }),
  redraw: (_, { allocation }) =>
    allocation.orderBy === undefined
      ? { given: 'realised_counts' }
      : { given: 'artefacts', reason: 'blocks follow the order of the units' },
} satisfies AllocationMethod<'permuted-blocks'>
