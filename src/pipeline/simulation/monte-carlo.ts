/** A number over replicates, and its standard error, since other replicates would give another. */
export interface Simulated {
  value: number
  /** Of a share of none or all, how far off a share may be that has this one at one standard error. Null of a mean over one replicate, which tells none. */
  standardError: number | null
  /** Replicates that it is over. */
  replicates: number
}

/** The mean of numbers; null of none. */
export function meanOf(values: readonly number[]): Simulated | null {
  const n = values.length
  if (n === 0) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { value: mean, standardError: n === 1 ? null : Math.sqrt(squares / (n - 1) / n), replicates: n }
}

/**
 * The share of replicates in which something holds; null of none.
 *
 * Its error is sqrt(p (1 - p) / n). Where none or all of n hold, that is 0 and would say more than is known: the error is then 1 / (n + 1),
 * which is the limit of Wilson's interval at one standard error. A share so far off has itself this standard error.
 */
export function shareOf(hold: readonly boolean[]): Simulated | null {
  const n = hold.length
  if (n === 0) return null
  const share = hold.filter(Boolean).length / n
  const isWhole = share === 0 || share === 1
  return { value: share, standardError: isWhole ? 1 / (n + 1) : Math.sqrt((share * (1 - share)) / n), replicates: n }
}

/** The same with a known number taken off. */
export const lessThan = (simulated: Simulated | null, known: number): Simulated | null =>
  simulated && { ...simulated, value: simulated.value - known }
