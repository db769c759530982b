import type { IntegerSource } from '../../core/random.ts'

/** When a group is complete. */
export interface StoppingRule {
  /** Least cases of a group. */
  minimum: number
  /** Most cases of a group; none where absent. */
  most?: number | undefined
  /** How far the share of a stratum in a group may be from its share in the caseload, as a ratio of whole numbers. */
  tolerance: { numerator: bigint; denominator: bigint }
}

/** The numbers that one group drew. */
export interface DrawnGroup {
  /** Cases of each stratum. */
  counts: readonly number[]
  representative: boolean
}

/**
 * Draws labels of strata, without replacement and one at a time, for one group after the other: from an urn that holds
 * every eligible case as a label of its stratum. A group is complete when it has its minimum and the share of every
 * stratum in it is within the tolerance of the stratum's share in the caseload, or when it has the most that it may.
 * Which case a label will be is not known here, so that stopping depends on labels only. An urn that runs out leaves the
 * last group as it is then, and groups after it empty.
 */
export function representativeCounts(
  eligible: readonly number[],
  groups: number,
  rule: StoppingRule,
  source: IntegerSource,
): DrawnGroup[] {
  const left = [...eligible]
  let total = eligible.reduce((sum, count) => sum + count, 0)
  const isRepresentative = representativeIn(eligible, rule)
  const most = rule.most ?? Number.POSITIVE_INFINITY
  return Array.from({ length: groups }, () => {
    const counts = eligible.map(() => 0)
    let size = 0
    let representative = false
    while (total > 0 && size < most && !representative) {
      const stratum = labelAt(left, source.below(total))
      counts[stratum] = (counts[stratum] ?? 0) + 1
      left[stratum] = (left[stratum] ?? 0) - 1
      total -= 1
      size += 1
      representative = size >= rule.minimum && isRepresentative(counts, size)
    }
    return { counts, representative }
  })
}

/** The stratum of a label, when those left lie in the order of their strata. */
function labelAt(left: readonly number[], place: number): number {
  let below = 0
  return left.findIndex(count => {
    below += count
    return place < below
  })
}

/** Whether every stratum's share is within the tolerance: |n_s N - N_s n| <= tolerance n N, in whole numbers. */
export function representativeIn(
  eligible: readonly number[],
  { tolerance: { numerator, denominator } }: Pick<StoppingRule, 'tolerance'>,
): (counts: readonly number[], size: number) => boolean {
  const caseload = BigInt(eligible.reduce((sum, count) => sum + count, 0))
  const expected = eligible.map(BigInt)
  return (counts, size) => {
    const n = BigInt(size)
    const allowed = numerator * n * caseload
    return expected.every((cases, stratum) => {
      const apart = BigInt(counts[stratum] ?? 0) * caseload - cases * n
      return (apart < 0n ? -apart : apart) * denominator <= allowed
    })
  }
}

/**
 * The least size from the minimum on at which some numbers of a group are representative, of those that the eligible
 * cases allow; `undefined` where there is none up to `limit`.
 */
export function leastRepresentativeSize(
  eligible: readonly number[],
  { minimum, tolerance: { numerator, denominator } }: StoppingRule,
  limit: number,
): number | undefined {
  const caseload = BigInt(eligible.reduce((sum, count) => sum + count, 0))
  for (let size = minimum; size <= limit; size += 1) {
    const n = BigInt(size)
    let [fewest, most] = [0n, 0n]
    const hasRoom = eligible.every(count => {
      const cases = BigInt(count)
      // n_s is from (N_s / N - tolerance) n to (N_s / N + tolerance) n, in units of 1 / (N x denominator).
      const centre = cases * denominator
      const [low, high, unit] = [centre - numerator * caseload, centre + numerator * caseload, caseload * denominator]
      const from = low < 0n ? 0n : (low * n + unit - 1n) / unit
      const upTo = (high * n) / unit
      const to = upTo < cases ? upTo : cases
      fewest += from
      most += to
      return from <= to
    })
    if (hasRoom && fewest <= n && n <= most) return size
  }
  return undefined
}
