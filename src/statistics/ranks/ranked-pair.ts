import { ratio } from '../../core/exact.ts'
import { type Computation, undefinedBecause } from '../../model/method.ts'
import type { Frequencies, Summary } from '../../model/summary.ts'
import { TieTerm } from '../../summaries/index.ts'
import { observedIn } from '../cells.ts'
import { noCasesIn } from '../inference.ts'
import { allTied } from './ranked-arms.ts'

type Values = Frequencies['values']

/** The placements of an arm's cases among the other's: of each case, how many lie below it plus half of those that tie. */
interface Placements {
  n: bigint
  /** Sum of the doubled placements. */
  sum: bigint
  /** Sum of their squares. */
  sumSquares: bigint
}

/** Two arms ranked among themselves, in exact integers. */
export interface RankedPair {
  arm: Placements
  against: Placements
  /** Cases of both, N. */
  total: bigint
  /** T: sum of t^3 - t over groups of t tied values. */
  tieTerm: bigint
  /** N^3 - N: the tie term if all cases tied. */
  largestTieTerm: bigint
}

/** The two arms of a contrast, strata added up, or why they cannot be compared by ranks. */
export function rankedPairOf(
  summary: Summary<'frequencies'>,
  spec: { arm: string; against: string },
): RankedPair | Computation<never> {
  const [arm, against] = [observedIn(summary, spec.arm), observedIn(summary, spec.against)]
  if (arm === undefined) return noCasesIn(spec.arm)
  if (against === undefined) return noCasesIn(spec.against)
  const pair = rankPair(arm, against)
  return untiedOf(pair) === 0n ? allTied : pair
}

/** Ranks the cases of two arms among themselves. */
export function rankPair(arm: Frequencies, against: Frequencies): RankedPair {
  const total = BigInt(arm.n) + BigInt(against.n)
  return {
    arm: placementsOf(arm, against.values),
    against: placementsOf(against, arm.values),
    total,
    tieTerm: tieTermOf(arm.values, against.values),
    largestTieTerm: total ** 3n - total,
  }
}

/** One pass over two ascending lists of values. */
function placementsOf({ n, values }: Frequencies, others: Values): Placements {
  let [sum, sumSquares] = [0n, 0n]
  let [at, below] = [0, 0]
  for (const [value, count] of values) {
    for (let next = others[at]; next !== undefined && next[0] < value; next = others[at]) {
      below += next[1]
      at += 1
    }
    const next = others[at]
    const tied = next?.[0] === value ? next[1] : 0
    const placement = BigInt(2 * below + tied)
    const product = BigInt(count) * placement
    sum += product
    sumSquares += product * placement
  }
  return { n: BigInt(n), sum, sumSquares }
}

function tieTermOf(first: Values, second: Values): bigint {
  const counts = new Map(first)
  for (const [value, count] of second) counts.set(value, (counts.get(value) ?? 0) + count)
  const term = new TieTerm()
  for (const count of counts.values()) term.add(count)
  return term.value
}

/** N^3 - N - T. */
export const untiedOf = ({ largestTieTerm, tieTerm }: RankedPair): bigint => largestTieTerm - tieTerm

/** Pairs of a case of each arm. */
export const pairsOf = ({ arm, against }: RankedPair): bigint => arm.n * against.n

/** P(arm > against) + P(tie) / 2 over all pairs. */
export const superiority = (pair: RankedPair): number => ratio(pair.arm.sum, 2n * pairsOf(pair))

/** Variance of U where both arms have one distribution: n m (N^3 - N - T) / (12 N (N - 1)). */
export const nullVarianceOfU = (pair: RankedPair): number =>
  ratio(pairsOf(pair) * untiedOf(pair), 12n * pair.total * (pair.total - 1n))

/** Why a variance of the placements cannot be had from one case. */
export const tooFewCases = (arm: string): Computation<never> =>
  undefinedBecause('too_few_cases', `The variance needs at least two cases in ${arm}.`)

/**
 * The two parts of the variance of the probability of superiority, each the sample variance of an arm's placements, as
 * shares of the other arm, over its number of cases. Both arms have at least two cases.
 */
export const placementVariances = ({ arm, against }: RankedPair): [arm: number, against: number] => [
  partOf(arm, against.n),
  partOf(against, arm.n),
]

const partOf = ({ n, sum, sumSquares }: Placements, others: bigint): number =>
  ratio(n * sumSquares - sum * sum, 4n * n * n * (n - 1n) * others * others)
