import { absoluteBounds, type Bounds, boundsOf, normalUpperQuantile, normalUpperTail } from '../../numerics/index.ts'

/** An estimate with its interval, each within bounds, on the scale on which the interval is symmetric and no effect is 0. */
export interface IntervalBounds {
  /** Left out where only the limits are known. */
  estimate?: Bounds | undefined
  lower: Bounds
  upper: Bounds
  /** Normal critical value that the interval was made with. */
  critical: Bounds
}

/**
 * The values of P (two tails, normal) of an estimate whose interval is symmetric, over all limits within bounds whose middle
 * is within those of the estimate; undefined where there are none such, or where a limit has no bounds.
 *
 * With limits l and u, z = critical |l + u| / (u - l). That is linear in l and u above and below, so its ends are at vertices
 * of what the bounds allow.
 *
 * Altman and Bland (2011a).
 *
 * @example pValueOfInterval({ lower: { lower: 1.35, upper: 1.45 }, upper: { lower: 32.55, upper: 32.65 }, critical: { lower: 1.96, upper: 1.96 } })
 */
export function pValueOfInterval({ estimate, lower, upper, critical }: IntervalBounds): Bounds | undefined {
  const middle = estimate ?? { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY }
  const ends = [middle.lower, middle.upper].filter(Number.isFinite)
  const limits = { l: [lower.lower, lower.upper], u: [upper.lower, upper.upper] }
  const candidates = [
    ...limits.l.flatMap(l => limits.u.map(u => ({ l, u }))),
    ...ends.flatMap(m => [...limits.l.map(l => ({ l, u: 2 * m - l })), ...limits.u.map(u => ({ l: 2 * m - u, u }))]),
  ]
  const room = 1e-12 * Math.max(...candidates.flatMap(({ l, u }) => [Math.abs(l), Math.abs(u)]))
  const within = (value: number, bounds: Bounds): boolean =>
    value >= bounds.lower - room && value <= bounds.upper + room
  const vertices = candidates.filter(
    ({ l, u }) => within(l, lower) && within(u, upper) && within((l + u) / 2, middle) && u >= l - room,
  )
  if (vertices.length === 0) return undefined
  const quotients = vertices.map(({ l, u }) => (u - l <= room ? Math.sign(l + u) * Infinity || 0 : (l + u) / (u - l)))
  const size = absoluteBounds(boundsOf(quotients))
  return {
    lower: twoTails(size.upper * critical.upper),
    upper: twoTails(size.lower * critical.lower),
  }
}

const twoTails = (z: number): number => (z === Number.POSITIVE_INFINITY ? 0 : 2 * normalUpperTail(z))

/**
 * The values of a limit of the symmetric interval of an estimate with a P (two tails, normal), over all estimates and P
 * within bounds: estimate -+ critical |estimate| / z of P. Its ends are at the ends of these, or at an estimate of 0.
 *
 * Altman and Bland (2011b).
 *
 * @example limitOfP('lower', { lower: 16.5, upper: 17.5 }, { lower: 0.0315, upper: 0.0325 }, { lower: 1.96, upper: 1.96 })
 */
export function limitOfP(side: 'lower' | 'upper', estimate: Bounds, pValue: Bounds, critical: Bounds): Bounds {
  const zOf = (p: number): number => (p <= 0 ? Number.POSITIVE_INFINITY : p >= 1 ? 0 : normalUpperQuantile(p / 2))
  const widths = [critical.lower / zOf(pValue.lower), critical.upper / zOf(pValue.upper)]
  const sign = side === 'lower' ? -1 : 1
  const estimates = [estimate.lower, estimate.upper, ...(estimate.lower < 0 && estimate.upper > 0 ? [0] : [])]
  const limits = estimates.flatMap(each =>
    widths.map(width => (each === 0 ? 0 : each + sign * (width === 0 ? 0 : Math.abs(each) * width))),
  )
  return limits.some(Number.isNaN)
    ? { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY }
    : boundsOf(limits)
}
