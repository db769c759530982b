/** A number over replicates, and its standard error, since other replicates would give another. */
export interface Simulated {
  value: number
  standardError: number
  /** Replicates that it is over. */
  replicates: number
}

/** The mean of numbers; null of none. */
export function meanOf(values: readonly number[]): Simulated | null {
  const n = values.length
  if (n === 0) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { value: mean, standardError: n === 1 ? 0 : Math.sqrt(squares / (n - 1) / n), replicates: n }
}

/** The share of replicates in which something holds; null of none. */
export function shareOf(hold: readonly boolean[]): Simulated | null {
  const n = hold.length
  if (n === 0) return null
  const share = hold.filter(Boolean).length / n
  return { value: share, standardError: Math.sqrt((share * (1 - share)) / n), replicates: n }
}

/** The same with a known number taken off. */
export const lessThan = (simulated: Simulated | null, known: number): Simulated | null =>
  simulated && { ...simulated, value: simulated.value - known }
