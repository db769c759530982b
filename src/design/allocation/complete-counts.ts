import { type IntegerSource, shuffled } from '../../core/random.ts'

/** An arm's part of a group: the units that it gets in every draw, and how likely it gets one more (`remainder` / total of shares). */
export interface ShareOfUnits {
  base: number
  remainder: number
}

/** Splits `units` at integer shares: base = floor(units x share / total), remainder = units x share mod total. */
export function sharesOfUnits(units: number, shares: readonly number[]): ShareOfUnits[] {
  const total = shares.reduce((sum, share) => sum + share, 0)
  return shares.map(share => {
    const remainder = (units * share) % total
    return { base: (units * share - remainder) / total, remainder }
  })
}

/**
 * Numbers of units for each share, adding up to `units`, with mean exactly units x share / total.
 * The units that the bases leave over go to arms by systematic selection with unequal probabilities
 * (Madow, 1949, Annals of Mathematical Statistics 20:333-354) in integers: the arms are shuffled, the point u is drawn
 * evenly below the total, and an arm gets one more where u, u + total, u + 2 total, … falls into its stretch of the
 * cumulated remainders. The shuffle lets every set of arms come up that the remainders allow.
 */
export function completeCounts(units: number, shares: readonly number[], source: IntegerSource): number[] {
  const parts = sharesOfUnits(units, shares)
  const total = shares.reduce((sum, share) => sum + share, 0)
  const order = shuffled([...shares.keys()], source)
  const counts = parts.map(({ base }) => base)
  let point = source.below(total)
  let cumulated = 0
  for (const arm of order) {
    cumulated += parts[arm]?.remainder ?? 0
    if (point >= cumulated) continue
    counts[arm] = (counts[arm] ?? 0) + 1
    point += total
  }
  return counts
}
