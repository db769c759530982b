import { sumOf } from '../../core/lists.ts'
import { hypergeometricPmf, logGamma } from '../../numerics/index.ts'
import type { ContingencyTable } from './contingency-table.ts'
import type { TableOrdering } from './table-ordering.ts'

/**
 * The probability of the tables given all margins: the smaller, the more extreme. It is what the margins determine over
 * the product of the factorials of all cells, so the sum of their logarithms grows as the probability falls.
 */
export const probabilityOrdering: TableOrdering = {
  term: count => logGamma(count + 1),
  leastProbability: observed => (1 - 1e-9) * tablesProbability(observed),
  atLeastAsExtreme: (tables, observed) => {
    const before = observed.flatMap(({ counts }) => counts.flat())
    let [product, observedProduct] = [1n, 1n]
    for (const [index, count] of tables.flat(2).entries()) {
      const was = before[index] ?? 0
      product *= factorialRatio(count, was)
      observedProduct *= factorialRatio(was, count)
    }
    return product >= observedProduct
  },
}

/** a! / b! where a is the larger, else 1. */
function factorialRatio(a: number, b: number): bigint {
  let product = 1n
  for (let k = b + 1; k <= a; k++) product *= BigInt(k)
  return product
}

/** The probability of tables given all their margins: a product of hypergeometric probabilities, cell by cell. */
export function tablesProbability(tables: readonly ContingencyTable[]): number {
  let probability = 1
  for (const { rows, columns, counts } of tables) {
    const remaining = [...columns]
    for (const [arm, row] of rows.slice(0, -1).entries()) {
      let left = row
      for (const [level, successes] of remaining.entries()) {
        const count = counts[arm]?.[level] ?? 0
        const population = sumOf(remaining.slice(level))
        probability *= hypergeometricPmf(count, population, successes, left)
        left -= count
        remaining[level] = successes - count
      }
    }
  }
  return probability
}
