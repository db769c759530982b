import type { IntegerSource } from '../../core/random.ts'
import type { AllocatedCase } from '../../model/case.ts'
import { wholeSample } from '../../model/ids.ts'
import { inIdOrder } from '../case-order.ts'
import { AllocationRecord } from './dealt.ts'
import { Imbalance } from './imbalance.ts'
import type { AllocationMethod, AllocationUnit } from './method.ts'
import { orderOfArrival } from './order.ts'
import { reducedProbability } from './probability.ts'
import { ratioById, shareProbabilities, sharesOf, slotsOf } from './shares.ts'
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
    const { ratio, factors, imbalance, probability, orderBy } = protocol.allocation
    const cases = inIdOrder(sample, ({ id }) => id)
    const shares = sharesOf(protocol, ratio)
    const probabilities = shareProbabilities(shares)
    const slots = slotsOf(shares)
    const source = streamFor('minimisation', wholeSample)
    const tally = new Imbalance(slots.length, factors, imbalance)
    const coin = coinOf(probability)
    const record = new AllocationRecord(cases)
    orderOfArrival(cases, unitsOf(cases), orderBy, source).forEach((unit, index) => {
      const baselines = baselinesOf(unit, cases)
      const slot = chooseSlot(tally.after(baselines), coin, source)
      tally.add(baselines, slot)
      record.place(unit, probabilities[slots[slot] as number]!, index + 1)
    })
    return record.finish()
  },
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

const baselinesOf = ({ members }: DealtUnit, cases: readonly AllocationUnit[]): AllocationUnit['baseline'][] =>
  members.map(index => cases[index]?.baseline ?? {})

type Coin = AllocatedCase['probability']

/** A probability with at most six decimals, in lowest terms. */
const coinOf = (probability: string): Coin =>
  reducedProbability(BigInt(Math.round(Number(probability) * 1_000_000)), 1_000_000n)

/**
 * The slot of a unit from the imbalance that each would leave: with the coin's probability one of those
 * with the least, else one of the others, each evenly. Where all are alike no coin is tossed.
 */
function chooseSlot(imbalances: readonly number[], coin: Coin, source: IntegerSource): number {
  const least = Math.min(...imbalances)
  const slots = [...imbalances.keys()]
  const preferred = slots.filter(slot => imbalances[slot] === least)
  const others = slots.filter(slot => imbalances[slot] !== least)
  const chosen = others.length === 0 || source.below(coin.denominator) < coin.numerator ? preferred : others
  return chosen[source.below(chosen.length)] as number
}
