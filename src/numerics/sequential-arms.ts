import { normalPdf, normalUpperTail } from './distributions/normal.ts'
import type { Sides } from './dunnett.ts'
import { panelRule, type QuadratureRule } from './gauss-legendre.ts'

/**
 * Several arms beside one control at looks at growing information t. The score Z_i sqrt(t) of arm i is c_i B_i(t) - l_i B_0(t) + drift_i t
 * with independent Brownian motions, B_0 the control's, and c_i^2 = 1 - l_i^2. Given what the control adds at a look, sqrt(increase) times
 * a standard normal u, the arms are independent of each other.
 */
export interface ComparedArms {
  readonly information: readonly number[]
  /** l_i = sqrt(n_i / (n_i + n_0)) for arms of n_i cases and a control of n_0. */
  readonly loadings: readonly number[]
  /** Expected Z of each arm where the information is 1. */
  readonly drifts: readonly number[]
  readonly sides: Sides
}

/** Trials in which no arm has crossed a boundary so far. */
export interface ArmsSequence {
  /** The chance to get here and to have at least one arm beyond z at the next look. */
  exitAny(z: number): number
  /** After the next look, with every arm within z. */
  continueWithin(z: number): ArmsSequence
}

/** Scores after a look, with the weights of an integral over them. */
export type ScoreGrid = QuadratureRule

/** Before the first look every score is 0. */
export const startingGrid: ScoreGrid = { nodes: Float64Array.of(0), weights: Float64Array.of(1) }

/** Standard deviations beyond which nothing is counted: 1e-11 of a normal. */
const reach = 6.8
/** Gauss-Legendre nodes in a panel of so many standard deviations of what a look adds: to about 1e-9. */
const panelNodes = 8
const panelWidth = 3
/** Of the step of the trapezoidal rule: it leaves out exp(-2 (pi / fineness)^2), 1e-10. */
const fineness = 0.92

/** The trapezoidal rule over u, fine enough for the product of the arms' chances given u. */
export function controlRule({ loadings }: ComparedArms): QuadratureRule {
  const narrowness = loadings.reduce((sum, l) => sum + (l / ownPart(l)) ** 2, 1)
  const step = fineness / Math.sqrt(narrowness)
  const half = Math.ceil(reach / step)
  const nodes = Float64Array.from({ length: 2 * half + 1 }, (_, at) => (at - half) * step)
  return { nodes, weights: nodes.map(u => step * normalPdf(u)) }
}

const ownPart = (l: number): number => Math.sqrt((1 - l) * (1 + l))

/** What a look, counted from 0, adds to the score of an arm given u: a normal with this middle and deviation. */
function addedTo({ information, loadings, drifts }: ComparedArms, { look, arm, u }: Step) {
  const [l = 0, drift = 0] = [loadings[arm], drifts[arm]]
  const increase = (information[look] ?? Number.NaN) - (information[look - 1] ?? 0)
  const root = Math.sqrt(increase)
  return { middle: drift * increase - l * root * u, deviation: ownPart(l) * root }
}

/** One arm at one look, given what the control adds. */
export interface Step {
  look: number
  arm: number
  u: number
}

/** For each score before the look: the chance of the arm to be beyond z there. */
export function chancesBeyond(arms: ComparedArms, step: Step, before: ScoreGrid, z: number): Float64Array {
  const { middle, deviation } = addedTo(arms, step)
  const bound = z * Math.sqrt(arms.information[step.look] ?? Number.NaN)
  return before.nodes.map(score => {
    const above = normalUpperTail((bound - score - middle) / deviation)
    return arms.sides === 'two' ? above + normalUpperTail((bound + score + middle) / deviation) : above
  })
}

/** The scores of arms that go on after a look, as fine as what is added there and at the next asks for. */
export function gridWithin({ information, loadings, drifts, sides }: ComparedArms, look: number, z: number): ScoreGrid {
  const here = information[look] ?? Number.NaN
  const unit = Math.sqrt(here)
  const to = Math.min(z, reach + Math.max(0, ...drifts) * unit) * unit
  const from = sides === 'two' ? -to : (Math.min(0, ...drifts) * unit - reach) * unit
  const increases = [here - (information[look - 1] ?? 0), (information[look + 1] ?? Infinity) - here]
  const width = panelWidth * Math.min(...loadings.map(ownPart)) * Math.sqrt(Math.min(...increases))
  return panelRule(from, to, width, panelNodes)
}

/** Row by row of the scores after the look: the density of coming there from each score before, times the weight of the score after. */
export function transition(arms: ComparedArms, step: Step, before: ScoreGrid, after: ScoreGrid): Float64Array {
  const { middle, deviation } = addedTo(arms, step)
  const columns = before.nodes.length
  const matrix = new Float64Array(after.nodes.length * columns)
  for (let i = 0; i < after.nodes.length; i++) {
    const [score = 0, weight = 0] = [after.nodes[i], after.weights[i]]
    for (let j = 0; j < columns; j++) {
      const standard = (score - (before.nodes[j] ?? 0) - middle) / deviation
      matrix[i * columns + j] = (weight * normalPdf(standard)) / deviation
    }
  }
  return matrix
}
