import { canonicalJson } from '../../core/canonical-json.ts'
import { gcd } from '../../core/exact.ts'
import type { Rows } from '../../model/case.ts'
import type { CountsDraw, LinkedType, UnitRedraw } from '../../model/redraw.ts'
import { sampleTable } from '../sample-table.ts'
import { readTargets, type TargetProtocol, type Targets, targetsById } from '../targets.ts'
import { sharesOfUnits } from './complete-counts.ts'
import { groupCases } from './linked-cases.ts'
import type { AllocatedUnit } from './method.ts'

/** Arms with a remainder beyond which the splits of a type are too many to list. */
const mostArms = 8

/**
 * How `fixed-counts` draws the allocation of a sample again: every split of every linked type with its weight, and the
 * targets that single cases fill. A randomisation test draws from it. With more than eight arms that leave a remainder
 * it is the redraw given the realised counts.
 */
export function redrawFixedCounts(sample: Rows<AllocatedUnit>, protocol: TargetProtocol): UnitRedraw {
  const targets = readTargets(protocol)
  const linked = linkedTypes(sample, targets)
  if (linked === undefined) return { given: 'realised_counts' }
  return { given: 'design', arms: targets.arms, linked, targets: targetsById(targets) }
}

function linkedTypes(sample: Rows<AllocatedUnit>, targets: Targets): LinkedType[] | undefined {
  const cases = sampleTable(sample, [])
  const indexOfCode = cases.strata.values.map(stratum => targets.strata.indexOf(stratum))
  const stratumOf = (row: number): number => indexOfCode[cases.strata.codeAt(row)]!
  const linked: LinkedType[] = []
  for (const { key, clusters } of groupCases(cases, stratumOf, targets.strata).types) {
    const splits = splitsOf(clusters.length, targets.ofArm)
    if (splits === undefined) return undefined
    linked.push({ cases: JSON.parse(key) as LinkedType['cases'], units: clusters.length, splits })
  }
  return linked
}

/** Every split that `completeCounts` can draw, with the number of orders and points that draw it, in lowest terms. */
export function splitsOf(units: number, shares: readonly number[]): CountsDraw[] | undefined {
  const parts = sharesOfUnits(units, shares)
  const total = shares.reduce((sum, share) => sum + share, 0)
  const uneven = [...parts.keys()].filter(arm => (parts[arm]?.remainder ?? 0) > 0)
  if (uneven.length > mostArms) return undefined
  const splits = new Map<string, CountsDraw>()
  for (const order of ordersOf(uneven)) {
    for (const { chosen, weight } of pointsOf(order, arm => parts[arm]?.remainder ?? 0, total)) {
      const counts = parts.map(({ base }, arm) => (chosen.includes(arm) ? base + 1 : base))
      const key = canonicalJson(counts)
      splits.set(key, { units: counts, weight: (splits.get(key)?.weight ?? 0) + weight })
    }
  }
  const divisor = Number([...splits.values()].reduce((sofar, { weight }) => gcd(sofar, BigInt(weight)), 0n))
  return [...splits.values()].map(({ units: counts, weight }) => ({ units: counts, weight: weight / divisor }))
}

/** The sets of arms that systematic selection chooses in one order, each with the number of points that choose it. */
function pointsOf(
  order: readonly number[],
  remainder: (arm: number) => number,
  total: number,
): { chosen: number[]; weight: number }[] {
  let end = 0
  const ends = order.map(arm => {
    end += remainder(arm)
    return end
  })
  const breaks = [...new Set([0, ...ends.map(end => end % total)])].sort((a, b) => a - b)
  return breaks.map((from, index) => {
    const chosen = order.filter((arm, place) => {
      const last = (ends[place] ?? 0) - 1
      // The stretch up to `last` holds one of from, from + total, … where the last of them up to there is in it.
      return last >= from && (last - from) % total < remainder(arm)
    })
    return { chosen, weight: (breaks[index + 1] ?? total) - from }
  })
}

function ordersOf(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]]
  return items.flatMap(first => ordersOf(items.filter(item => item !== first)).map(rest => [first, ...rest]))
}
