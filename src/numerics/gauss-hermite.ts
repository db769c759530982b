import { requireWhole } from './domain.ts'
import type { QuadratureRule } from './gauss-legendre.ts'
import { findRoot } from './root.ts'

const rules = new Map<number, QuadratureRule>()

/**
 * The rule of n points for the mean of a function of a standard normal (DLMF 3.5(v)): exact for polynomials of degree 2 n - 1.
 * Nodes ascend, weights add to 1. Rules are kept once made. Throws a `RangeError` unless n is a whole number of at least 1.
 *
 * @example gaussHermite(2).nodes // minus and plus 1
 */
export function gaussHermite(n: number): QuadratureRule {
  requireWhole('n', n, 1)
  const known = rules.get(n)
  if (known !== undefined) return known
  const nodes = Float64Array.from(rootsOf(n))
  const made = { nodes, weights: nodes.map(x => 1 / (n * (polynomials(n, x).before ?? 1) ** 2)) }
  rules.set(n, made)
  return made
}

/** The roots of one degree lie between those of the degree below, and within sqrt(4 n + 2). */
function rootsOf(degree: number): number[] {
  if (degree === 1) return [0]
  const furthest = Math.sqrt(4 * degree + 2)
  const limits = [-furthest, ...rootsOf(degree - 1), furthest]
  return limits.slice(1).map((to, at) => findRoot(x => polynomials(degree, x).last, limits[at] ?? to, to))
}

/** Hermite's polynomials of degree n and n - 1 for the weight of a standard normal, scaled to a mean square of 1 (DLMF 18.9.1). */
function polynomials(n: number, x: number): { last: number; before: number } {
  let [before, last] = [0, 1]
  for (let k = 0; k < n; k++) {
    ;[before, last] = [last, (x * last - Math.sqrt(k) * before) / Math.sqrt(k + 1)]
  }
  return { last, before }
}
