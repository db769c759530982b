/** When a root is near enough. */
export interface RootOptions {
  /** Largest acceptable distance from the root, relative to its size. */
  readonly relativeTolerance?: number
  /** Largest acceptable distance from the root; for a root that may be 0. */
  readonly absoluteTolerance?: number
}

/**
 * A root of the continuous function f between `lower` and `upper`, at which it must have opposite signs (or be 0).
 *
 * Chandrupatla's method (Advances in Engineering Software 28 (1997) 145-149): inverse quadratic interpolation where
 * the last three points allow it, bisection where not; never more than a few times the steps of pure bisection.
 * Throws a `RangeError` when the ends have one sign or f gives something that is not a number.
 *
 * @example findRoot(x => x * x - 2, 0, 2) // 1.414213562373095
 */
export function findRoot(f: (x: number) => number, lower: number, upper: number, options: RootOptions = {}): number {
  const { relativeTolerance = 4 * Number.EPSILON, absoluteTolerance = Number.MIN_VALUE } = options
  let newest = pointAt(f, lower)
  let opposite = pointAt(f, upper)
  if (newest.y !== 0 && sameSign(newest, opposite)) {
    throw new RangeError(`f: expected opposite signs at ${lower} and ${upper}, received ${newest.y} and ${opposite.y}`)
  }
  let share = 0.5
  for (;;) {
    const best = Math.abs(newest.y) < Math.abs(opposite.y) ? newest : opposite
    const tolerance = relativeTolerance * Math.abs(best.x) + absoluteTolerance
    const least = tolerance / Math.abs(opposite.x - newest.x)
    if (best.y === 0 || !(least < 0.5)) return best.x
    const x = newest.x + Math.min(Math.max(share, least), 1 - least) * (opposite.x - newest.x)
    if (x === newest.x || x === opposite.x) return best.x
    const point = pointAt(f, x)
    const keepsOpposite = sameSign(point, newest)
    const dropped = keepsOpposite ? newest : opposite
    if (!keepsOpposite) opposite = newest
    newest = point
    share = nextShare(newest, opposite, dropped)
  }
}

interface Point {
  readonly x: number
  readonly y: number
}

const sameSign = (a: Point, b: Point): boolean => Math.sign(a.y) === Math.sign(b.y)

function pointAt(f: (x: number) => number, x: number): Point {
  if (!Number.isFinite(x)) throw new RangeError(`bracket: expected finite numbers, received ${x}`)
  const y = f(x)
  if (Number.isNaN(y)) throw new RangeError(`f: expected a number at ${x}, received NaN`)
  return { x, y }
}

/** How far to go from the newest point to the opposite one: by interpolation where it can be trusted, else halfway. */
function nextShare(newest: Point, opposite: Point, dropped: Point): number {
  const position = (newest.x - opposite.x) / (dropped.x - opposite.x)
  const height = (newest.y - opposite.y) / (dropped.y - opposite.y)
  if (!(height * height < position && (1 - height) * (1 - height) < 1 - position)) return 0.5
  const throughOpposite = (newest.y / (opposite.y - newest.y)) * (dropped.y / (opposite.y - dropped.y))
  const throughDropped = (newest.y / (dropped.y - newest.y)) * (opposite.y / (dropped.y - opposite.y))
  return throughOpposite + ((dropped.x - newest.x) / (opposite.x - newest.x)) * throughDropped
}
