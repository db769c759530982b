import { ratio } from '../../core/exact.ts'
import { sumOf } from '../../core/lists.ts'
import type { SimulationSource } from '../../core/simulation-random.ts'
import type { AlikeUnits } from '../clusters/alike-units.ts'
import { drawBinomial } from './draw-binomial.ts'

/** The mean over cases of some units and the variance that their differences give it. */
export interface MeanOfUnits {
  mean: number
  variance: number
}

/** The units of one arm, ready to be drawn from with replacement. */
export interface Pool {
  units: number
  cases: number
  observed: MeanOfUnits
  /** What each unit moves the mean by, from leaving it out: its jackknife influence over the number of units. */
  influences: readonly { influence: number; count: number }[]
  resample(source: SimulationSource): MeanOfUnits
}

/** Units alike from which on one binomial draw of their number is quicker than drawing them one by one. */
const manyAlike = 16

/** The most that `pick` draws below. */
const mostPicked = 2 ** 21

/**
 * A pool of at least two units. In units i of m_i cases and total t_i the mean is R = T / M, the sums of t and m, and
 * its variance g / (g - 1) x sum of (t_i - R m_i)^2 / M^2 for g units; with units of one case, s^2 / n. Units alike are
 * drawn together by conditional binomials, so the zeros of an arm cost one draw.
 */
export function poolOf(kinds: readonly AlikeUnits[]): Pool {
  const units = sumOf(kinds.map(({ count }) => count))
  const cases = sumOf(kinds.map(({ size, count }) => size * count))
  const total = sumOf(kinds.map(each => each.total * each.count))
  const mean = total / cases
  const centred = kinds.map(kind => ({ ...kind, excess: excessOf(kind, total, cases) }))
  const common = centred.filter(({ count }) => count >= manyAlike)
  const rare = centred.filter(({ count }) => count < manyAlike).flatMap(kind => Array<Centred>(kind.count).fill(kind))
  const tally = new UnitTally(units, mean)

  const resample = (source: SimulationSource): MeanOfUnits => {
    tally.clear()
    let [toDraw, drawnFrom] = [units, units]
    for (const kind of common) {
      const drawn = drawBinomial(toDraw, kind.count / drawnFrom, source)
      tally.add(kind, drawn)
      toDraw -= drawn
      drawnFrom -= kind.count
    }
    const draw = rare.length > mostPicked ? source.below : source.pick
    for (; toDraw > 0; toDraw -= 1) tally.add(rare[draw(rare.length)] as Centred, 1)
    return tally.mean()
  }

  for (const kind of centred) tally.add(kind, kind.count)
  const influences = centred.map(({ size, excess, count }) => ({
    influence: ((units - 1) / units) * (excess / (cases - size)),
    count,
  }))
  return { units, cases, observed: tally.mean(), influences, resample }
}

/** A kind of unit with its t - R m. */
interface Centred extends AlikeUnits {
  excess: number
}

/** t - R m as the ratio of the integers t M - T m and M, so that nothing cancels. */
const excessOf = ({ size, total: t }: AlikeUnits, total: number, cases: number): number =>
  ratio(BigInt(t) * BigInt(cases) - BigInt(total) * BigInt(size), BigInt(cases))

/**
 * Share of the sum of squares about the observed mean below which the rest about a replicate's own mean is rounding.
 */
const nothing = 1e-12

/** Sums over units drawn. Squares are of the excess over the observed mean, so that they do not cancel. */
class UnitTally {
  readonly #units: number
  readonly #centre: number
  #total = 0
  #size = 0
  #excessSquared = 0
  #excessSize = 0
  #sizeSquared = 0

  constructor(units: number, centre: number) {
    this.#units = units
    this.#centre = centre
  }

  clear(): void {
    this.#total = 0
    this.#size = 0
    this.#excessSquared = 0
    this.#excessSize = 0
    this.#sizeSquared = 0
  }

  add({ size, total, excess }: Centred, count: number): void {
    this.#total += count * total
    this.#size += count * size
    this.#excessSquared += count * excess * excess
    this.#excessSize += count * excess * size
    this.#sizeSquared += count * size * size
  }

  mean(): MeanOfUnits {
    const mean = this.#total / this.#size
    const shift = mean - this.#centre
    const squares = this.#excessSquared - 2 * shift * this.#excessSize + shift * shift * this.#sizeSquared
    const left = squares <= nothing * this.#excessSquared ? 0 : squares
    return { mean, variance: ((this.#units / (this.#units - 1)) * left) / this.#size ** 2 }
  }
}
