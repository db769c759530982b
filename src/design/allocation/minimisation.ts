import type { IntegerSource } from '../../core/random.ts'
import type { AllocatedCase } from '../../model/case.ts'
import { type ArmId, wholeSample } from '../../model/ids.ts'
import { inIdOrder } from '../case-order.ts'
import { AllocationRecord } from './dealt.ts'
import { Imbalance } from './imbalance.ts'
import type { AllocationMethod, AllocationUnit, DesignProtocol } from './method.ts'
import { orderOfArrival } from './order.ts'
import { type ArmProbability, reducedProbability } from './probability.ts'
import { shareProbabilities, sharesOf, slotsOf } from './shares.ts'
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
    const cases = inIdOrder(sample, ({ id }) => id)
    const source = streamFor('minimisation', wholeSample)
    const order = orderOfArrival(cases, unitsOf(cases), protocol.allocation.orderBy, source)
    const minimiser = new Minimiser(protocol, source)
    const record = new AllocationRecord(cases)
    for (const [index, unit] of order.entries()) {
      record.place(unit, minimiser.take(baselinesOf(unit, cases)), index + 1)
    }
    return record.finish()
  },
  arrivals(protocol, streamFor) {
    const minimiser = new Minimiser(protocol, streamFor('minimisation', wholeSample))
    const hidden = Object.values(protocol.allocation.ratio ?? {}).some(share => share > 1)
    let position = 0
    return ({ baseline }) => {
      position += 1
      const chances = minimiser.chances([baseline])
      const taken = minimiser.take([baseline])
      return { ...taken, position, conditional: chances(taken.arm), hidden }
    }
  },
  redraw: () => ({ given: 'artefacts', reason: 'minimisation follows the order of the units' }),
} satisfies AllocationMethod<'minimisation'>

type Baseline = AllocationUnit['baseline']

const baselinesOf = ({ members }: DealtUnit, cases: readonly AllocationUnit[]): Baseline[] =>
  members.map(index => cases[index]?.baseline ?? {})

type Coin = AllocatedCase['probability']

/** A probability with at most six decimals, in lowest terms. */
const coinOf = (probability: string): Coin =>
  reducedProbability(BigInt(Math.round(Number(probability) * 1_000_000)), 1_000_000n)

/** The units so far, and the slot of the next. Slots are alike and stand for arms, as many for each as the ratio says. */
class Minimiser {
  readonly #arms: readonly ArmProbability[]
  readonly #slots: readonly number[]
  readonly #tally: Imbalance
  readonly #coin: Coin
  readonly #source: IntegerSource

  constructor(protocol: DesignProtocol<'minimisation'>, source: IntegerSource) {
    const { ratio, factors, imbalance, probability } = protocol.allocation
    const shares = sharesOf(protocol, ratio)
    this.#arms = shareProbabilities(shares)
    this.#slots = slotsOf(shares)
    this.#tally = new Imbalance(this.#slots.length, factors, imbalance)
    this.#coin = coinOf(probability)
    this.#source = source
  }

  /** Draws the arm of a unit, and counts it. */
  take(unit: readonly Baseline[]): ArmProbability {
    const slot = chooseSlot(this.#sides(unit), this.#coin, this.#source)
    this.#tally.add(unit, slot)
    return this.#arms[this.#slots[slot] as number]!
  }

  /** The probability of an arm for a unit, given the units so far. */
  chances(unit: readonly Baseline[]): (arm: ArmId) => Coin {
    const { preferred, others } = this.#sides(unit)
    const { numerator, denominator } = this.#coin
    return arm => {
      const own = (slots: readonly number[]): bigint =>
        BigInt(slots.filter(slot => this.#arms[this.#slots[slot] as number]?.arm === arm).length)
      const sizes = [BigInt(preferred.length), BigInt(others.length)] as const
      if (others.length === 0) return reducedProbability(own(preferred), sizes[0])
      const [heads, tails] = [BigInt(numerator), BigInt(denominator - numerator)]
      const parts = own(preferred) * heads * sizes[1] + own(others) * tails * sizes[0]
      return reducedProbability(parts, BigInt(denominator) * sizes[0] * sizes[1])
    }
  }

  #sides(unit: readonly Baseline[]): Sides {
    const imbalances = this.#tally.after(unit)
    const least = Math.min(...imbalances)
    const slots = [...imbalances.keys()]
    return {
      preferred: slots.filter(slot => imbalances[slot] === least),
      others: slots.filter(slot => imbalances[slot] !== least),
    }
  }
}

/** The slots that would leave the least imbalance, and the others. */
interface Sides {
  preferred: readonly number[]
  others: readonly number[]
}

/**
 * The slot of a unit: with the coin's probability one of those that leave the least imbalance, else one of the others,
 * each evenly. Where all are alike no coin is tossed.
 */
function chooseSlot({ preferred, others }: Sides, coin: Coin, source: IntegerSource): number {
  const chosen = others.length === 0 || source.below(coin.denominator) < coin.numerator ? preferred : others
  return chosen[source.below(chosen.length)] as number
}
