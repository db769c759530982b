import type { IntegerSource } from '../core/random.ts'
import type { ArmId, StratumId } from './ids.ts'

/** Numbers of units that a draw may give the arms, in their order, and how often among the total of weights. */
export interface CountsDraw {
  units: readonly number[]
  weight: number
}

/** Units of several cases that the design deals alike. */
export interface LinkedType {
  /** Cases of one unit in each stratum; strata without one are left out. */
  cases: Readonly<Record<StratumId, number>>
  /** Units of the type in the trial. */
  units: number
  /** Every way in which the draw may split them over the arms; types are drawn independently. */
  splits: readonly CountsDraw[]
}

/**
 * How the allocation that was really drawn is drawn again over units: of each linked type, a split is drawn and all
 * divisions of its units that give it are equally likely; then single cases fill what the targets leave, all ways being
 * equally likely. Plain data, so that it can be handed to workers.
 */
export interface DesignRedraw {
  given: 'design'
  arms: readonly ArmId[]
  linked: readonly LinkedType[]
  /** Cases of each stratum in each arm, which every draw meets. */
  targets: Readonly<Record<StratumId, Readonly<Record<ArmId, number>>>>
}

/** A design in which units of one type were not all alike, so that it is drawn again from the sample, case by case. */
export interface ArtefactRedraw {
  given: 'artefacts'
  /** Why, as half a sentence: "minimisation follows the order of the units". */
  reason: string
  arms: readonly ArmId[]
  /** Chances of the arms, in their order, of each case; cases in byte order of id. */
  chances: readonly (readonly number[])[]
  /** Draws the arm of each case, as its index. Absent from what is sent to workers, which put their own in its place. */
  deal?: ((source: IntegerSource) => ArrayLike<number>) | undefined
}

/** A redraw over units of which those of one type are alike. */
export type UnitRedraw = DesignRedraw | { given: 'realised_counts' }

/** Whether all cases had the same chances of the arms. */
export function hasEqualChances({ chances }: Pick<ArtefactRedraw, 'chances'>): boolean {
  const [first] = chances
  return chances.every(own => own === first || own.every((chance, a) => chance === first?.[a]))
}

/**
 * The draw of the design, or, where how the counts came about cannot be drawn again (cases added at random until a
 * sample is representative), all divisions of the units with the realised number of each type in each arm.
 */
export type Redraw = UnitRedraw | ArtefactRedraw
