import { InternalError } from '../core/errors.ts'
import type { Computation, MethodOptions, Resampling, Result, Tally } from '../model/method.ts'
import type { Summary, SummaryKind } from '../model/summary.ts'
import { methods } from '../statistics/registry.ts'

/** A method that draws, with what it draws from: data that workers can be sent. */
export interface DrawingJob {
  /** Id of the analysis. */
  id: string
  method: string
  summary: Summary<SummaryKind>
  options: MethodOptions
}

/** The replicates of an analysis, and what its method makes of them. */
export interface Drawn {
  computation: Computation<Result>
  tally: Tally
}

/** What analyses drew, by id. */
export type DrawnAnalyses = ReadonlyMap<string, Drawn>

/** How a registered method draws. */
export function resamplingOf(id: string): Resampling<SummaryKind, Result> {
  const resampling = methods.find(id)?.resampling
  if (resampling === undefined) throw new InternalError(`${id} is no method that draws`)
  return resampling as Resampling<SummaryKind, Result>
}
