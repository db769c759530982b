import type { IntegerSource, StreamFor } from '../../core/random.ts'
import type { AllocationBy } from '../../model/allocation.ts'
import type { AllocatedCase } from '../../model/case.ts'
import { wholeSample } from '../../model/ids.ts'
import { inIdOrder } from '../case-order.ts'
import { AllocationRecord } from './dealt.ts'
import { Imbalance, type LevelledUnit, levelsOf } from './imbalance.ts'
import type { AllocationMethod, AllocationUnit, DesignProtocol } from './method.ts'
import { orderOfArrival } from './order.ts'
import { reducedProbability } from './probability.ts'
import { equalChances, ratioById, type Shares, shareProbabilities, sharesOf, slotsOf } from './shares.ts'
import { type DealtUnit, unitsOf } from './units.ts'

/**
 * Minimisation (Pocock and Simon, 1975, Biometrics 31:103-115) with a biased coin. A ratio is kept by minimising over
 * as many slots as it adds up to and mapping slots to arms (Kuznetsova and Tymofyeyev, 2012, Statistics in Medicine
 * 31:702-723): slots are alike, so a unit is in each with the same probability.
 */
export const minimisation = {
  id: 'minimisation',
  title: 'Minimisation',
  algorithm: { name: 'minimisation', version: 1 },
  exactPromises: [
    'Cases of one cluster are in one arm.',
    'The allocation depends on the set of sampled cases, the protocol and the seed, not on any order of rows.',
  ],
  probabilityPromises: [
    'A unit is in an arm with the share of the arm, over all draws. Given the units before it the probability is another: the arms that leave least imbalance are preferred.',
  ],
  baselineFields: ({ allocation }) => [...allocation.factors.map(({ field }) => field), ...(allocation.orderBy ?? [])],
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
  design: protocol => {
    const { ratio, factors, imbalance, probability, orderBy } = protocol.allocation
    return {
      ratio: ratioById(sharesOf(protocol, ratio)),
      factors,
      imbalance,
      probability,
      order_by: orderBy ?? null,
    }
  },
  redraw: () => ({ given: 'artefacts', reason: 'minimisation follows the order of the units' }),
} satisfies AllocationMethod<'minimisation'>

/** What every draw of a sample starts from. */
interface Prepared {
  /** In byte order of id. */
  cases: readonly AllocationUnit[]
  shares: Shares
  units: readonly LevelledUnit[]
  levels: number
  allocation: AllocationBy<'minimisation'>
}

function prepare(sample: readonly AllocationUnit[], protocol: DesignProtocol<'minimisation'>): Prepared {
  const { allocation } = protocol
  const cases = inIdOrder(sample, ({ id }) => id)
  const shares = sharesOf(protocol, allocation.ratio)
  return { cases, shares, allocation, ...levelsOf(cases, unitsOf(cases), allocation.factors) }
}

function draw(
  { cases, shares, units, levels, allocation }: Prepared,
  streamFor: StreamFor,
  place: (unit: DealtUnit, arm: number, position: number) => void,
): void {
  const { imbalance, probability, orderBy } = allocation
  const slots = slotsOf(shares)
  const source = streamFor('minimisation', wholeSample)
  const tally = new Imbalance(slots.length, levels, imbalance)
  const coin = coinOf(probability)
  for (const [index, unit] of orderOfArrival(cases, units, orderBy, source).entries()) {
    const slot = chooseSlot(tally.after(unit), coin, source)
    tally.add(unit, slot)
    place(unit, slots[slot] as number, index + 1)
  }
}

type Coin = AllocatedCase['probability']

/** A probability with at most six decimals, in lowest terms. */
const coinOf = (probability: string): Coin =>
  reducedProbability(BigInt(Math.round(Number(probability) * 1_000_000)), 1_000_000n)

/**
 * The slot of a unit from the imbalance that each would leave: with the coin's probability one of those
 * with the least, else one of the others, each evenly. Where all are alike no coin is tossed.
 */
function chooseSlot(imbalances: ArrayLike<number>, coin: Coin, source: IntegerSource): number {
  let least = Number.POSITIVE_INFINITY
  for (let slot = 0; slot < imbalances.length; slot += 1) least = Math.min(least, imbalances[slot] as number)
  const [preferred, others]: [number[], number[]] = [[], []]
  for (let slot = 0; slot < imbalances.length; slot += 1) (imbalances[slot] === least ? preferred : others).push(slot)
  const chosen = others.length === 0 || source.below(coin.denominator) < coin.numerator ? preferred : others
  return chosen[source.below(chosen.length)] as number
}
