import { ratio } from '../../core/exact.ts'
import { type AllocationCode, allocationCode } from './allocation-code.ts'
import type { PermutedRanks } from './permuted-ranks.ts'

/** Steps up to which allocations are enumerated. A step gives the cases of one value to the arms in one way. */
const mostSteps = 200_000

/** In how many ways the values dealt so far give each holding of the arms, by its key. */
type Ways = Map<number, bigint>

/**
 * The exact P of H: the share of all allocations that are as extreme as the observed one, or `undefined` where counting
 * them takes more than 200,000 steps.
 *
 * Values are dealt one after the other, each in every way that the arms' sizes allow (a multivariate hypergeometric
 * distribution). Allocations under which every arm holds as many cases with the same sum of excesses go on as one.
 */
export function enumeratedP(permuted: PermutedRanks): number | undefined {
  const code = fewestSteps(permuted) > mostSteps ? undefined : allocationCode(permuted)
  const ways = code && dealAll(permuted, code)
  if (code === undefined || ways === undefined) return undefined
  const { sizes, dealt, asExtreme } = permuted
  const cases = dealt.reduce((sum, { count }) => sum + count, 0)
  const placings = sizes.map(size => fallingFactorials(size, Math.min(size, cases)))
  let extreme = 0n
  for (const [key, count] of ways) {
    if (!asExtreme(code.sums(key))) continue
    extreme += code.cases(key, cases).reduce((product, held, arm) => product * (placings[arm]?.[held] ?? 0n), count)
  }
  const all = sizes.reduce((sum, size) => sum + size, 0)
  return ratio(extreme, fallingFactorials(all, cases)[cases] ?? 1n)
}

/** Steps that are needed whatever sums agree, since holdings of other numbers of cases do not. */
function fewestSteps({ sizes, dealt }: PermutedRanks): number {
  const smallest = Math.min(...sizes)
  let [dealtSoFar, steps] = [0, 0]
  for (const { count } of dealt) {
    if (dealtSoFar > smallest) break
    steps += numberOfSplits(dealtSoFar, sizes.length) * numberOfSplits(count, sizes.length)
    dealtSoFar += count
  }
  return steps
}

/** Deals every value in every way, or `undefined` where that takes too many steps. */
function dealAll({ sizes, dealt }: PermutedRanks, code: AllocationCode): Ways | undefined {
  let ways: Ways = new Map([[0, 1n]])
  let [dealtSoFar, steps] = [0, 0]
  for (const [value, { count }] of dealt.entries()) {
    steps += ways.size * numberOfSplits(count, sizes.length)
    if (steps > mostSteps) return undefined
    const splits = splitsOf(count, sizes.length).map(split => ({
      ...split,
      added: split.given.reduce((sum, each, arm) => sum + each * code.add(arm, value), 0),
    }))
    const next: Ways = new Map()
    for (const [key, known] of ways) {
      const held = code.cases(key, dealtSoFar)
      for (const { given, choices, added } of splits) {
        if (given.some((each, arm) => each + (held[arm] ?? 0) > (sizes[arm] ?? 0))) continue
        next.set(key + added, (next.get(key + added) ?? 0n) + known * choices)
      }
    }
    ways = next
    dealtSoFar += count
  }
  return ways
}

/** In how many ways so many cases can be split over arms with room for all of them. */
function numberOfSplits(count: number, arms: number): number {
  let number = 1
  for (let i = 1; i < arms; i += 1) number *= (count + i) / i
  return Math.round(number)
}

/** Every split of so many cases over arms, and the number of choices of which case goes where. */
function splitsOf(count: number, arms: number): { given: number[]; choices: bigint }[] {
  if (arms === 1) return [{ given: [count], choices: 1n }]
  let choices = 1n
  return Array.from({ length: count + 1 }, (_, first) => {
    if (first > 0) choices = (choices * BigInt(count - first + 1)) / BigInt(first)
    const chosen = choices
    return splitsOf(count - first, arms - 1).map(rest => ({
      given: [first, ...rest.given],
      choices: chosen * rest.choices,
    }))
  }).flat()
}

/** n (n - 1) ... of no factor, of one, and so on up to so many. */
function fallingFactorials(n: number, most: number): bigint[] {
  const products = [1n]
  for (let factor = n; factor > n - most; factor -= 1) products.push((products.at(-1) ?? 1n) * BigInt(factor))
  return products
}
