import type { ArmId, LevelId, OutcomeId, StratumId } from '../model/ids.ts'
import type { OutcomeUnit, StrataSampling, SummaryKind } from '../model/summary.ts'

/** What an outcome's values are: 0 or 1, one of the declared levels, or whole minor units. */
export type ColumnKind = 'binary' | 'category' | 'money'

/** One case of the analysis set as one outcome sees it. */
export interface AnalysisRow {
  arm: ArmId
  stratum: StratumId
  /** Allocation cluster; `null` where the case was allocated singly. */
  cluster: string | null
  /** 0 or 1, a level, or an integer in the outcome's unit; `null` is a missing outcome. */
  value: number | string | null
}

/** An outcome with its rows. A case to which the outcome does not apply is not among them. */
export interface AnalysisColumn {
  outcome: OutcomeId
  unit: OutcomeUnit
  kind: ColumnKind
  /** Levels of a category, in the protocol's order; empty for other kinds. */
  levels: readonly LevelId[]
  arms: readonly ArmId[]
  control: ArmId
  /** Cases in the largest allocation cluster; 1 where cases were allocated singly. */
  largestCluster: number
  /** Set where the protocol states how it samples, and the outcome applies to all cases of its arms. */
  sampling?: StrataSampling | undefined
  rows: Iterable<AnalysisRow>
}

/** Kinds of summary that each kind of outcome has. */
export const kindsOf: Readonly<Record<ColumnKind, readonly SummaryKind[]>> = {
  binary: ['counts', 'moments', 'ranks', 'clusterMoments', 'frequencies', 'units'],
  category: ['counts'],
  money: ['moments', 'ranks', 'clusterMoments', 'frequencies', 'units'],
}
