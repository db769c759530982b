import type { Citation, Computation, Result, ResultOpinion } from '../model/method.ts'
import type { AdjustmentId, PlannedAnalysis } from '../model/plan.ts'
import type { SubgroupEstimates } from '../model/subgroup-results.ts'

/** A P of a result, adjusted together with the others of its family. */
export interface AdjustedP {
  /** The contrast that it belongs to; null for the P over all arms. */
  contrast: string | null
  /** Id of the family. */
  family: string
  method: AdjustmentId
  /** Comparisons of the family, those that could not be computed included. */
  comparisons: number
  pValue: number
}

/** How an analysis stands to the plan as it was when the cases were allocated. */
export interface Amendment {
  kind: 'added' | 'changed'
  /** Whether results had been seen when it was decided; the analysis is then exploratory. */
  resultsSeen: boolean
}

/** One analysis of the plan with what it gave. */
export interface AnalysisResult {
  id: string
  title: string
  outcome: string
  level: string | null
  /** The set of cases that it looks at; null for every allocated case. */
  set: { id: string; title: string } | null
  role: PlannedAnalysis['role']
  estimand: string | null
  method: string
  methodTitle: string
  computation: Computation<Result | SubgroupEstimates>
  /** Each P that is in a family of the plan, adjusted in it. */
  adjusted: readonly AdjustedP[]
  /** Null where the analysis is as it was planned. */
  amendment: Amendment | null
  /** What another program makes of every P and limit of the result. */
  secondOpinion: readonly ResultOpinion[]
  citations: readonly Citation[]
}
