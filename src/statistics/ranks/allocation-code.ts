import { gcd } from '../../core/exact.ts'
import type { PermutedRanks } from './permuted-ranks.ts'

/**
 * Codes what the arms hold of the values dealt so far as one whole number, so that equal holdings have equal keys: for
 * every arm but the last its number of cases and its sum of excesses. Nothing held is 0, and a case given adds to the key.
 */
export interface AllocationCode {
  /** What a case of the value at an index of `dealt` adds when given to the arm. */
  add(arm: number, value: number): number
  /** Cases that every arm holds of the `dealt` ones so far. */
  cases(key: number, dealt: number): number[]
  /** Sum of excesses that every arm holds when all values are dealt. */
  sums(key: number): number[]
}

/** The code, or `undefined` where keys would not be exact in doubles. */
export function allocationCode({ sizes, dealt }: PermutedRanks): AllocationCode | undefined {
  const all = dealt.reduce((sum, { count }) => sum + count, 0)
  const least = Math.min(...dealt.map(({ excess }) => excess))
  const step = Number(dealt.reduce((divisor, { excess }) => gcd(divisor, BigInt(excess - least)), 0n)) || 1
  const scores = dealt.map(({ excess }) => (excess - least) / step)
  const scoreLimit = dealt.reduce((sum, { count }, at) => sum + count * (scores[at] ?? 0), 0) + 1
  const places: { unit: number; caseLimit: number }[] = []
  let unit = 1
  for (const size of sizes.slice(0, -1)) {
    const caseLimit = Math.min(size, all) + 1
    places.push({ unit, caseLimit })
    unit *= caseLimit * scoreLimit
  }
  if (unit > Number.MAX_SAFE_INTEGER) return undefined

  const withLast = (held: number[], total: number): number[] => [
    ...held,
    held.reduce((rest, each) => rest - each, total),
  ]
  const casesIn = (key: number, dealtSoFar: number): number[] =>
    withLast(
      places.map(place => Math.floor(key / place.unit) % place.caseLimit),
      dealtSoFar,
    )
  return {
    add: (arm, value) => {
      const place = places[arm]
      return place === undefined ? 0 : place.unit * (1 + place.caseLimit * (scores[value] ?? 0))
    },
    cases: casesIn,
    sums: key => {
      const scored = places.map(place => Math.floor(key / (place.unit * place.caseLimit)) % scoreLimit)
      const cases = casesIn(key, all)
      return withLast(scored, scoreLimit - 1).map((score, arm) => score * step + (cases[arm] ?? 0) * least)
    },
  }
}
