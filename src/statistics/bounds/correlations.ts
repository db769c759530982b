import { absoluteBounds, type Bounds, boundsOf } from '../../numerics/index.ts'
import type { CountRange } from './count-tables.ts'

/** Correlations within bounds that any data could have; undefined where all of them are beyond 1. */
function possible({ lower, upper }: Bounds): Bounds | undefined {
  return lower > 1 || upper < -1 ? undefined : { lower: Math.max(-1, lower), upper: Math.min(1, upper) }
}

const ends = ({ lower, upper }: Bounds): number[] => [lower, upper]

/**
 * The values of |t| = |r| sqrt((n - 2) / (1 - r^2)) of a correlation of n pairs, both within bounds; infinite at 1.
 * Undefined for fewer than three pairs, and where no correlation is within the bounds.
 *
 * Student (1908).
 */
export function tOfCorrelation(correlation: Bounds, { least, most }: CountRange): Bounds | undefined {
  const r = possible(correlation)
  if (r === undefined || least < 3) return undefined
  const t = (size: number, n: number): number => (size === 1 ? Infinity : size * Math.sqrt((n - 2) / (1 - size ** 2)))
  return boundsOf(ends(absoluteBounds(r)).flatMap(size => [t(size, least), t(size, most)]))
}

/** The values of |r| = |t| / sqrt(t^2 + n - 2), t and n within bounds. */
export function correlationOfT(t: Bounds, { least, most }: CountRange): Bounds | undefined {
  if (least < 3) return undefined
  const r = (size: number, n: number): number => (size === Infinity ? 1 : size / Math.hypot(size, Math.sqrt(n - 2)))
  return boundsOf(ends(absoluteBounds(t)).flatMap(size => [r(size, least), r(size, most)]))
}

/**
 * The values of a limit of the interval of a correlation by Fisher's transformation: tanh(atanh(r) -+ critical / sqrt(n - 3)).
 * Undefined for fewer than four pairs, and where no correlation is within the bounds.
 *
 * Fisher (1921).
 */
export function limitOfCorrelation(
  side: 'lower' | 'upper',
  correlation: Bounds,
  { least, most }: CountRange,
  critical: Bounds,
): Bounds | undefined {
  const r = possible(correlation)
  if (r === undefined || least < 4) return undefined
  const sign = side === 'lower' ? -1 : 1
  const limits = ends(r).flatMap(each =>
    [least, most].flatMap(n => ends(critical).map(c => Math.tanh(Math.atanh(each) + (sign * c) / Math.sqrt(n - 3)))),
  )
  return boundsOf(limits)
}
