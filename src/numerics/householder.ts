import type { Matrix } from './linear-algebra.ts'

/** X P = Q R by columns: P puts the columns in `order`, R is upper triangular and Q a product of reflections. */
export interface QrFactors {
  readonly order: readonly number[]
  readonly r: readonly Float64Array[]
  /** Q' v. */
  rotate(v: Float64Array): Float64Array
  /** Q v. */
  rotateBack(v: Float64Array): Float64Array
}

/**
 * The QR factors of X by Householder's reflections, at each step taking the column of which most is left
 * (Businger & Golub, Numer. Math. 7 (1965) 269-276), so that the diagonal of R falls and shows the rank.
 */
export function factorise(x: Matrix, columns: number): QrFactors {
  const work = Array.from({ length: columns }, (_, j) => Float64Array.from(x, row => row[j] ?? 0))
  const order = work.map((_, j) => j)
  const reflectors: Reflector[] = []
  for (let step = 0; step < Math.min(columns, x.length); step++) {
    bringLongestTo(step, work, order)
    const column = work[step] ?? new Float64Array()
    const reflector = reflectorOf(column, step)
    for (const other of work.slice(step)) reflect(reflector, other)
    reflectors.push(reflector)
  }
  return {
    order,
    r: work,
    rotate: v => reflectors.reduce(reflected, Float64Array.from(v)),
    rotateBack: v => reflectors.reduceRight(reflected, Float64Array.from(v)),
  }
}

/** v - 2 u u'v with the unit vector u, which is 0 before `from`. */
interface Reflector {
  readonly from: number
  readonly u: Float64Array
}

/** The reflection that takes the column, from that row on, to a multiple of the first unit vector. */
function reflectorOf(column: Float64Array, from: number): Reflector {
  const u = column.slice(from)
  u[0] = (u[0] ?? 0) + Math.sign(u[0] || 1) * Math.hypot(...u)
  const length = Math.hypot(...u)
  return { from, u: length === 0 ? u : u.map(value => value / length) }
}

function reflect({ from, u }: Reflector, v: Float64Array): void {
  let product = 0
  for (let i = 0; i < u.length; i++) product += (u[i] ?? 0) * (v[from + i] ?? 0)
  for (let i = 0; i < u.length; i++) v[from + i] = (v[from + i] ?? 0) - 2 * product * (u[i] ?? 0)
}

function reflected(v: Float64Array, reflector: Reflector): Float64Array {
  reflect(reflector, v)
  return v
}

function bringLongestTo(step: number, work: Float64Array[], order: number[]): void {
  const lengths = work.map((column, j) => (j < step ? -1 : Math.hypot(...column.subarray(step))))
  const longest = lengths.indexOf(Math.max(...lengths))
  swap(work, step, longest)
  swap(order, step, longest)
}

function swap<T>(list: T[], i: number, j: number): void {
  const [a, b] = [list[i], list[j]]
  if (a === undefined || b === undefined) return
  list[i] = b
  list[j] = a
}
