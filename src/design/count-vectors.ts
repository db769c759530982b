import { sumOf } from '../core/lists.ts'
import { logGamma } from '../numerics/index.ts'

/** Cases of a group that had the same chances. */
export interface RatioPart {
  cases: number
  /** The mechanism's probability of each arm for one of them; arms in their order. */
  chances: readonly number[]
  /**
   * Where arms are filled to fixed counts: the cases among which these were dealt, themselves included. The part's counts
   * are then drawn without replacement, and fixed where it is all of them.
   */
  dealtAmong?: number | undefined
}

/** A set of counts of a group's arms, and its probability. */
export interface CountVector {
  counts: readonly number[]
  probability: number
}

/**
 * Every set of counts that the parts of a group can have together, with its probability: of a part drawn case by case the
 * multinomial one, of cases dealt without replacement the multivariate hypergeometric one. Undefined where ways to put
 * the counts of the parts together are more than `most`.
 */
export function countVectors(parts: readonly RatioPart[], most: number): CountVector[] | undefined {
  const ways = parts.reduce((product, { cases, chances }) => product * compositions(cases, chances.length), 1)
  if (ways > most) return undefined
  const arms = parts[0]?.chances.length ?? 0
  let joint: CountVector[] = [{ counts: new Array<number>(arms).fill(0), probability: 1 }]
  for (const part of parts) joint = together(joint, vectorsOf(part))
  return joint
}

/** The probability of a statistic as large as that observed, or larger but for rounding. */
export function exactTail(
  vectors: readonly CountVector[],
  statisticOf: (counts: readonly number[]) => number,
  observed: number,
): number {
  const least = observed - 1e-9 * Math.max(1, observed)
  const [beyond, all] = vectors.reduce(
    ([tail, sum], { counts, probability }) => [
      statisticOf(counts) >= least ? tail + probability : tail,
      sum + probability,
    ],
    [0, 0],
  )
  return Math.min(1, beyond / all)
}

function vectorsOf({ cases, chances, dealtAmong }: RatioPart): CountVector[] {
  const logProbability =
    dealtAmong === undefined
      ? multinomial(cases, chances)
      : hypergeometric(
          cases,
          chances.map(chance => Math.round(chance * dealtAmong)),
        )
  return [...splits(cases, chances.length)]
    .map(counts => ({ counts, probability: Math.exp(logProbability(counts)) }))
    .filter(({ probability }) => probability > 0)
}

const logFactorial = (n: number): number => logGamma(n + 1)

const multinomial =
  (cases: number, chances: readonly number[]) =>
  (counts: readonly number[]): number =>
    logFactorial(cases) +
    sumOf(counts.map((count, a) => (count === 0 ? 0 : count * Math.log(chances[a] ?? 0)) - logFactorial(count)))

const hypergeometric =
  (cases: number, places: readonly number[]) =>
  (counts: readonly number[]): number =>
    sumOf(counts.map((count, a) => logChoose(places[a] ?? 0, count))) - logChoose(sumOf(places), cases)

const logChoose = (n: number, k: number): number =>
  k > n ? Number.NEGATIVE_INFINITY : logFactorial(n) - logFactorial(k) - logFactorial(n - k)

/** Ways to write a number as a sum of so many whole numbers of 0 or more. */
function compositions(cases: number, arms: number): number {
  let ways = 1
  for (let arm = 1; arm < arms; arm += 1) ways *= (cases + arm) / arm
  return Math.round(ways)
}

function* splits(cases: number, arms: number): Generator<number[]> {
  if (arms <= 1) {
    yield [cases]
    return
  }
  for (let first = 0; first <= cases; first += 1) {
    for (const rest of splits(cases - first, arms - 1)) yield [first, ...rest]
  }
}

function together(left: readonly CountVector[], right: readonly CountVector[]): CountVector[] {
  const joint = new Map<string, CountVector>()
  for (const a of left) {
    for (const b of right) {
      const counts = a.counts.map((count, arm) => count + (b.counts[arm] ?? 0))
      const key = counts.join()
      const probability = (joint.get(key)?.probability ?? 0) + a.probability * b.probability
      joint.set(key, { counts, probability })
    }
  }
  return [...joint.values()]
}
