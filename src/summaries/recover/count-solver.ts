import { admits, type PrintedNumber } from '../../model/printed-number.ts'

/** Whole counts at each level of one outcome in one arm, with the number of cases to which the outcome applies. */
export interface CountSolution {
  total: number
  /** In the order of the family's levels. */
  counts: readonly number[]
}

/** A printed number that bears on a family's counts: the value that a solution gives must print as it. */
export interface CountObservation {
  figure: string
  printed: PrintedNumber
  value(solution: CountSolution): number
  /** Where the value is a share of one level, its level and denominator: gives that level's bounds at once. */
  share?: { level: number; scale: number } | undefined
}

/** The counts of one outcome in one arm: non-negative integers, one a level, that add up to the total. */
export interface CountFamily {
  levels: readonly string[]
  /** Possible numbers of cases to which the outcome applies. */
  totals: readonly number[]
  /** What the levels leave is allowed (levels that were not printed). */
  open: boolean
  /** Most cases that the levels may hold together, from an outcome that includes this one. */
  most?: number | undefined
  observations: readonly CountObservation[]
}

export type CountSolutions =
  | { status: 'solved'; solutions: readonly CountSolution[] }
  /** More combinations than can be listed: the print does not pin the counts down. */
  | { status: 'unbounded' }

/** Combinations beyond which counts are called unbounded rather than listed. */
const mostCombinations = 2_000_000

/**
 * All whole counts that give every printed number, found by bounds from the shares of single levels and then trying
 * every combination within them. `without` leaves one figure out, to see what the others say of it.
 */
export function solveCounts(family: CountFamily, without?: string): CountSolutions {
  const observations = family.observations.filter(observation => observation.figure !== without)
  const solutions: CountSolution[] = []
  for (const total of family.totals) {
    const bounds = levelBounds(family, observations, total)
    if (combinations(family, bounds) > mostCombinations) return { status: 'unbounded' }
    for (const counts of fillings(family, bounds, total)) {
      const solution = { total, counts }
      if (observations.every(seen => admits(seen.printed, seen.value(solution)))) solutions.push(solution)
    }
  }
  return { status: 'solved', solutions }
}

type Bounds = readonly { least: number; most: number }[]

function levelBounds(family: CountFamily, observations: readonly CountObservation[], total: number): Bounds {
  const cap = Math.min(total, family.most ?? total)
  return family.levels.map((_, level) => {
    let least = 0
    let most = cap
    for (const { share, printed } of observations) {
      if (share?.level !== level) continue
      least = Math.max(least, Math.floor((printed.lower * share.scale) / 100))
      most = Math.min(most, Math.ceil((printed.upper * share.scale) / 100))
    }
    return { least, most }
  })
}

function combinations(family: CountFamily, bounds: Bounds): number {
  const free = family.open ? bounds : [...bounds].sort((a, b) => a.most - a.least - (b.most - b.least)).slice(0, -1)
  return free.reduce((product, { least, most }) => product * Math.max(0, most - least + 1), 1)
}

/** Every way to fill the levels within their bounds; in a closed family the counts add up to the total. */
function* fillings(family: CountFamily, bounds: Bounds, total: number): Generator<readonly number[]> {
  const widest = family.open ? -1 : widestLevel(bounds)
  const counts = new Array<number>(bounds.length).fill(0)
  function* fill(level: number, left: number): Generator<readonly number[]> {
    if (level === bounds.length) {
      if (widest >= 0) {
        const { least, most } = bounds[widest] as Bounds[number]
        if (left < least || left > most) return
        counts[widest] = left
      }
      yield [...counts]
      return
    }
    if (level === widest) return yield* fill(level + 1, left)
    const { least, most } = bounds[level] as Bounds[number]
    for (let count = least; count <= Math.min(most, left); count += 1) {
      counts[level] = count
      yield* fill(level + 1, left - count)
    }
  }
  yield* fill(0, Math.min(total, family.most ?? total))
}

function widestLevel(bounds: Bounds): number {
  const widths = bounds.map(({ least, most }) => most - least)
  return widths.indexOf(Math.max(...widths))
}
