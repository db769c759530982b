import type { ArmId, LevelId, OutcomeId, StratumId } from '../model/ids.ts'
import type { OutcomeUnit, StrataSampling, SummaryKind, SummaryScope } from '../model/summary.ts'

/** What an outcome's values are: 0 or 1, one of the declared levels, whole minor units, or waitings as whole numbers. */
export type ColumnKind = 'binary' | 'category' | 'money' | 'time'

/** One case of the analysis set as one outcome sees it. */
export interface AnalysisRow {
  arm: ArmId
  stratum: StratumId
  /** Allocation cluster; `null` where the case was allocated singly. */
  cluster: string | null
  /** 0 or 1, a level, an integer in the outcome's unit, or a waiting by `waitingCode`; `null` is a missing outcome. */
  value: number | string | null
  /** Where the column names an uptake: 1 for a case that took it up, 0 for another; `null` where that is missing. */
  taken?: 0 | 1 | null | undefined
  /** Place of the case among all cases of the sample, in byte order of id. */
  place?: number | undefined
}

/** What is to be known of an outcome beside its rows. */
export interface ColumnHead extends SummaryScope {
  outcome: OutcomeId
  unit: OutcomeUnit
  kind: ColumnKind
  /** Levels of a category, or what can end the waiting of a time, in the protocol's order; empty for other kinds. */
  levels: readonly LevelId[]
  arms: readonly ArmId[]
  control: ArmId
  /** Cases in the largest allocation cluster; 1 where cases were allocated singly. */
  largestCluster: number
  /** Set where the protocol states how it samples, and the outcome applies to all cases of its arms. */
  sampling?: StrataSampling | undefined
  /** Whether units keep their places, for designs that are drawn again case by case. */
  placed?: boolean | undefined
}

/** An outcome with its rows. A case to which the outcome does not apply is not among them. */
export interface AnalysisColumn extends ColumnHead {
  rows: Iterable<AnalysisRow>
}

/** Kinds of summary that each kind of outcome has; cross-products only beside an uptake. */
export const kindsOf: Readonly<Record<ColumnKind, readonly SummaryKind[]>> = {
  binary: ['counts', 'moments', 'ranks', 'clusterMoments', 'crossProducts', 'frequencies', 'units'],
  category: ['counts'],
  money: ['moments', 'ranks', 'clusterMoments', 'crossProducts', 'frequencies', 'units'],
  time: ['counts', 'eventTimes'],
}

/** Kinds of summary that a column has: without an uptake no cross-products. */
export const kindsFor = ({ kind, uptake }: Pick<AnalysisColumn, 'kind' | 'uptake'>): readonly SummaryKind[] =>
  kindsOf[kind].filter(each => each !== 'crossProducts' || uptake !== undefined)
