import { requireWhole } from './domain.ts'

/** Nodes between -1 and 1, ascending, and their weights, which add to 2. */
export interface QuadratureRule {
  readonly nodes: Float64Array
  readonly weights: Float64Array
}

const rules = new Map<number, QuadratureRule>()

/**
 * The Gauss-Legendre rule of n points (DLMF 3.5(v)): exact for polynomials of degree 2 n - 1. Rules are kept once made.
 * Throws a `RangeError` unless n is a whole number of at least 1.
 *
 * @example gaussLegendre(2).nodes // minus and plus 1 / sqrt(3)
 */
export function gaussLegendre(n: number): QuadratureRule {
  requireWhole('n', n, 1)
  const known = rules.get(n)
  if (known !== undefined) return known
  const made = makeRule(n)
  rules.set(n, made)
  return made
}

/** Newton's method on each root in the upper half; the lower half is its mirror. */
function makeRule(n: number): QuadratureRule {
  const nodes = new Float64Array(n)
  const weights = new Float64Array(n)
  for (let i = 0; i < n / 2; i++) {
    const { complement, slope } = rootNear(n, startingComplement(n, i))
    const node = 2 * i + 1 === n ? 0 : 1 - complement
    const weight = 2 / (complement * (2 - complement) * slope * slope)
    nodes[n - 1 - i] = node
    nodes[i] = -node
    weights[i] = weight
    weights[n - 1 - i] = weight
  }
  return { nodes, weights }
}

/** 1 - x for Tricomi's approximation of the (i + 1)-th root from the top. */
function startingComplement(n: number, i: number): number {
  const half = (Math.PI * (4 * i + 3)) / (8 * n + 4)
  const shrink = (n - 1) / (8 * n ** 3)
  return 2 * Math.sin(half) ** 2 + shrink * Math.cos(2 * half)
}

/**
 * The root of Legendre's polynomial, held as y = 1 - x, which keeps its digits near 1 where the roots crowd. There the
 * three-term recurrence (DLMF 18.9.1) is stepped in differences: with d_k = P_(k+1) - P_k,
 * (k + 1) d_k = k d_(k-1) - (2 k + 1) y P_k.
 */
function rootNear(n: number, start: number): { complement: number; slope: number } {
  let complement = start
  for (let count = 0; ; count++) {
    let value = 1
    let rise = -complement
    let before = 1
    for (let k = 1; k <= n; k++) {
      before = value
      value += rise
      rise = (k * rise - (2 * k + 1) * complement * value) / (k + 1)
    }
    // (1 - x^2) P_n' = n (P_(n-1) - x P_n), DLMF 18.9.17
    const slope = (n * (before - (1 - complement) * value)) / (complement * (2 - complement))
    const change = value / slope
    complement += change
    if (Math.abs(change) <= 4 * Number.EPSILON * complement || count > 8) return { complement, slope }
  }
}

/** The n-point rule in each of the panels, of at most some width, that the way from `from` to `to` is divided into; empty where that is none. */
export function panelRule(from: number, to: number, width: number, n: number): QuadratureRule {
  const count = Math.max(Math.ceil((to - from) / width), 0)
  const half = (to - from) / count / 2
  const rule = gaussLegendre(n)
  const nodes = new Float64Array(count * n)
  return {
    nodes: nodes.map((_, i) => from + half * (2 * Math.floor(i / n) + 1 + (rule.nodes[i % n] ?? 0))),
    weights: nodes.map((_, i) => half * (rule.weights[i % n] ?? 0)),
  }
}

/**
 * The integral of f from `points[0]` to the last of `points`, by the n-point rule in each panel between neighbours.
 *
 * @example integrateOverPanels(Math.exp, [0, 1], 12) // e - 1
 */
export function integrateOverPanels(f: (x: number) => number, points: readonly number[], n: number): number {
  const { nodes, weights } = gaussLegendre(n)
  let integral = 0
  for (let panel = 1; panel < points.length; panel++) {
    const [from = 0, to = 0] = [points[panel - 1], points[panel]]
    const half = (to - from) / 2
    let sum = 0
    for (let i = 0; i < n; i++) sum += (weights[i] ?? 0) * f(from + half * (1 + (nodes[i] ?? 0)))
    integral += half * sum
  }
  return integral
}

const coarse = 10
const fine = 14
const maximumDepth = 40

/**
 * The integral of f from a to b: panels are halved where two Gauss-Legendre rules disagree by more than the tolerance.
 *
 * @example integrateAdaptively(x => 1 / (1 + 1e6 * x * x), -1, 1, 1e-14)
 */
export function integrateAdaptively(
  f: (x: number) => number,
  a: number,
  b: number,
  tolerance: number,
  depth = maximumDepth,
): number {
  const better = integrateOverPanels(f, [a, b], fine)
  if (depth === 0 || Math.abs(better - integrateOverPanels(f, [a, b], coarse)) <= tolerance) return better
  const middle = (a + b) / 2
  const half = (from: number, to: number): number => integrateAdaptively(f, from, to, tolerance, depth - 1)
  return half(a, middle) + half(middle, b)
}
