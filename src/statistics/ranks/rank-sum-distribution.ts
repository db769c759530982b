import { ratio } from '../../core/exact.ts'

/** Pairs of cases up to which the distribution of U is counted out: at most 100 rows of 5,000 whole numbers. */
const mostPairs = 10_000

/** Whether the exact distribution of U is counted out for arms of these sizes. */
export const isCountable = (n: number, m: number): boolean => n * m <= mostPairs

/**
 * Two-sided P of U without ties when all choices of which n of the n + m ranks are an arm's are equally likely: twice the
 * smaller tail, the observed value included, and at most 1.
 *
 * The number of choices with each U is a coefficient of the Gaussian binomial, the product over i = 1 ... n of
 * (1 - q^(m + i)) / (1 - q^i), multiplied out in whole numbers up to the smaller tail's end.
 */
export function exactTwoSided(u: number, n: number, m: number): number {
  const [few, many] = n < m ? [n, m] : [m, n]
  const end = Math.min(u, n * m - u)
  const ways = Array<bigint>(end + 1).fill(0n)
  ways[0] = 1n
  let all = 1n
  for (let i = 1; i <= few; i += 1) {
    for (let at = end; at >= many + i; at -= 1) ways[at] = (ways[at] ?? 0n) - (ways[at - many - i] ?? 0n)
    for (let at = i; at <= end; at += 1) ways[at] = (ways[at] ?? 0n) + (ways[at - i] ?? 0n)
    all = (all * BigInt(many + i)) / BigInt(i)
  }
  const tail = ways.reduce((sum, count) => sum + count, 0n)
  return 2n * tail >= all ? 1 : ratio(2n * tail, all)
}
