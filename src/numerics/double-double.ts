/** An unevaluated sum of two doubles, about 32 significant digits (Dekker, Numer. Math. 18 (1971) 224-242). */
export interface DoubleDouble {
  readonly hi: number
  readonly lo: number
}

export const exactly = (value: number): DoubleDouble => ({ hi: value, lo: 0 })

/** a + b without error (Knuth's two-sum). */
export function twoSum(a: number, b: number): DoubleDouble {
  const hi = a + b
  const bRounded = hi - a
  return { hi, lo: a - (hi - bRounded) + (b - bRounded) }
}

const splitter = 2 ** 27 + 1

/** a * b without error; beyond about 1e299, where splitting overflows, only rounded. */
export function twoProduct(a: number, b: number): DoubleDouble {
  const hi = a * b
  const aHigh = a * splitter - (a * splitter - a)
  const bHigh = b * splitter - (b * splitter - b)
  const aLow = a - aHigh
  const bLow = b - bHigh
  const lo = aHigh * bHigh - hi + aHigh * bLow + aLow * bHigh + aLow * bLow
  return { hi, lo: Number.isFinite(lo) ? lo : 0 }
}

export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const sum = twoSum(a.hi, b.hi)
  return twoSum(sum.hi, sum.lo + a.lo + b.lo)
}

export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const product = twoProduct(a.hi, b.hi)
  return twoSum(product.hi, product.lo + a.hi * b.lo + a.lo * b.hi)
}

export function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const quotient = a.hi / b.hi
  const back = twoProduct(quotient, b.hi)
  return twoSum(quotient, (a.hi - back.hi - back.lo + a.lo - quotient * b.lo) / b.hi)
}
