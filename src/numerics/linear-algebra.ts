/** Rows of a small dense matrix. */
export type Matrix = readonly (readonly number[])[]

/** The lower triangle L with L L' = the matrix, or `undefined` where it is not positive definite. */
export function cholesky(matrix: Matrix): number[][] | undefined {
  const factor: number[][] = []
  for (const [i, row] of matrix.entries()) {
    const made: number[] = []
    for (let j = 0; j <= i; j++) {
      const before = factor[j] ?? made
      let rest = row[j] ?? 0
      for (let k = 0; k < j; k++) rest -= (made[k] ?? 0) * (before[k] ?? 0)
      if (i === j && !(rest > 1e-14)) return undefined
      made.push(i === j ? Math.sqrt(rest) : rest / (before[j] ?? 1))
    }
    factor.push(made)
  }
  return factor
}

/** The rows that do not depend on those before them, with the Cholesky factor of the matrix of these. */
export interface IndependentRows {
  kept: readonly number[]
  factor: Matrix
}

/**
 * Cholesky's factorisation of a positive semidefinite matrix in its own order, without the rows (and their columns) that
 * depend on those before them: that leave at most `least` of their diagonal.
 *
 * @example independentRows([[1, 1, 0], [1, 1, 0], [0, 0, 4]], 1e-9) // kept [0, 2], factor [[1], [0, 2]]
 */
export function independentRows(matrix: Matrix, least: number): IndependentRows {
  const kept: number[] = []
  const factor: number[][] = []
  for (const [i, row] of matrix.entries()) {
    const made = solveLower(
      factor,
      kept.map(j => row[j] ?? 0),
    )
    const diagonal = row[i] ?? 0
    const rest = diagonal - made.reduce((sum, value) => sum + value * value, 0)
    if (!(rest > least * diagonal)) continue
    kept.push(i)
    factor.push([...made, Math.sqrt(rest)])
  }
  return { kept, factor }
}

/** The x with L x = right, L a lower triangle. */
export function solveLower(lower: Matrix, right: readonly number[]): number[] {
  const x: number[] = []
  for (const [i, row] of lower.entries()) {
    let rest = right[i] ?? 0
    for (let j = 0; j < i; j++) rest -= (row[j] ?? 0) * (x[j] ?? 0)
    x.push(rest / (row[i] ?? 1))
  }
  return x
}
