import {
  continueWithin,
  exitAbove,
  exitBelow,
  integrateOverPanels,
  normalPdf,
  resumeSequence,
  type SequentialState,
} from '../../numerics/index.ts'
import { type GroupSequentialDesign, looksOf } from './design.ts'

/** A Z at one of the looks, counted from 1. */
export interface InterimResult {
  look: number
  z: number
}

/**
 * The chance to reject by the end, given the Z of a look and an effect: above, or on both sides where the test has two.
 *
 * With one look left it is P(N(0, 1) > (z_K - z sqrt(t) - drift (1 - t)) / sqrt(1 - t)); with more, the recursive integral from
 * here on. Futility counts where it binds. A `RangeError` unless a look is left.
 *
 * Lan, Simon and Halperin, Communications in Statistics C 1 (1982) 207-219.
 *
 * @param drift expected Z at the end; z / sqrt(t) for what was seen so far
 */
export function conditionalPower(design: GroupSequentialDesign, { look, z }: InterimResult, drift: number): number {
  const looks = looksOf(design, design.binding)
  if (!(Number.isInteger(look) && look >= 1 && look < looks.length)) {
    throw new RangeError(`look: expected a look before the last, 1 to ${looks.length - 1}, received ${look}`)
  }
  let state: SequentialState = resumeSequence(
    looks.map(({ information }) => information),
    look,
    z,
    drift,
  )
  let rejected = 0
  for (const { lower, upper } of looks.slice(look)) {
    rejected += exitAbove(state, upper) + (design.sides === 'two' ? exitBelow(state, lower) : 0)
    state = continueWithin(state, lower, upper)
  }
  return rejected
}

/** What was believed of the drift beforehand: normal, or nothing at all. */
export type DriftPrior = 'flat' | { mean: number; standardDeviation: number }

/** What is believed of the drift after a look: normal. With z at share t, z / sqrt(t) is an estimate with variance 1 / t. */
export function driftAfter(
  design: GroupSequentialDesign,
  { look, z }: InterimResult,
  prior: DriftPrior,
): { mean: number; standardDeviation: number } {
  const share = design.looks[look - 1]?.share ?? Number.NaN
  if (prior === 'flat') return { mean: z / Math.sqrt(share), standardDeviation: 1 / Math.sqrt(share) }
  const weight = 1 / prior.standardDeviation ** 2
  const precision = share + weight
  return { mean: (z * Math.sqrt(share) + weight * prior.mean) / precision, standardDeviation: 1 / Math.sqrt(precision) }
}

/** Panels of the integral over the drift, in standard deviations: to 1e-12. */
const panels = Array.from({ length: 13 }, (_, at) => 1.5 * (at - 6))
const nodes = 12

/**
 * The chance to reject by the end given the Z of a look, averaged over what is then believed of the effect.
 *
 * Spiegelhalter, Freedman and Blackburn, Controlled Clinical Trials 7 (1986) 8-17.
 */
export function predictivePower(
  design: GroupSequentialDesign,
  result: InterimResult,
  prior: DriftPrior = 'flat',
): number {
  const { mean, standardDeviation } = driftAfter(design, result, prior)
  const weighted = (u: number): number => normalPdf(u) * conditionalPower(design, result, mean + standardDeviation * u)
  return integrateOverPanels(weighted, panels, nodes)
}
