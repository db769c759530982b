import type { ArmId } from './ids.ts'
import type { Outcome } from './protocol.ts'
import type { Redraw } from './redraw.ts'
import type { Summary, SummaryKind, Uptake } from './summary.ts'

/** Why mathematics gives no answer. */
export type UndefinedReason =
  | 'no_cases_in_arm'
  | 'too_few_arms'
  | 'too_few_cases'
  | 'too_few_clusters'
  | 'stratum_not_in_every_arm'
  /** Strata are added up, and the arms hold them in different proportions by the sampling. */
  | 'strata_mix_differs'
  | 'no_variation_in_outcome'
  | 'all_values_tied'
  | 'zero_variance'
  | 'no_additional_amount'
  | 'no_cost'
  | 'no_events'
  | 'negative_amounts'
  /** The method holds only where cases were allocated singly. */
  | 'clusters_present'
  /** The allocation cannot be drawn again from what the summary holds. */
  | 'design_cannot_be_redrawn'
  | 'not_converged'
  /** Cases of the arm that is taken away took up what the other offered, so that uptake has two sides. */
  | 'uptake_in_comparator'
  /** Nobody took it up. */
  | 'no_uptake'
  /** A trend needs a score for every arm. */
  | 'needs_scores'
  | 'not_two_by_two'
  /** The method compares arms with the control, and the contrast does not. */
  | 'not_against_control'
  | 'no_difference'
  /** What defines the set of cases is not observed in an arm of the contrast. */
  | 'not_observed_in_arm'
  /** The method takes randomisation to hold among its cases, and they were chosen by what came after it. */
  | 'set_formed_after_allocation'
  /** No case was followed to the day that is looked at. */
  | 'not_followed_so_long'
  /** A setting that the method reads was not given. */
  | 'needs_setting'
  /** A summary recovered from print lacks what the method reads. */
  | 'data_not_printed'
  /** The rows are in an engine, and summaries alone came back. */
  | 'rows_elsewhere'
  /** A publication may not tell of so few cases. */
  | 'held_back'

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
    | 'few_cases'
    | 'missing_subgroup'
    | 'clusters_across_subgroups'
    | 'nearly_all_tied'
    | 'skewed_amounts'
    | 'few_clusters'
    | 'missing_outcomes'
    | 'ratio_set_unbounded'
    | 'stratum_not_in_every_arm'
    | 'sparse_strata'
    | 'negative_amounts'
    | 'estimated_from_draws'
    | 'constant_effect_assumed'
    | 'sharp_null_only'
    | 'descriptive'
    | 'exclusion_restriction_assumed'
    | 'not_converged'
  detail: string
}

/** A source, by its key in the references. */
export interface Citation {
  key: string
  /** Equation, section or page where the source is long. */
  at?: string | undefined
}

/** A confidence interval. A ratio's limit may be infinite. */
export interface Interval {
  lower: number
  upper: number
  level: number
  /** Name of the method, as "Wilson" or "Newcombe". */
  method: string
  /** Set where the numbers outside are meant: two rays, at most `lower` and at least `upper`. */
  outside?: true | undefined
}

/** A number estimated from random draws, and its standard error by them. */
export interface MonteCarlo {
  draws: number
  standardError: number
}

/** A test of a null hypothesis over all arms. `intermediates` holds what a reviewer checks by hand. */
export interface TestResult {
  kind: 'test'
  statistic: { symbol: string; value: number }
  /** Of the statistic's distribution under the null hypothesis; the numerator's for F; none for an exact test. */
  degreesOfFreedom: number | undefined
  /** The denominator's, for F. */
  denominatorDegreesOfFreedom?: number | undefined
  pValue: number
  /** Set where P was estimated from draws. */
  monteCarlo?: MonteCarlo | undefined
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
  /** Set where the estimates are of days, and not of shares or amounts. */
  measure?: 'time' | undefined
  estimates: readonly ArmEstimate[]
  notEstimated: readonly NotEstimated[]
}

/** A declared arm minus another; a side may be several arms taken together, as `pooledArm` names them. */
export interface ContrastSpec {
  id: string
  arm: ArmId
  against: ArmId
}

/**
 * What a contrast measures, which says how it is written and what no difference is: 0, 1 or a half. A `difference` is in the
 * unit of the outcome (of a time: in shares of cases), as is a `difference_of_differences`, by how much a difference depends on another factor; a `time_difference` in days, and a `complier_difference`, which is so much for each case that took up what the arm offered.
 */
export type Measure =
  | 'difference'
  | 'difference_of_differences'
  | 'complier_difference'
  | 'time_difference'
  | 'rank_difference'
  | 'ratio'
  | 'hazard_ratio'
  | 'odds_ratio'
  | 'number_needed'
  | 'probability'

/** Measures in the unit of the outcome. */
const inUnit = ['difference', 'difference_of_differences', 'complier_difference'] as const satisfies readonly Measure[]
export type UnitMeasure = (typeof inUnit)[number]

/** Whether what a contrast measures is in the unit of the outcome. */
export const isInUnit = (measure: Measure): measure is UnitMeasure => (inUnit as readonly Measure[]).includes(measure)

/** One of the parts that a contrast's estimate adds up from, in the same unit. */
export interface ContrastPart {
  id: string
  title: string
  estimate: number
  standardError: number
  interval: Interval
}

/** P and interval of a contrast that hold for all contrasts of the method together. */
export interface Simultaneous {
  /** Name of the method, as "Tukey" or "Dunnett". */
  method: string
  comparisons: number
  pValue: number
  interval: Interval
}

/** The estimate of a contrast with its interval and, where the method tests, its test. */
export interface ContrastEstimate extends ContrastSpec {
  estimate: number
  standardError: number
  statistic: { symbol: string; value: number } | undefined
  degreesOfFreedom: number | undefined
  pValue: number | undefined
  interval: Interval
  /** Set where P, the standard error or the interval were estimated from draws; the standard error is of P. */
  monteCarlo?: MonteCarlo | undefined
  simultaneous?: Simultaneous | undefined
  parts?: readonly ContrastPart[] | undefined
  intermediates: Readonly<Record<string, unknown>>
}

/** Contrasts of arms; each stands for itself, so one undefined contrast leaves the others computed. */
export interface ContrastEstimates {
  kind: 'contrasts'
  measure: Measure
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

/** What some methods read beside the level and the contrasts. A plan may set only what its method reads. */
export interface MethodSettings {
  /** Score of each arm, for a trend. */
  scores?: Readonly<Record<ArmId, number>> | undefined
  /** Random replicates: bootstrap samples, redrawn allocations, random tables. */
  draws?: number | undefined
  /** Amounts above this, in minor units, count as this. */
  cap?: number | undefined
  /** Share of the largest amounts that count as the largest of the others. */
  winsorise?: number | undefined
  /** Id of the registered statistic whose distribution over allocations is drawn. */
  statistic?: string | undefined
  /** Adds an interval by inverting the test, which takes the effect to be the same for every case. */
  constantEffect?: true | undefined
  /** Last day that is looked at, counted from the first of a case as day 1; the last to which each arm was followed where absent. */
  day?: number | undefined
  /** Who took up what their arm offered; the summary is then of this too. */
  uptake?: Uptake | undefined
}

/** What every method may be told; a method reads what it needs. */
export interface MethodOptions extends MethodSettings {
  /** Level of intervals, 0.95 unless the plan says otherwise. */
  level: number
  contrasts: readonly ContrastSpec[]
  /** Key of the random streams of a method that draws. */
  seed?: string | undefined
  /** How the allocation is drawn again; given the realised counts where absent. */
  redraw?: Redraw | undefined
}

/** What some replicates gave: each statistic by its name, in order of replicate. Tallies of later replicates are appended. */
export type Tally = Readonly<Record<string, Float64Array>>

/** Replicates in a block. Part of what a seed means: another size would draw other numbers. */
export const blockSize = 500

/**
 * How a method draws. Its replicates come in blocks, each with its own stream of the seed, so that blocks may be drawn
 * by several workers and in any order, and the answer is the same.
 */
export interface Resampling<K extends SummaryKind, R extends Result> {
  /** Replicates where the plan says nothing; fewer where a replicate takes long. */
  defaultDraws: number | ((summary: Summary<K>, options: MethodOptions) => number)
  /** The replicates of blocks `from` to `to` (excluded), each of `blockSize`; or why none can be drawn or need be. */
  chunk(summary: Summary<K>, options: MethodOptions, from: number, to: number): Computation<Tally>
  /** Whether the replicates so far, all of the blocks up to some one, are enough to stop before `draws`. */
  enough?(tally: Tally, summary: Summary<K>, options: MethodOptions): boolean
  /** The result from the replicates; from none where the answer was enumerated or cannot be had. */
  finish(summary: Summary<K>, options: MethodOptions, tally: Tally): Computation<R>
}

/** Type of an outcome, as the protocol declares it. */
export type OutcomeType = Outcome['type']

/** Which P values a method gives. */
export type PValues = 'overall' | 'each_contrast' | 'none'

/** What of a method a plan is checked against. */
export interface MethodTraits {
  id: string
  reads: readonly (keyof MethodSettings)[]
  statistics: readonly string[]
  outcomes: readonly OutcomeType[]
  oneLevel: boolean
  pValues: PValues
  /** Set where it adjusts its own P for several comparisons. */
  simultaneous?: true | undefined
  /** Set where its estimates of groups that share no case can be set against each other. */
  comparable?: true | undefined
  /** Set where it sets the arms of the two sides of a contrast against each other in pairs. */
  pairsArms?: true | undefined
}

/**
 * A statistical method: a pure function of a summary, with no rounding and no word like "significant".
 * `requires` is the kind of summary that it reads; engines fill what a plan's methods require together.
 */
export interface Method<Id extends string, K extends SummaryKind, R extends Result> {
  id: Id
  title: string
  requires: K
  /** What it does, for readers who do not work with statistics; a report has it in an appendix. */
  plainly?: string | undefined
  /** Settings that it reads; none where absent. */
  reads?: readonly (keyof MethodSettings)[] | undefined
  /** What its setting `statistic` may name. */
  statistics?: readonly string[] | undefined
  /** Types of outcome that it is for; where absent, all that have its kind of summary. */
  outcomes?: readonly OutcomeType[] | undefined
  /** Set where it needs one level that counts as an event, so that an analysis of a category must name it. */
  oneLevel?: true | undefined
  /** How many P values a result has: one over all arms, one for each contrast, or none. */
  pValues: PValues
  /** Set where its contrasts have a P and an interval that hold for all of them together: it adjusts by itself. */
  simultaneous?: true | undefined
  /**
   * Set where estimates of groups that share no case can be set against each other: they are differences, each with a standard
   * error, and about normal in large samples.
   */
  comparable?: true | undefined
  /**
   * Set where it sets the first arm of each side of a contrast against each other, and the second: of arms that a contrast takes
   * together it asks whether the difference is the same in both pairs.
   */
  pairsArms?: true | undefined
  /** Whether the formula treats cases as independent; where clusters exceed one case it then carries a caution. */
  assumesIndependence: boolean
  /** Whether it looks within strata, so that a summary without them is not what it asks for. */
  withinStrata?: true | undefined
  /** Whether it draws the allocation again, as it came about in every stratum: then strata may be added up. */
  redraws?: true | undefined
  /** Whether it rests on the chances that the design gave its cases of the arms. */
  designBased?: true | undefined
  citations: readonly [Citation, ...Citation[]]
  compute(summary: Summary<K>, options: MethodOptions): Computation<R>
  /** Set where the method draws: `compute` then draws all by itself, and a pool of workers may do it instead. */
  resampling?: Resampling<K, R> | undefined
  /** Every P and every limit of a result, recomputed by another program from the result and its summary. */
  secondOpinion?(result: R, summary: Summary<K>): readonly ResultOpinion[]
  /** For a test that needs more than counts: what it could be, whatever the unseen amounts, given who had any. */
  boundsFromCounts?: ((summary: Summary<'counts'>) => Computation<TestBounds>) | undefined
  /** For a method of amounts that needs no more of them than a page prints: sums over cases, and how many had any. */
  fromMomentsAndCounts?: FromMomentsAndCounts<R> | undefined
}

/** How a method computes where the amounts of cases are not at hand. */
export interface FromMomentsAndCounts<R extends Result> {
  /** `counts` are of the cases with an amount above zero; no amount is below. */
  compute(moments: Summary<'moments'>, counts: Summary<'counts'>, options: MethodOptions): Computation<R>
  secondOpinion(result: R): readonly ResultOpinion[]
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
