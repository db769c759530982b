import type { Counts } from '../../model/summary.ts'

/** A count as the nearest multiple of the base. */
export const roundCount = (count: number, base: number): number => Math.round(count / base) * base

/** A share of so many cases, or a difference of shares, to the nearest that a multiple of the base makes of them. */
export const roundShare = (share: number, cases: number, base: number): number =>
  Number.isFinite(share) ? (Math.round((share * cases) / base) * base) / cases : share

/** P to two decimals, below 0.01 to three. */
export const roundP = (p: number): number => Number(p.toFixed(p < 0.01 ? 3 : 2))

/** Counts, each to the base. */
export const roundCounts = ({ n, missing, events }: Counts, base: number): Counts => ({
  n: roundCount(n, base),
  missing: roundCount(missing, base),
  events: Object.fromEntries(Object.entries(events).map(([level, count]) => [level, roundCount(count, base)])),
})
