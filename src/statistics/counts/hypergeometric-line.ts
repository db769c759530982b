import { hypergeometricPmf } from '../../numerics/index.ts'

/** The distribution of one free cell given its margins: probabilities from the least count, and both running tails. */
export interface HypergeometricLine {
  from: number
  probabilities: Float64Array
  /** P(at most from + i), and P(at least from + i). */
  below: Float64Array
  above: Float64Array
}

/** Probabilities of every count by the ratio of neighbours outwards from the mode, each to a few units of rounding. */
export function hypergeometricLine(population: number, successes: number, draws: number): HypergeometricLine {
  const from = Math.max(0, draws + successes - population)
  const most = Math.min(draws, successes)
  const size = most - from + 1
  const probabilities = new Float64Array(size)
  const mode = modeOf(population, successes, draws)
  const atMode = hypergeometricPmf(mode, population, successes, draws)
  probabilities[mode - from] = atMode
  for (let k = mode, term = atMode; k < most; k++) {
    term *= upRatio(k, population, successes, draws)
    probabilities[k + 1 - from] = term
  }
  for (let k = mode, term = atMode; k > from; k--) {
    term /= upRatio(k - 1, population, successes, draws)
    probabilities[k - 1 - from] = term
  }
  const below = new Float64Array(size)
  const above = new Float64Array(size)
  for (let i = 0, sum = 0; i < size; i++) {
    sum += probabilities[i] ?? 0
    below[i] = sum
  }
  for (let i = size - 1, sum = 0; i >= 0; i--) {
    sum += probabilities[i] ?? 0
    above[i] = sum
  }
  return { from, probabilities, below, above }
}

const modeOf = (population: number, successes: number, draws: number): number =>
  Math.min(
    Math.max(Math.floor(((draws + 1) * (successes + 1)) / (population + 2)), draws + successes - population, 0),
    draws,
    successes,
  )

/** P(k + 1) / P(k). */
const upRatio = (k: number, population: number, successes: number, draws: number): number =>
  ((successes - k) / (k + 1)) * ((draws - k) / (population - successes - draws + k + 1))

/** A count drawn from the distribution: a uniform number is used up by the counts in turn, nearest the mode first. */
export function drawHypergeometric(uniform: number, population: number, successes: number, draws: number): number {
  const least = Math.max(0, draws + successes - population)
  const most = Math.min(draws, successes)
  const mode = modeOf(population, successes, draws)
  let [down, up] = [mode, mode]
  let downTerm = hypergeometricPmf(mode, population, successes, draws)
  let upTerm = downTerm
  let left = uniform - downTerm
  while (left >= 0) {
    if (up === most && down === least) return mode
    const nextUp = up < most ? upTerm * upRatio(up, population, successes, draws) : -1
    const nextDown = down > least ? downTerm / upRatio(down - 1, population, successes, draws) : -1
    if (nextUp >= nextDown) {
      up += 1
      upTerm = nextUp
      left -= nextUp
      if (left < 0) return up
    } else {
      down -= 1
      downTerm = nextDown
      left -= nextDown
      if (left < 0) return down
    }
    if (nextUp <= 0 && nextDown <= 0) return mode
  }
  return mode
}

/** Probabilities kept at a time. */
const mostKept = 4_000_000

/** Lines by their arguments, computed once each as long as they fit. */
export function keptLines(): (population: number, successes: number, draws: number) => HypergeometricLine {
  const kept = new Map<string, HypergeometricLine>()
  let size = 0
  return (population, successes, draws) => {
    const key = `${population},${successes},${draws}`
    const found = kept.get(key)
    if (found !== undefined) return found
    const line = hypergeometricLine(population, successes, draws)
    if (size > mostKept) {
      kept.clear()
      size = 0
    }
    size += line.probabilities.length
    kept.set(key, line)
    return line
  }
}
