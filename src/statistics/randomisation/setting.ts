import { ratio } from '../../core/exact.ts'
import { sumOf } from '../../core/lists.ts'
import type { Summary, Unit } from '../../model/summary.ts'
import { stratumSizes } from '../cells.ts'
import type { Dealing, DealtType } from './dealing.ts'
import type { Setting } from './statistic.ts'

/** A dealing as a statistic sees it: with its strata kept apart or added up. */
export interface Population {
  dealing: Dealing
  setting: Setting
  /** Position in the setting of each stratum of the dealing: 0 for all where they are added up. */
  place: readonly number[]
  /** Doubled mid-rank of each value over that of zero. */
  rankOf: ReadonlyMap<number, number>
}

export function populationOf(summary: Summary<'units'>, dealing: Dealing, withinStrata: boolean): Population {
  const place = dealing.strata.map((_, s) => (withinStrata ? s : 0))
  const values = frequencies(dealing)
  const cases = sumOf(summary.cells.filter(({ arm }) => dealing.arms.includes(arm)).map(({ data }) => data.n))
  const events = sumOf([...values.values()])
  const { rankOf, zero, untied } = rankValues(values, cases - events)
  const setting: Setting = {
    arms: dealing.arms.length,
    weights: withinStrata ? weightsOf(summary, dealing) : [1],
    pairs: pairsOf(dealing.types, place),
    singleCases: dealing.types.every(type => sumOf(type.cases) === 1),
    cases,
    events,
    ranks: { zero, untied },
    origin: originOf(dealing, values, cases),
  }
  return { dealing, setting, place, rankOf }
}

function weightsOf(summary: Summary<'units'>, { strata }: Dealing): number[] {
  const held = stratumSizes(summary)
  const sizes = strata.map(stratum => held.get(stratum) ?? 0)
  const total = sumOf(sizes)
  return sizes.map(size => size / total)
}

const unitsOf = ({ types }: Dealing): Unit[] => types.flatMap(({ others }) => others.flat())

/** How many cases have each value other than zero. */
function frequencies(dealing: Dealing): Map<number, number> {
  const counts = new Map<number, number>()
  for (const unit of unitsOf(dealing)) {
    for (const values of Object.values(unit.values)) {
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
  }
  return counts
}

function rankValues(values: ReadonlyMap<number, number>, zeros: number) {
  const doubled = new Map<number, number>()
  let below = 0
  let ties = 0n
  for (const value of [0, ...values.keys()].sort((a, b) => a - b)) {
    const tied = value === 0 ? zeros : (values.get(value) ?? 0)
    doubled.set(value, 2 * below + tied + 1)
    below += tied
    ties += BigInt(tied) ** 3n - BigInt(tied)
  }
  const zero = doubled.get(0) ?? 1
  const total = BigInt(below)
  return {
    rankOf: new Map([...doubled].map(([value, rank]) => [value, rank - zero])),
    zero,
    untied: Number(total ** 3n - total - ties),
  }
}

/** The whole number next to the mean where no unit has nothing but zeros, so that squares keep their digits; else 0. */
function originOf({ types }: Dealing, values: ReadonlyMap<number, number>, cases: number): number {
  const zeroUnits = types.some(({ units, others }) => units > sumOf(others.map(list => list.length)))
  if (zeroUnits || cases === 0) return 0
  let sum = 0n
  for (const [value, count] of values) sum += BigInt(value) * BigInt(count)
  return Math.round(ratio(sum, BigInt(cases)))
}

/** Every stratum with itself, then the pairs that a type of unit spans. */
function pairsOf(types: readonly DealtType[], place: readonly number[]): [number, number][] {
  const strata = [...new Set(place)]
  const spanned = new Map<string, [number, number]>()
  for (const { cases } of types) {
    const present = [...new Set(place.filter((_, s) => (cases[s] ?? 0) > 0))]
    present.forEach((i, index) => {
      for (const j of present.slice(index + 1)) spanned.set(`${i} ${j}`, [i, j])
    })
  }
  return [...strata.map((s): [number, number] => [s, s]), ...spanned.values()]
}
