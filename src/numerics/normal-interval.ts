import { normalPdf, normalUpperTail } from './distributions/normal.ts'
import { gaussLegendre } from './gauss-legendre.ts'

/** Over an interval on which the log density moves by no more than this, the rule below is exact to double precision. */
const narrow = 2
const rule = gaussLegendre(10)

/** P(a < Z < b) for a standard normal Z and a <= b, accurate relatively also for narrow and for far intervals. */
export function normalInterval(a: number, b: number): number {
  const middle = a + (b - a) / 2
  return isNarrow(middle, b - a) ? nearly(Math.abs(middle), b - a) : between(a, b)
}

/** The probability of the interval of that width about a middle, which may be too narrow for two different ends. */
export function normalIntervalAround(middle: number, width: number): number {
  return isNarrow(middle, width) ? nearly(Math.abs(middle), width) : between(middle - width / 2, middle + width / 2)
}

const isNarrow = (middle: number, width: number): boolean => width * Math.max(Math.abs(middle) + width / 2, 1) < narrow

function between(a: number, b: number): number {
  if (a > 0) return normalUpperTail(a) - normalUpperTail(b)
  if (b < 0) return normalUpperTail(-b) - normalUpperTail(-a)
  return 1 - normalUpperTail(-a) - normalUpperTail(b)
}

/** Over t = z - middle the density is that at the middle times exp(-t (middle + t / 2)). */
function nearly(middle: number, width: number): number {
  let sum = 0
  for (let i = 0; i < 10; i++) {
    const t = ((rule.nodes[i] ?? 0) * width) / 2
    sum += (rule.weights[i] ?? 0) * Math.exp(-t * (middle + t / 2))
  }
  return normalPdf(middle) * (width / 2) * sum
}
