import { refuseIfAny } from '../../core/errors.ts'
import { type StreamFor, shuffled } from '../../core/random.ts'
import type { StratumId } from '../../model/ids.ts'
import { inIdOrder } from '../case-order.ts'
import { stratumSmallerThanTuple } from '../issues.ts'
import { numericBaseline } from './baseline-values.ts'
import { AllocationRecord } from './dealt.ts'
import type { AllocationMethod, AllocationUnit, DesignProtocol } from './method.ts'
import { equalChances, ratioById, type Shares, shareProbabilities, sharesOf, slotsOf } from './shares.ts'
import { tuplesOf } from './tuples.ts'
import { type DealtUnit, type StratumUnits, unitsByStratum } from './units.ts'

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
    const prepared = prepare(sample, protocol)
    const probabilities = shareProbabilities(prepared.shares)
    const record = new AllocationRecord(prepared.cases)
    draw(prepared, streamFor, (unit, arm, position) => {
      record.place(unit, probabilities[arm]!, position)
    })
    return record.finish()
  },
  dealer(sample, protocol) {
    const prepared = prepare(sample, protocol)
    return streamFor => {
      const arms = new Int32Array(prepared.cases.length)
      draw(prepared, streamFor, ({ members }, arm) => {
        for (const index of members) arms[index] = arm
      })
      return arms
    }
  },
  chances: (sample, protocol) => equalChances(sample, sharesOf(protocol, protocol.allocation.ratio)),
  design: protocol => ({
    ratio: ratioById(sharesOf(protocol, protocol.allocation.ratio)),
    on: protocol.allocation.on,
  }),
  redraw: () => ({ given: 'artefacts', reason: 'cases were dealt within matched tuples' }),
} satisfies AllocationMethod<'matched-tuples'>

/** What every draw of a sample starts from. */
interface Prepared {
  /** In byte order of id. */
  cases: readonly AllocationUnit[]
  shares: Shares
  strata: readonly { stratum: StratumId; tuples: readonly (readonly DealtUnit[])[] }[]
}

/** Refuses impossible designs. */
function prepare(sample: readonly AllocationUnit[], protocol: DesignProtocol<'matched-tuples'>): Prepared {
  const { ratio, on } = protocol.allocation
  const cases = inIdOrder(sample, ({ id }) => id)
  const strata = unitsByStratum(cases)
  const shares = sharesOf(protocol, ratio)
  const size = shares.total
  refuseIfAny(
    strata
      .filter(({ units }) => units.length < size)
      .map(({ stratum, units }) => stratumSmallerThanTuple(stratum, units.length, size)),
  )
  const matched = ({ stratum, units }: StratumUnits) => {
    const values = on.map(field => units.map(({ members }) => numericBaseline(cases[members[0] ?? 0], field)))
    return { stratum, tuples: [...tuplesOf(values, size)].map(tuple => tuple.map(unit => units[unit] as DealtUnit)) }
  }
  return { cases, shares, strata: strata.map(matched) }
}

function draw(
  { shares, strata }: Prepared,
  streamFor: StreamFor,
  place: (unit: DealtUnit, arm: number, position: number) => void,
): void {
  const slots = slotsOf(shares)
  for (const { stratum, tuples } of strata) {
    const source = streamFor('matched-tuples', stratum)
    let position = 0
    for (const tuple of tuples) {
      const arms = shuffled(slots, source)
      for (const [at, unit] of tuple.entries()) {
        position += 1
        place(unit, arms[at] as number, position)
      }
    }
  }
}
