import { normalUpperTail } from './distributions/normal.ts'
import { requireNumber, requirePositive } from './domain.ts'
import { panelRule } from './gauss-legendre.ts'

/** One look at accumulating data: stop where the statistic Z is at most `lower` or at least `upper`. */
export interface Look {
  /** Fisher's information at the look, as 1 / variance of the estimate. */
  readonly information: number
  readonly lower: number
  readonly upper: number
}

/** The chances of stopping at each look, on either side, and of never stopping. */
export interface SequentialExits {
  readonly below: readonly number[]
  readonly above: readonly number[]
  readonly within: number
}

/** The trials that have not stopped: masses at values of the score Z sqrt(information), before the look numbered `next`. */
export interface SequentialState {
  readonly information: readonly number[]
  readonly drift: number
  readonly next: number
  readonly scores: Float64Array
  readonly masses: Float64Array
}

/** Standard deviations beyond which nothing is counted. */
const reach = 9.5
/** A panel of this many nodes integrates a normal density over this many standard deviations to 1e-14. */
const panelNodes = 12
const panelWidth = 3

/** Before the first of some looks; `drift` is the expected estimate, 0 under the null hypothesis. */
export function startSequence(information: readonly number[], drift = 0): SequentialState {
  for (const [k, value] of information.entries()) {
    requirePositive('increase of information', value - (information[k - 1] ?? 0))
  }
  requireNumber('drift', drift)
  return { information, drift, next: 0, scores: Float64Array.of(0), masses: Float64Array.of(1) }
}

/** After the look numbered `look`, from 1, at which the trial had this Z and went on. */
export function resumeSequence(information: readonly number[], look: number, z: number, drift = 0): SequentialState {
  requireNumber('z', z)
  const score = z * Math.sqrt(information[look - 1] ?? Number.NaN)
  return { ...startSequence(information, drift), next: look, scores: Float64Array.of(score) }
}

/** What the next look adds: scores rise by `mean` with standard deviation `spread`; Z is the score over `unit`. */
function incrementOf({ information, drift, next }: SequentialState) {
  const here = information[next] ?? Number.NaN
  const increase = here - (information[next - 1] ?? 0)
  return { here, mean: drift * increase, spread: Math.sqrt(increase), unit: Math.sqrt(here) }
}

/** The chance to reach the next look and be above z there. */
export function exitAbove(state: SequentialState, z: number): number {
  const { mean, spread, unit } = incrementOf(state)
  return total(state, score => normalUpperTail((z * unit - score - mean) / spread))
}

/** The chance to reach the next look and be below z there. */
export function exitBelow(state: SequentialState, z: number): number {
  const { mean, spread, unit } = incrementOf(state)
  return total(state, score => normalUpperTail((score + mean - z * unit) / spread))
}

function total({ scores, masses }: SequentialState, weigh: (score: number) => number): number {
  let sum = 0
  for (let i = 0; i < scores.length; i++) sum += (masses[i] ?? 0) * weigh(scores[i] ?? 0)
  return sum
}

/** The state after the next look, where trials with Z between the limits go on. */
export function continueWithin(state: SequentialState, lower: number, upper: number): SequentialState {
  const { here, mean, spread, unit } = incrementOf(state)
  const centre = state.drift * here
  const from = Math.max(lower * unit, centre - reach * unit)
  const to = Math.min(upper * unit, centre + reach * unit)
  const following = Math.sqrt((state.information[state.next + 1] ?? Infinity) - here)
  const { nodes, weights } = panelRule(from, to, panelWidth * Math.min(spread, following), panelNodes)
  const masses = nodes.map((score, i) => {
    const density = total(state, before => Math.exp(-(((score - before - mean) / spread) ** 2) / 2))
    return ((weights[i] ?? 0) * density) / (spread * Math.sqrt(2 * Math.PI))
  })
  return { ...state, next: state.next + 1, scores: nodes, masses }
}

/**
 * The chances of crossing the boundaries of a group-sequential design, look by look.
 *
 * Z at looks with information I_i <= I_j is normal with mean drift sqrt(I) and corr(Z_i, Z_j) = sqrt(I_i / I_j), so the
 * score Z sqrt(I) has independent increments and the density of the trials that go on follows by one integral a look.
 * Throws a `RangeError` unless information grows from above 0. Boundaries may be infinite. Exact to about 1e-13.
 *
 * Armitage, McPherson and Rowe, Journal of the Royal Statistical Society, Series A 132 (1969) 235-244; Jennison and
 * Turnbull (2000), chapter 19.
 *
 * @example sequentialNormal([1, 2].map(information => ({ information, lower: -2.178, upper: 2.178 }))) // 0.05 in all
 */
export function sequentialNormal(looks: readonly Look[], drift = 0): SequentialExits {
  let state = startSequence(
    looks.map(({ information }) => information),
    drift,
  )
  const below: number[] = []
  const above: number[] = []
  for (const { lower, upper } of looks) {
    requireNumber('lower', lower)
    requireNumber('upper', upper)
    below.push(exitBelow(state, lower))
    above.push(exitAbove(state, Math.max(lower, upper)))
    state = continueWithin(state, lower, upper)
  }
  return { below, above, within: total(state, () => 1) }
}
