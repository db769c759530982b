import type { Verdict } from './published.ts'

/** Whole counts that a printed share allows: one, several or none. */
export interface AdmissibleCounts {
  status: 'unique' | 'several' | 'none'
  /** Ways in which the counts of all levels together give the print. */
  ways: number
  least: number | null
  most: number | null
  /** The counts themselves, where there are at most fifty. */
  values: readonly number[] | null
}

/** The least and the largest value. */
export interface Range {
  lower: number
  upper: number
}

/** A printed figure beside what recomputing gives. */
export interface ComparedFigure {
  id: string
  title: string
  place: string
  printed: string
  /** Null where nothing was computed. */
  recomputed: number | null
  /** `recomputed` as the report would print it. */
  rounded: string | null
  /** Values that the admissible inputs give. */
  range: Range | null
  counts: AdmissibleCounts | null
  /** Other printed figures that it was derived from. */
  derivedFrom: readonly string[]
  verdict: Verdict
  /** The verdict recorded in published.yaml. */
  expected: Verdict
  /** One sentence on why, unless reproduced. */
  note: string | null
}

/** Every printed figure of a report beside what recomputing gives. */
export interface Comparison {
  schema: 'equipoise/comparison/1'
  trial: string
  /** `page`: from the printed page alone; `run`: from a run folder. */
  basis: 'page' | 'run'
  /** Set where the run is a reconstruction and not the Department's data. */
  notice: string | null
  figures: readonly ComparedFigure[]
  totals: Readonly<Record<Verdict, number>> & { figures: number; unexpected: number }
}

/** What evaluating a figure's definition gave. */
export type Evaluation = {
  recomputed: number | null
  range: Range | null
  counts: AdmissibleCounts | null
  derivedFrom: readonly string[]
} & (
  | /** Determined by other figures, or by a run: how many of the admissible values print as the figure. */ {
      status: 'determined'
      fits: 'all' | 'some' | 'none'
    }
  | /** An input: nothing else bears on it, or what does leaves room for it. */ { status: 'input' }
  | /** Its definition needs data that were not printed, or not observed. */ { status: 'needs_data'; why: string }
  | /** Stated by the report, and not computed from outcomes. */ { status: 'stated'; why: string }
)
