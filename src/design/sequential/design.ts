import { type Look, sequentialNormal } from '../../numerics/index.ts'
import type { Rejection } from '../power/rejection.ts'

/** When one or more arms are found to differ from a control over all looks. */
export interface SequentialRejection extends Rejection {
  /**
   * Of arms that are judged together, at the same looks: sqrt(n_i / (n_i + n_0)) for n_i cases of each and n_0 of the control. Alpha is
   * then that any of them is found where none differs. Absent, or one of them: alpha is of one arm.
   */
  loadings?: readonly number[]
}

/**
 * A group-sequential design: at which shares of its information it is looked at, and which Z stops it there. Z is that of the
 * contrast in the direction in which the arm is better. In this folder an effect is given as its `drift`, the expected Z
 * when all information is there: the difference over its standard error at the end.
 */
export interface GroupSequentialDesign extends SequentialRejection {
  looks: readonly DesignLook[]
  /** Set where the futility boundary must be obeyed, as the upper one counts on it; without it, it may be overruled. */
  binding: boolean
}

/** A look of a design, and the Z at which it stops. */
export interface DesignLook {
  /** Share of the information; the last is 1. */
  share: number
  /** A Z from here on shows the effect; two-sided, its mirror shows harm. */
  efficacy: number
  /** A Z up to here stops for futility; minus infinity where none does. At the last look it is the efficacy boundary. */
  futility: number
}

/** Chances to stop at each look, and what they add up to. */
export interface OperatingCharacteristics {
  looks: readonly {
    share: number
    /** Stops as the effect is shown. */
    efficacy: number
    /** Stops for futility, or at the last look ends without the effect shown. */
    futility: number
    /** Two-sided: stops as harm is shown. */
    harm: number
  }[]
  /** Chance to show the effect, at whatever look. Harm shown where the arm is better is no success, and is left out. */
  power: number
  /** Expected information at the stop, as a share of the most. */
  expectedShare: number
}

/** Where a trial goes on. With `obeyed` false the futility boundary counts for nothing before the end, as the error is reckoned where it does not bind. */
export function looksOf({ sides, looks }: GroupSequentialDesign, obeyed: boolean): Look[] {
  return looks.map(({ share, efficacy, futility }) => ({
    information: share,
    lower: sides === 'two' ? -efficacy : obeyed ? futility : Number.NEGATIVE_INFINITY,
    upper: efficacy,
  }))
}

/**
 * What a design does under an effect: with which chance it stops at which look and why, and how much information it takes.
 *
 * Exact to about 1e-12: the recursive integral of `sequentialNormal`. Futility is obeyed.
 *
 * @example operatingCharacteristics(classicalDesign([0.5, 1], { alpha: 0.05, sides: 'two' }, pocockShape), 0).power // 0.025
 */
export function operatingCharacteristics(design: GroupSequentialDesign, drift: number): OperatingCharacteristics {
  const { above, below, within } = sequentialNormal(looksOf(design, true), drift)
  const last = design.looks.length - 1
  const looks = design.looks.map(({ share }, at) => {
    const [over = 0, under = 0] = [above[at], below[at]]
    return design.sides === 'two'
      ? { share, efficacy: over, futility: at === last ? within : 0, harm: under }
      : { share, efficacy: over, futility: at === last ? under + within : under, harm: 0 }
  })
  const total = (value: (look: (typeof looks)[number]) => number): number =>
    looks.reduce((sum, look) => sum + value(look), 0)
  return {
    looks,
    power: total(({ efficacy }) => efficacy),
    expectedShare: total(({ share, efficacy, futility, harm }) => share * (efficacy + futility + harm)),
  }
}
