import type { SimulationSource } from '../../core/simulation-random.ts'
import type { DealtType } from './dealing.ts'
import type { Additions, UnitTable } from './unit-table.ts'

/** How many units of each type every arm gets: of type t in arm a at t x arms + a. */
export interface Places {
  counts: Int32Array
  /** Takes the split of each linked type, by its index; the single cases fill what is left. */
  choose(splits: Int32Array): void
}

/** Draws allocations; each leaves its totals in the table. */
export interface Dealer {
  /** To be called before the first draw of a block, so that what a block draws does not depend on the one before. */
  begin(): void
  deal(source: SimulationSource): void
}

/** Places of a table, as its first splits give them. Linked types stand before the single cases. */
export function placesOf({ population, arms }: UnitTable): Places {
  const { types, targets, strata } = population.dealing
  const counts = new Int32Array(types.length * arms)
  const left = new Int32Array(targets.length)
  const wanted = Int32Array.from(targets)
  const cases = Int32Array.from(types.flatMap(type => type.cases))
  const units = types.map(({ splits = [] }) => Int32Array.from(splits.flatMap(split => split.units)))
  const linked = types.filter(({ splits }) => splits !== undefined).length

  const takeSplit = (t: number, split: number): void => {
    for (let a = 0; a < arms; a += 1) {
      const given = (units[t] as Int32Array)[split * arms + a] as number
      counts[t * arms + a] = given
      for (let s = 0; s < strata.length; s += 1) {
        left[s * arms + a] = (left[s * arms + a] as number) - given * (cases[t * strata.length + s] as number)
      }
    }
  }
  const choose = (splits: Int32Array): void => {
    left.set(wanted)
    for (let t = 0; t < linked; t += 1) takeSplit(t, splits[t] as number)
    for (let t = linked; t < types.length; t += 1) {
      const stratum = (types[t] as DealtType).cases.indexOf(1)
      for (let a = 0; a < arms; a += 1) counts[t * arms + a] = left[stratum * arms + a] as number
    }
  }
  choose(new Int32Array(types.length))
  return { counts, choose }
}

/** Puts into the table what units of nothing but zeros give to arms with these places. */
export function startTotals({ store, start, zeroUnits, arms }: UnitTable, counts: Int32Array): void {
  store.set(start)
  for (let t = 0; t < zeroUnits.length; t += 1) {
    const { at, values } = zeroUnits[t] as Additions
    for (let e = 0; e < values.length; e += 1) {
      for (let a = 0; a < arms; a += 1) {
        const place = at[e * arms + a] as number
        store[place] = (store[place] as number) + (counts[t * arms + a] as number) * (values[e] as number)
      }
    }
  }
}

/** Adds a number of units that are alike to an arm. */
export function addUnits({ store, arms }: UnitTable, { at, values }: Additions, arm: number, units: number): void {
  for (let e = 0; e < values.length; e += 1) {
    const place = at[e * arms + arm] as number
    store[place] = (store[place] as number) + units * (values[e] as number)
  }
}

/** The totals of the allocation as it was drawn. */
export function dealAsAllocated(table: UnitTable): void {
  const { types } = table.population.dealing
  startTotals(table, Int32Array.from(types.flatMap(({ realised }) => realised)))
  for (const { added, realised } of table.classes) {
    realised.forEach((units, arm) => {
      addUnits(table, added, arm, units)
    })
  }
}

/**
 * Deals every unit that is not all zero, and no other: the arms' places stand in a list for each type, and a Fisher-Yates
 * shuffle of the list is stopped as soon as these units have theirs. The rest of the list falls to units of nothing but
 * zeros, which are counted beforehand. A shuffle may begin from any order, so that the lists are put in order only at
 * `begin` and where a split changes them.
 */
export function dealerOf(table: UnitTable): Dealer {
  const { store, arms } = table
  const { types } = table.population.dealing
  const { entries, at, values, firstOfType } = flatUnits(table)
  const places = placesOf(table)
  const splits = new Int32Array(types.length)
  const random = types.flatMap((type, t): RandomSplit[] => (isRandom(type) ? [{ t, ends: cumulated(type) }] : []))
  const lists = types.map(({ units }) => new Uint8Array(units))
  startTotals(table, places.counts)
  const start = Float64Array.from(store)

  const begin = (): void => {
    for (let t = 0; t < lists.length; t += 1) {
      // Nobody draws from the list of a type that has nothing but zeros.
      if (firstOfType[t] !== firstOfType[t + 1]) fillPlaces(lists[t] as Uint8Array, places.counts, t, arms)
    }
  }
  const drawSplits = (source: SimulationSource): void => {
    for (let r = 0; r < random.length; r += 1) {
      const { t, ends } = random[r] as RandomSplit
      splits[t] = pickWeighted(ends, source)
    }
    places.choose(splits)
    startTotals(table, places.counts)
    begin()
  }
  const dealType = (source: SimulationSource, list: Uint8Array, from: number, to: number): void => {
    for (let unit = from; unit < to; unit += 1) {
      const next = unit - from
      const chosen = next + source.pick(list.length - next)
      const arm = list[chosen] as number
      list[chosen] = list[next] as number
      list[next] = arm
      const end = entries[unit + 1] as number
      for (let e = entries[unit] as number; e < end; e += 1) {
        const total = at[e * arms + arm] as number
        store[total] = (store[total] as number) + (values[e] as number)
      }
    }
  }
  return {
    begin,
    deal(source) {
      if (random.length > 0) drawSplits(source)
      else store.set(start)
      for (let t = 0; t < lists.length; t += 1) {
        dealType(source, lists[t] as Uint8Array, firstOfType[t] as number, firstOfType[t + 1] as number)
      }
    },
  }
}

interface RandomSplit {
  t: number
  /** Cumulated weights of its splits. */
  ends: Float64Array
}

function fillPlaces(list: Uint8Array, counts: Int32Array, type: number, arms: number): void {
  let from = 0
  for (let arm = 0; arm < arms; arm += 1) {
    const to = from + (counts[type * arms + arm] as number)
    list.fill(arm, from, to)
    from = to
  }
}

const isRandom = ({ splits = [] }: DealtType): boolean => splits.length > 1

/** Cumulated weights of a type's splits, the last being the total. */
function cumulated({ splits = [] }: DealtType): Float64Array {
  let sum = 0
  return Float64Array.from(splits, ({ weight }) => {
    sum += weight
    return sum
  })
}

function pickWeighted(ends: Float64Array, source: SimulationSource): number {
  const point = source.pick(ends[ends.length - 1] as number)
  let split = 0
  while (point >= (ends[split] as number)) split += 1
  return split
}

/** Every unit of the classes, one after the other, with what it adds. */
function flatUnits({ classes, arms, population }: UnitTable) {
  const all = classes.flatMap(each => new Array<(typeof classes)[number]>(each.units).fill(each))
  const entries = new Int32Array(all.length + 1)
  all.forEach(({ added }, unit) => {
    entries[unit + 1] = (entries[unit] as number) + added.values.length
  })
  const total = entries[all.length] as number
  const at = new Int32Array(total * arms)
  const values = new Float64Array(total)
  all.forEach(({ added }, unit) => {
    values.set(added.values, entries[unit] as number)
    at.set(added.at, (entries[unit] as number) * arms)
  })
  const firstOfType = new Int32Array(population.dealing.types.length + 1)
  for (const { type } of all) firstOfType[type + 1] = (firstOfType[type + 1] as number) + 1
  for (let t = 1; t < firstOfType.length; t += 1) {
    firstOfType[t] = (firstOfType[t] as number) + (firstOfType[t - 1] as number)
  }
  return { entries, at, values, firstOfType }
}
