import { type IntegerSource, shuffled } from '../../core/random.ts'

/**
 * Numbers of units of every row (stratum) for every column (arm): rows add up to `units`, every number is its
 * expectation units x share / total rounded down or up, so is every column's sum, and every mean is the expectation
 * exactly. Unbiased controlled rounding (Cox, 1987, Journal of the American Statistical Association 82:520-524): as long
 * as some number is not whole, a cycle of such numbers is shifted, one up and the next down, until one of them is whole,
 * the direction drawn so that the means stay. All in whole parts of 1 / total. Rows and columns are shuffled first, so
 * that their names and order decide nothing.
 */
export function balancedCounts(units: readonly number[], shares: readonly number[], source: IntegerSource): number[][] {
  const total = shares.reduce((sum, share) => sum + share, 0)
  const rows = shuffled([...units.keys()], source)
  const columns = shuffled([...shares.keys()], source)
  const parts = rows.map(row => columns.map(column => ((units[row] ?? 0) * (shares[column] ?? 0)) % total))
  // What the columns lack to be whole, as a row of its own.
  parts.push(columns.map((_, c) => (total - (parts.reduce((sum, row) => sum + (row[c] ?? 0), 0) % total)) % total))
  roundAll(parts, total, source)
  const counts = units.map(() => shares.map(() => 0))
  rows.forEach((row, r) => {
    columns.forEach((column, c) => {
      const expected = (units[row] ?? 0) * (shares[column] ?? 0)
      const up = parts[r]?.[c] === total ? 1 : 0
      const numbers = counts[row] as number[]
      numbers[column] = Math.floor(expected / total) + up
    })
  })
  return counts
}

/** Shifts cycles until every part is 0 or `total`. Rows and columns add up to multiples of it throughout. */
function roundAll(parts: readonly number[][], total: number, source: IntegerSource): void {
  for (let first = 0; first < parts.length; ) {
    const cycle = cycleFrom(parts, first, total)
    if (cycle === undefined) {
      first += 1
      continue
    }
    const room = (sign: number): number =>
      Math.min(...cycle.map(([r, c], step) => roomOf(parts[r]?.[c] ?? 0, total, step % 2 === 0 ? sign : -sign)))
    const [up, down] = [room(1), room(-1)]
    const shift = source.below(up + down) < down ? up : -down
    cycle.forEach(([r, c], step) => {
      const row = parts[r] as number[]
      row[c] = (row[c] ?? 0) + (step % 2 === 0 ? shift : -shift)
    })
  }
}

const roomOf = (part: number, total: number, sign: number): number => (sign > 0 ? total - part : part)

type Cell = readonly [row: number, column: number]

/**
 * A cycle of parts between 0 and `total`, by turns in one row and in one column, found by walking from the first such
 * part of row `first` until a row or column is met again; rows before it have none. A row or column with one such part
 * has another, since its sum is whole.
 */
function cycleFrom(parts: readonly number[][], first: number, total: number): Cell[] | undefined {
  const open = (r: number, c: number): boolean => {
    const part = parts[r]?.[c] ?? 0
    return part > 0 && part < total
  }
  const otherColumn = (r: number, from: number): number =>
    (parts[r] ?? []).findIndex((_, c) => c !== from && open(r, c))
  const otherRow = (c: number, from: number): number => {
    let r = first
    while (r === from || !open(r, c)) r += 1
    return r
  }
  const start = otherColumn(first, -1)
  if (start < 0) return undefined
  const walk: Cell[] = [[first, start]]
  // Where in the walk each row and column was left.
  const [rowLeft, columnLeft] = [new Map<number, number>(), new Map([[start, 0]])]
  for (let [r, c] = [first, start]; ; ) {
    rowLeft.set(r, walk.length)
    c = otherColumn(r, c)
    walk.push([r, c])
    const sameColumn = columnLeft.get(c)
    if (sameColumn !== undefined) return walk.slice(sameColumn)
    columnLeft.set(c, walk.length)
    r = otherRow(c, r)
    walk.push([r, c])
    const sameRow = rowLeft.get(r)
    if (sameRow !== undefined) return walk.slice(sameRow)
  }
}
