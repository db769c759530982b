import type { CivilDate } from '../core/civil-date.ts'

/** Cases, and what they owe in pence. */
export interface CasesAndAmount {
  cases: number
  owed: bigint
}

/** One segment of a caseload. */
export interface SegmentAmounts extends CasesAndAmount {
  debt: string
  /** Null for cases that owe the debt and are in no segment of it. */
  segment: string | null
  /** What was collected of it, in pence; null where the segmentation names no field of that. */
  collected: bigint | null
  /** Of which recovery costs more than the share of the sum owed that is in proportion; null where none is stated. */
  outOfProportion: CasesAndAmount | null
  /** The segment by level of each further field; null for a missing level. */
  by: readonly (CasesAndAmount & { field: string; level: string | null })[]
}

/** An indicator of progress as two whole numbers: cases, or pence. It is `value` / `base`. */
export interface IndicatorValue {
  indicator: string
  kind: 'share_of_cases' | 'share_of_amount' | 'growth'
  value: bigint
  base: bigint
}

/** Cases that owe something and for which a step can be taken in a jurisdiction, with all that they owe. */
export interface StepReach extends CasesAndAmount {
  step: string
  jurisdiction: string
}

/** A caseload by segments. */
export interface SegmentedCaseload {
  cases: number
  segments: readonly SegmentAmounts[]
  indicators: readonly IndicatorValue[]
  steps: readonly StepReach[]
}

/** Pounds that a printed amount can stand for. */
export interface PoundsRange {
  /** The print itself. */
  pounds: number
  /** Ends of what rounds to the print. */
  lower: number
  upper: number
}

/** The amount that a document gives for a segment: printed, or what a printed total leaves of it. */
export interface PrintedSegment extends PoundsRange {
  segment: string
  basis: 'printed' | 'left_by_total'
  words: string | null
}

/** A printed total beside what its parts add up to. */
export interface PrintedTotal extends PoundsRange {
  total: string
  words: string | null
  /** Sum of the parts as they are printed, and over everything that rounds to them. */
  parts: PoundsRange
  /** Total less parts, in pounds. */
  difference: number
  /** `adds_up`: the sum rounds to the print; `within_rounding`: some of what the parts can be does; `contradicted`: nothing does. */
  verdict: 'adds_up' | 'within_rounding' | 'contradicted'
}

/** What a document prints of its segments, and of their totals. */
export interface PrintedSplit {
  segments: readonly PrintedSegment[]
  totals: readonly PrintedTotal[]
}

/** `equipoise segment`: what a document prints of its segments and, where one was given, a caseload by the same segments. */
export interface SegmentationResult {
  schema: 'equipoise/segments/1'
  segmentation: string
  title: string
  printed: PrintedSplit
  /** `notice` is what must be said of cases that were made up; null of others. */
  caseload: (SegmentedCaseload & { sha256: string; asOf: CivilDate; notice: string | null }) | null
}
