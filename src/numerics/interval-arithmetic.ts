/** The values from the least to the greatest; ends may be infinite. */
export interface Bounds {
  readonly lower: number
  readonly upper: number
}

const everything: Bounds = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY }

/** The bounds of some values. */
export const boundsOf = (values: readonly number[]): Bounds => {
  let lower = Number.POSITIVE_INFINITY
  let upper = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < lower) lower = value
    if (value > upper) upper = value
  }
  return { lower, upper }
}

export const addBounds = (a: Bounds, b: Bounds): Bounds => ({ lower: a.lower + b.lower, upper: a.upper + b.upper })
export const subtractBounds = (a: Bounds, b: Bounds): Bounds => ({ lower: a.lower - b.upper, upper: a.upper - b.lower })

/** 0 times infinity is 0 here: the infinite end stands for arbitrarily large values, none of which is infinite. */
const product = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b)

export const multiplyBounds = (a: Bounds, b: Bounds): Bounds =>
  boundsOf([product(a.lower, b.lower), product(a.lower, b.upper), product(a.upper, b.lower), product(a.upper, b.upper)])

/** Quotients; everything where the divisor can be 0 and lies on both sides of it. */
export function divideBounds(a: Bounds, b: Bounds): Bounds {
  if (b.lower < 0 && b.upper > 0) return everything
  if (b.lower === 0 && b.upper === 0) return everything
  const inverse = (end: number, side: number): number => (end === 0 ? side * Number.POSITIVE_INFINITY : 1 / end)
  return multiplyBounds(a, { lower: inverse(b.upper, -1), upper: inverse(b.lower, 1) })
}

export const scaleBounds = ({ lower, upper }: Bounds, factor: number): Bounds =>
  multiplyBounds({ lower, upper }, { lower: factor, upper: factor })

/** Absolute values. */
export function absoluteBounds({ lower, upper }: Bounds): Bounds {
  const [a, b] = [Math.abs(lower), Math.abs(upper)]
  return { lower: lower <= 0 && upper >= 0 ? 0 : Math.min(a, b), upper: Math.max(a, b) }
}
