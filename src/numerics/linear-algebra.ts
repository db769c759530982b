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
