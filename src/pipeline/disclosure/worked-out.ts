/** That a count is the sum of others. */
export interface CountIdentity {
  of: string
  parts: readonly string[]
}

/** Sums of whole numbers have no factors but whole ones of this size or more. */
const nearZero = 1e-9

/** Which unknown counts follow from the others by the identities alone: by elimination, those that are left by themselves. */
export function workedOut(identities: readonly CountIdentity[], unknown: ReadonlySet<string>): string[] {
  const columns = [...unknown]
  const columnOf = new Map(columns.map((id, at) => [id, at]))
  const rows = identities.flatMap(({ of, parts }) => {
    const row = new Float64Array(columns.length)
    for (const [id, factor] of [[of, 1] as const, ...parts.map(part => [part, -1] as const)]) {
      const at = columnOf.get(id)
      if (at !== undefined) row[at] = (row[at] ?? 0) + factor
    }
    return row.some(factor => factor !== 0) ? [row] : []
  })
  reduce(rows, columns.length)
  return rows.flatMap(row => {
    const left = columns.filter((_, at) => Math.abs(row[at] ?? 0) > nearZero)
    return left.length === 1 ? left : []
  })
}

/** Reduced row echelon form, in place. */
function reduce(rows: Float64Array[], columns: number): void {
  let rank = 0
  for (let column = 0; column < columns && rank < rows.length; column += 1) {
    const pivot = rows.findIndex((row, at) => at >= rank && Math.abs(row[column] ?? 0) > nearZero)
    const head = rows[pivot]
    if (head === undefined) continue
    rows[pivot] = rows[rank] ?? head
    rows[rank] = head
    const scale = head[column] ?? 1
    for (let at = 0; at < columns; at += 1) head[at] = (head[at] ?? 0) / scale
    for (const [at, row] of rows.entries()) {
      const factor = row[column] ?? 0
      if (at === rank || factor === 0) continue
      for (let i = 0; i < columns; i += 1) row[i] = (row[i] ?? 0) - factor * (head[i] ?? 0)
    }
    rank += 1
  }
}
