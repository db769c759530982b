import { continueWithin, exitAbove, findRoot, startSequence } from '../../numerics/index.ts'
import type { InterimResult } from './conditional.ts'
import { type GroupSequentialDesign, looksOf } from './design.ts'

/** Estimate of the drift after a trial with looks, and its limits; times the standard error at the end they are in the outcome's unit. */
export interface FinalAnalysis {
  /** P of what was seen or more under no effect; two-sided twice the smaller tail. */
  pValue: number
  /** Median-unbiased: as often above the truth as below it. */
  estimate: number
  lower: number
  upper: number
}

/**
 * The chance, under an effect, of an outcome at least as much in its favour: of a stop above at an earlier look, or of a Z at least
 * as high at this one. A stop below at an earlier look is the least in favour. This is the stage-wise ordering.
 */
export function chanceOfMore(design: GroupSequentialDesign, { look, z }: InterimResult, drift: number): number {
  const looks = looksOf(design, design.binding)
  if (!(Number.isInteger(look) && look >= 1 && look <= looks.length)) {
    throw new RangeError(`look: expected a look from 1 to ${looks.length}, received ${look}`)
  }
  let state = startSequence(
    looks.map(({ information }) => information),
    drift,
  )
  let stopped = 0
  for (const { lower, upper } of looks.slice(0, look - 1)) {
    stopped += exitAbove(state, upper)
    state = continueWithin(state, lower, upper)
  }
  return stopped + exitAbove(state, z)
}

/**
 * What a trial shows that stopped at a look with a Z, with the looks allowed for: the plain estimate is too large on average where
 * trials stop for large effects, and the plain interval covers too seldom.
 *
 * The limits are the drifts at which `chanceOfMore` is (1 - level) / 2 on either side, the estimate where it is one half. They cover
 * exactly with the level, and agree with the boundaries, as long as the trial keeps to them: where futility does not bind it is left
 * out of account, so that the limits hold whether it was obeyed or not, conservatively where it was.
 *
 * Tsiatis, Rosner and Mehta, Biometrics 40 (1984) 797-803; Jennison and Turnbull (2000), chapter 8.
 */
export function finalAnalysis(design: GroupSequentialDesign, result: InterimResult, level: number): FinalAnalysis {
  const share = design.looks[result.look - 1]?.share ?? Number.NaN
  const naive = result.z / Math.sqrt(share)
  const first = 1 / Math.sqrt(design.looks[0]?.share ?? Number.NaN)
  const driftWith = (chance: number): number => {
    const short = (drift: number): number => chanceOfMore(design, result, drift) - chance
    let [below, above] = [naive - first, naive + first]
    while (short(below) > 0) below -= 2 * first
    while (short(above) < 0) above += 2 * first
    return findRoot(short, below, above, { absoluteTolerance: 1e-12 })
  }
  const more = chanceOfMore(design, result, 0)
  const tail = (1 - level) / 2
  return {
    pValue: design.sides === 'two' ? Math.min(1, 2 * Math.min(more, 1 - more)) : more,
    estimate: driftWith(0.5),
    lower: driftWith(tail),
    upper: driftWith(1 - tail),
  }
}
