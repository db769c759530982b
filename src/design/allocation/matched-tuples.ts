import { refuseIfAny } from '../../core/errors.ts'
import { shuffled } from '../../core/random.ts'
import { stratumSmallerThanTuple } from '../issues.ts'
import type { SampleTable } from '../sample-table.ts'
import { numericBaseline } from './baseline-values.ts'
import type { AllocationMethod, DesignProtocol } from './method.ts'
import { type PreparedDraw, recordOf, repeated } from './prepared-draw.ts'
import { equalChances, ratioById, sharesOf, slotsOf } from './shares.ts'
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
  allocate: (cases, protocol, streamFor) => recordOf(prepare(cases, protocol), streamFor),
  dealer: (cases, protocol) => repeated(prepare(cases, protocol)),
  chances: (sample, protocol) => equalChances(sample, sharesOf(protocol, protocol.allocation.ratio)),
  design: protocol => ({
    ratio: ratioById(sharesOf(protocol, protocol.allocation.ratio)),
    on: protocol.allocation.on,
  }),
  caseByCase: () => 'cases were dealt within matched tuples',
} satisfies AllocationMethod<'matched-tuples'>

/** Refuses impossible designs. */
function prepare(cases: SampleTable, protocol: DesignProtocol<'matched-tuples'>): PreparedDraw {
  const { ratio, on } = protocol.allocation
  const strata = unitsByStratum(cases)
  const shares = sharesOf(protocol, ratio)
  const slots = slotsOf(shares)
  refuseIfAny(
    strata
      .filter(({ units }) => units.length < slots.length)
      .map(({ stratum, units }) => stratumSmallerThanTuple(stratum, units.length, slots.length)),
  )
  const matched = strata.map(({ stratum, units }) => {
    const values = on.map(field =>
      Array.from(units, unit => numericBaseline(cases.at(cases.units.firstOf(unit)), field)),
    )
    return { stratum, units, tuples: [...tuplesOf(values, slots.length)] }
  })
  return {
    cases,
    shares,
    draw(streamFor, place) {
      for (const { stratum, units, tuples } of matched) {
        const source = streamFor('matched-tuples', stratum)
        let position = 0
        for (const tuple of tuples) {
          const arms = shuffled(slots, source)
          for (const [at, unit] of tuple.entries()) {
            position += 1
            place(units[unit]!, arms[at] as number, position)
          }
        }
      }
    },
  }
}
