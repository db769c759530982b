import { InternalError } from '../core/errors.ts'
import type { MethodOptions, Resampling, Result } from '../model/method.ts'
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

/** How a registered method draws. */
export function resamplingOf(id: string): Resampling<SummaryKind, Result> {
  const resampling = methods.find(id)?.resampling
  if (resampling === undefined) throw new InternalError(`${id} is no method that draws`)
  return resampling as Resampling<SummaryKind, Result>
}
