import type { IntegerSource } from '../../core/random.ts'
import type { AllocatedCase } from '../../model/case.ts'
import { wholeSample } from '../../model/ids.ts'
import type { SampleTable } from '../sample-table.ts'
import { Imbalance, LevelNumbers, type TouchedLevel } from './imbalance.ts'
import type { AllocationMethod, DesignProtocol } from './method.ts'
import { orderOfArrival } from './order.ts'
import { type PreparedDraw, recordOf, repeated } from './prepared-draw.ts'
import { reducedProbability } from './probability.ts'
import { equalChances, ratioById, shareProbabilities, sharesOf, slotsOf } from './shares.ts'

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
  allocate: (cases, protocol, streamFor) => recordOf(prepare(cases, protocol), streamFor),
  dealer: (cases, protocol) => repeated(prepare(cases, protocol)),
  arrivals(protocol, streamFor) {
    const { factors, ratio } = protocol.allocation
    const levels = new LevelNumbers(factors)
    const minimiser = new Minimiser(protocol, streamFor('minimisation', wholeSample))
    const probabilities = shareProbabilities(sharesOf(protocol, ratio))
    const hidden = Object.values(ratio ?? {}).some(share => share > 1)
    let position = 0
    return ({ baseline }) => {
      position += 1
      const touched = levels.of([baseline])
      const chances = minimiser.chances(touched)
      const arm = minimiser.take(touched)
      return { ...probabilities[arm]!, position, conditional: chances(arm), hidden }
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
  caseByCase: () => 'minimisation follows the order of the units',
} satisfies AllocationMethod<'minimisation'>

function prepare(cases: SampleTable, protocol: DesignProtocol<'minimisation'>): PreparedDraw {
  const { factors, orderBy, ratio } = protocol.allocation
  const levels = new LevelNumbers(factors)
  const units = cases.units.all()
  const touched = Array.from(units, unit =>
    levels.of(Array.from(cases.units.membersOf(unit), row => cases.at(row)?.baseline ?? {})),
  )
  return {
    cases,
    shares: sharesOf(protocol, ratio),
    draw(streamFor, place) {
      const source = streamFor('minimisation', wholeSample)
      const order = orderOfArrival(cases, units, orderBy, source)
      const minimiser = new Minimiser(protocol, source)
      order.forEach((unit, index) => {
        place(unit, minimiser.take(touched[unit]!), index + 1)
      })
    },
  }
}

type Coin = AllocatedCase['probability']

/** A probability with at most six decimals, in lowest terms. */
const coinOf = (probability: string): Coin =>
  reducedProbability(BigInt(Math.round(Number(probability) * 1_000_000)), 1_000_000n)

/** The units so far, and the slot of the next. Slots are alike and stand for arms, as many for each as the ratio says. */
class Minimiser {
  readonly #slots: readonly number[]
  readonly #tally: Imbalance
  readonly #coin: Coin
  readonly #source: IntegerSource

  constructor(protocol: DesignProtocol<'minimisation'>, source: IntegerSource) {
    const { ratio, imbalance, probability } = protocol.allocation
    this.#slots = slotsOf(sharesOf(protocol, ratio))
    this.#tally = new Imbalance(this.#slots.length, imbalance)
    this.#coin = coinOf(probability)
    this.#source = source
  }

  /** Draws the arm of a unit, and counts it. */
  take(unit: readonly TouchedLevel[]): number {
    const slot = chooseSlot(this.#sides(unit), this.#coin, this.#source)
    this.#tally.add(unit, slot)
    return this.#slots[slot] as number
  }

  /** The probability of an arm for a unit, given the units so far. */
  chances(unit: readonly TouchedLevel[]): (arm: number) => Coin {
    const { preferred, others } = this.#sides(unit)
    const { numerator, denominator } = this.#coin
    return arm => {
      const own = (slots: readonly number[]): bigint => BigInt(slots.filter(slot => this.#slots[slot] === arm).length)
      const sizes = [BigInt(preferred.length), BigInt(others.length)] as const
      if (others.length === 0) return reducedProbability(own(preferred), sizes[0])
      const [heads, tails] = [BigInt(numerator), BigInt(denominator - numerator)]
      const parts = own(preferred) * heads * sizes[1] + own(others) * tails * sizes[0]
      return reducedProbability(parts, BigInt(denominator) * sizes[0] * sizes[1])
    }
  }

  #sides(unit: readonly TouchedLevel[]): Sides {
    const imbalances = this.#tally.after(unit)
    let least = Number.POSITIVE_INFINITY
    for (const imbalance of imbalances) least = Math.min(least, imbalance)
    const sides: { preferred: number[]; others: number[] } = { preferred: [], others: [] }
    imbalances.forEach((imbalance, slot) => {
      sides[imbalance === least ? 'preferred' : 'others'].push(slot)
    })
    return sides
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
