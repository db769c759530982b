import { refuseIfAny } from '../../core/errors.ts'
import { shuffled } from '../../core/random.ts'
import { inIdOrder } from '../case-order.ts'
import { stratumSmallerThanTuple } from '../issues.ts'
import { numericBaseline } from './baseline-values.ts'
import { AllocationRecord } from './dealt.ts'
import type { AllocationMethod } from './method.ts'
import { ratioById, shareProbabilities, sharesOf, slotsOf } from './shares.ts'
import { tuplesOf } from './tuples.ts'
import { unitsByStratum } from './units.ts'

/** Matched tuples: blocks of cases that are alike in continuous baseline values. */
export const matchedTuples = {
  id: 'matched-tuples',
  title: 'Matched tuples within strata',
  algorithm: { name: 'matched-tuples', version: 1 },
  exactPromises: [
    'Every full tuple has the exact ratio; cases that fill no tuple are the last of their stratum, and are dealt like part of one.',
    'The allocation depends on the set of sampled cases, the protocol and the seed, not on any order of rows.',
  ],
  probabilityPromises: [
    'A case is in an arm with the share of the arm.',
    'Within a tuple all orders are equally likely; tuples are independent.',
  ],
  baselineFields: ({ allocation }) => allocation.on,
  allocate(sample, protocol, streamFor) {
    const { ratio, on } = protocol.allocation
    const cases = inIdOrder(sample, ({ id }) => id)
    const strata = unitsByStratum(cases)
    const shares = sharesOf(protocol, ratio)
    const probabilities = shareProbabilities(shares)
    const slots = slotsOf(shares)
    refuseIfAny(
      strata
        .filter(({ units }) => units.length < slots.length)
        .map(({ stratum, units }) => stratumSmallerThanTuple(stratum, units.length, slots.length)),
    )
    const record = new AllocationRecord(cases)
    for (const { stratum, units } of strata) {
      const source = streamFor('matched-tuples', stratum)
      const values = on.map(field => units.map(({ members }) => numericBaseline(cases[members[0] ?? 0], field)))
      let position = 0
      for (const tuple of tuplesOf(values, slots.length)) {
        const arms = shuffled(slots, source)
        tuple.forEach((unit, place) => {
          position += 1
          record.place(units[unit]!, probabilities[arms[place] as number]!, position)
        })
      }
    }
    return record.finish()
  },
  design: protocol => ({
    ratio: ratioById(sharesOf(protocol, protocol.allocation.ratio)),
    on: protocol.allocation.on,
  }),
  redraw: () => ({ given: 'artefacts', reason: 'cases were dealt within matched tuples' }),
} satisfies AllocationMethod<'matched-tuples'>
