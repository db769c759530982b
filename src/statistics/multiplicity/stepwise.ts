/** Multiplier of the P value of a rank (1 is the smallest) among so many. */
type Factor = (rank: number, comparisons: number) => number

/**
 * Step-down: from the smallest P value on, each times its factor, never below an earlier one. So a hypothesis is rejected
 * only where all with smaller P values are.
 */
export const stepDown = (pValues: readonly number[], factor: Factor): number[] =>
  inOrder(pValues, ascending => runningMaximum(ascending.map((p, index) => p * factor(index + 1, ascending.length))))

/**
 * Step-up: from the largest P value on, each times its factor, never above a later one. So a hypothesis is rejected
 * wherever one with a larger P value is.
 */
export const stepUp = (pValues: readonly number[], factor: Factor): number[] =>
  inOrder(pValues, ascending => runningMinimum(ascending.map((p, index) => p * factor(index + 1, ascending.length))))

/** Adjusts P values in ascending order, at most 1, and gives them back in the order in which they came. */
export function inOrder(
  pValues: readonly number[],
  adjust: (ascending: readonly number[]) => readonly number[],
): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0))
  const adjusted = adjust(order.map(index => pValues[index] ?? 0))
  const result = new Array<number>(pValues.length)
  order.forEach((index, rank) => {
    result[index] = Math.min(1, adjusted[rank] ?? 1)
  })
  return result
}

/** The largest so far, from the first on. */
export function runningMaximum(values: readonly number[]): number[] {
  let largest = 0
  return values.map(value => {
    largest = Math.max(largest, value)
    return largest
  })
}

/** The smallest so far, from the last back. */
function runningMinimum(values: readonly number[]): number[] {
  let smallest = Number.POSITIVE_INFINITY
  return values
    .toReversed()
    .map(value => {
      smallest = Math.min(smallest, value)
      return smallest
    })
    .reverse()
}
