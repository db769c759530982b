import type { ArmId } from './ids.ts'
import type { Summary, SummaryKind } from './summary.ts'

/** Why mathematics gives no answer. */
export type UndefinedReason =
  | 'no_cases_in_arm'
  | 'too_few_arms'
  | 'too_few_cases'
  | 'too_few_clusters'
  | 'stratum_not_in_every_arm'
  | 'no_variation_in_outcome'
  | 'all_values_tied'
  | 'zero_variance'
  | 'no_additional_amount'
  | 'no_cost'
  /** A summary recovered from print lacks what the method reads. */
  | 'data_not_printed'

/** A result with its cautions, or why there is none. */
export type Computation<R> =
  | { status: 'computed'; result: R; cautions: readonly Caution[] }
  | { status: 'undefined'; reason: UndefinedReason; detail: string }

/** Something a reader must know before using a computed result. `detail` is a sentence without markup. */
export interface Caution {
  code:
    | 'independence_assumed_with_clusters'
    | 'small_expected_count'
    | 'few_events'
    | 'nearly_all_tied'
    | 'skewed_amounts'
    | 'few_clusters'
    | 'missing_outcomes'
    | 'ratio_set_unbounded'
  detail: string
}

/** A source, by its key in the references. */
export interface Citation {
  key: string
  /** Equation, section or page where the source is long. */
  at?: string | undefined
}

/** A confidence interval. */
export interface Interval {
  lower: number
  upper: number
  level: number
  /** Name of the method, as "Wilson" or "Newcombe". */
  method: string
}

/** A test of a null hypothesis over all arms. `intermediates` holds what a reviewer checks by hand. */
export interface TestResult {
  kind: 'test'
  statistic: { symbol: string; value: number }
  degreesOfFreedom: number
  pValue: number
  nullHypothesis: string
  intermediates: Readonly<Record<string, unknown>>
}

/** One arm's estimate: a proportion (0 to 1) or a mean in minor units. */
export interface ArmEstimate {
  arm: ArmId
  n: number
  estimate: number
  standardError: number
  interval: Interval
  intermediates: Readonly<Record<string, unknown>>
}

/** An arm for which mathematics gives no estimate or no interval, and why. */
export interface NotEstimated {
  arm: ArmId
  reason: UndefinedReason
  detail: string
}

/** Estimates of arms; each stands for itself, so one arm without an answer leaves the others computed. */
export interface ArmEstimates {
  kind: 'arms'
  estimates: readonly ArmEstimate[]
  notEstimated: readonly NotEstimated[]
}

/** A declared arm minus another. */
export interface ContrastSpec {
  id: string
  arm: ArmId
  against: ArmId
}

/** The estimate of a contrast with its interval and, where the method tests, its test. */
export interface ContrastEstimate extends ContrastSpec {
  estimate: number
  standardError: number
  statistic: { symbol: string; value: number } | undefined
  degreesOfFreedom: number | undefined
  pValue: number | undefined
  interval: Interval
  intermediates: Readonly<Record<string, unknown>>
}

/** Contrasts of arms; each stands for itself, so one undefined contrast leaves the others computed. */
export interface ContrastEstimates {
  kind: 'contrasts'
  contrasts: readonly (ContrastSpec & { computation: Computation<ContrastEstimate> })[]
}

/** What a method gives: a test, an estimate for each arm, or one for each contrast. */
export type Result = TestResult | ArmEstimates | ContrastEstimates

/** A P or a limit of a result beside what another program makes of the same number. */
export type ResultOpinion = {
  /** What was recomputed, as "P of H" or "lower limit of control". */
  of: string
  ours: number
} & (
  | { status: 'agrees' | 'disagrees'; theirs: number; tolerance: number }
  | /** Where the other program is known to be too inexact to say anything. */ { status: 'outside_window' }
)

/** What every method may be told; a method reads what it needs. */
export interface MethodOptions {
  /** Level of intervals, 0.95 unless the plan says otherwise. */
  level: number
  contrasts: readonly ContrastSpec[]
}

/**
 * A statistical method: a pure function of a summary, with no rounding and no word like "significant".
 * `requires` is the kind of summary that it reads; engines fill what a plan's methods require together.
 */
export interface Method<Id extends string, K extends SummaryKind, R extends Result> {
  id: Id
  title: string
  requires: K
  /** Whether the formula treats cases as independent; where clusters exceed one case it then carries a caution. */
  assumesIndependence: boolean
  /** Whether it looks within strata, so that a summary without them is not what it asks for. */
  withinStrata?: true | undefined
  citations: readonly [Citation, ...Citation[]]
  compute(summary: Summary<K>, options: MethodOptions): Computation<R>
  /** Every P and every limit of a result, recomputed by another program from the result and its summary. */
  secondOpinion?(result: R, summary: Summary<K>): readonly ResultOpinion[]
  /** For a test that needs more than counts: what it could be, whatever the unseen amounts, given who had any. */
  boundsFromCounts?: ((summary: Summary<'counts'>) => Computation<TestBounds>) | undefined
}

/** The attainable range of a test when only the counts of zero and non-zero amounts are known. */
export interface TestBounds {
  statistic: { lower: number; upper: number }
  pValue: { lower: number; upper: number }
  degreesOfFreedom: number
}

export type AnyMethod = { [K in SummaryKind]: Method<string, K, Result> }[SummaryKind]

export const computed = <R>(result: R, cautions: readonly Caution[] = []): Computation<R> => ({
  status: 'computed',
  result,
  cautions,
})

export const undefinedBecause = (reason: UndefinedReason, detail: string): Computation<never> => ({
  status: 'undefined',
  reason,
  detail,
})
