import { otherSide, type Side } from './log-tail.ts'

/**
 * The quantile of probability p on one side, found from whichever tail is the smaller; 1 - p is exact where it is used.
 * Probabilities 0 and 1 give the ends of the support.
 */
export function quantileBySmallerTail(
  p: number,
  side: Side,
  lowest: number,
  highest: number,
  solve: (side: Side, p: number) => number,
): number {
  if (p === 0) return side === 'lower' ? lowest : highest
  if (p === 1) return side === 'lower' ? highest : lowest
  return p <= 0.5 ? solve(side, p) : solve(otherSide(side), 1 - p)
}
