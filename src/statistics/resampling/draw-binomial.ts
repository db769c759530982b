import type { SimulationSource } from '../../core/simulation-random.ts'
import { binomialPmf } from '../../numerics/index.ts'

/** Expected successes below which searching from zero is quicker than rejection. */
const fewExpected = 10

/** Number of successes in `n` trials of probability `p` (0 to 1), drawn from its exact distribution. */
export function drawBinomial(n: number, p: number, source: SimulationSource): number {
  if (n === 0 || p <= 0) return 0
  if (p >= 1) return n
  if (p > 0.5) return n - drawBinomial(n, 1 - p, source)
  return n * p < fewExpected ? drawBySearch(n, p, source) : drawByRejection(n, p, source)
}

/** Adds up the probabilities of 0, 1, 2, ... until they pass a uniform number. */
function drawBySearch(n: number, p: number, source: SimulationSource): number {
  const odds = p / (1 - p)
  let left = source.uniform()
  let probability = (1 - p) ** n
  let k = 0
  while (left >= probability && k < n) {
    left -= probability
    probability *= ((n - k) / (k + 1)) * odds
    k += 1
  }
  return k
}

/**
 * Transformed rejection with a squeeze: algorithm BTRS of Hörmann (1993), Journal of Statistical Computation and
 * Simulation 46, 101-110. p is at most a half.
 */
function drawByRejection(n: number, p: number, source: SimulationSource): number {
  const deviation = Math.sqrt(n * p * (1 - p))
  const b = 1.15 + 2.53 * deviation
  const a = -0.0873 + 0.0248 * b + 0.01 * p
  const centre = n * p + 0.5
  const squeeze = 0.92 - 4.2 / b
  const scale = (2.83 + 5.1 / b) * deviation
  const mode = Math.floor((n + 1) * p)
  for (;;) {
    const u = source.uniform() - 0.5
    const v = source.uniform()
    const distance = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / distance + b) * u + centre)
    if (distance >= 0.07 && v <= squeeze) return k
    if (k < 0 || k > n) continue
    const height = (v * scale) / (a / (distance * distance) + b)
    if (height <= binomialPmf(k, n, p) / binomialPmf(mode, n, p)) return k
  }
}
