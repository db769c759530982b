import { InternalError } from '../../core/errors.ts'
import type { AllocationBy } from '../../model/allocation.ts'
import type { ArmId } from '../../model/ids.ts'
import type { SampleTable } from '../sample-table.ts'
import { numericBaseline } from './baseline-values.ts'
import type { AllocationRecord } from './dealt.ts'

const parts = 1_000_000

/** Number of cases of an arm and the sum of their values. */
interface Total {
  cases: number
  sum: number
}

/**
 * Whether no two arms of an allocation differ in the mean of a field by more than `largestDifference` standard
 * deviations of the whole sample (with n - 1). In exact integers, squared:
 * (S_a n_b - S_b n_a)^2 N (N - 1) <= c^2 (N Q - S^2) (n_a n_b)^2, with S sums, Q the sum of squares and c the limit.
 * Allocations are those of `cases`.
 */
export function balanceCriterion(
  cases: SampleTable,
  { on, largestDifference }: Pick<AllocationBy<'rerandomised'>, 'on' | 'largestDifference'>,
): (allocated: AllocationRecord) => boolean {
  const columns = on.map(field => Array.from(cases, unit => numericBaseline(unit, field)))
  const all = BigInt(cases.length)
  const spreads = columns.map(values => all * exactSum(values, value => value * value) - exactSum(values) ** 2n)
  const limit = BigInt(Math.round(Number(largestDifference) * parts))
  const isClose = (a: Total, b: Total, spread: bigint): boolean => {
    const [nA, nB] = [BigInt(a.cases), BigInt(b.cases)]
    const difference = BigInt(a.sum) * nB - BigInt(b.sum) * nA
    return (difference * BigInt(parts)) ** 2n * all * (all - 1n) <= (limit * nA * nB) ** 2n * spread
  }
  return allocated =>
    columns.every((values, field) =>
      pairsOf(totalsOf(values, allocated)).every(([a, b]) => isClose(a, b, spreads[field] as bigint)),
    )
}

function totalsOf(values: readonly number[], allocated: AllocationRecord): Total[] {
  const totals = new Map<ArmId, Total>()
  values.forEach((value, index) => {
    const arm = allocated.armAt(index)
    const total = totals.get(arm) ?? { cases: 0, sum: 0 }
    total.cases += 1
    total.sum += value
    totals.set(arm, total)
  })
  const sums = [...totals.values()]
  if (!sums.every(({ sum }) => Number.isSafeInteger(sum))) throw new InternalError('baseline sums are too large')
  return sums
}

const exactSum = (values: readonly number[], of: (value: bigint) => bigint = value => value): bigint =>
  values.reduce((sum, value) => sum + of(BigInt(value)), 0n)

const pairsOf = <T>(items: readonly T[]): [T, T][] =>
  items.flatMap((first, index) => items.slice(index + 1).map((second): [T, T] => [first, second]))
