import { InternalError } from '../core/errors.ts'
import { type DesignProtocol, redealing } from '../design/index.ts'
import type { SampledCase } from '../model/case.ts'
import {
  type Computation,
  computed,
  type MethodOptions,
  type Resampling,
  type Result,
  type Tally,
} from '../model/method.ts'
import type { Summary, SummaryKind } from '../model/summary.ts'
import { methods } from '../statistics/registry.ts'
import { appendTallies } from '../statistics/replicates.ts'

/** A method that draws, with what it draws from: data that workers can be sent. */
export interface DrawingJob {
  /** Id of the analysis. */
  id: string
  method: string
  summary: Summary<SummaryKind>
  options: MethodOptions
  /** What the allocation is drawn again from, where that is done case by case. */
  replay?: Replay | undefined
}

/** Blocks of replicates from one to another (excluded). */
export interface BlockRange {
  from: number
  to: number
}

/** A sample and how it was allocated. */
export interface Replay {
  sample: readonly SampledCase[]
  protocol: DesignProtocol
}

/** The job as workers can be sent it: what draws the allocation again is no data, and is made anew from the replay. */
export function asData(job: DrawingJob): DrawingJob {
  const { redraw, ...options } = job.options
  return redraw?.given === 'artefacts'
    ? { ...job, options: { ...options, redraw: { ...redraw, deal: undefined } } }
    : job
}

/** The job in a worker. */
export function fromData(job: DrawingJob): DrawingJob {
  const { redraw, ...options } = job.options
  if (redraw?.given !== 'artefacts' || job.replay === undefined) return job
  const deal = redealing(job.replay.sample, job.replay.protocol)
  return { ...job, options: { ...options, redraw: { ...redraw, deal } } }
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

/** The tallies of blocks appended in the order given; undefined where one is. */
export function inOrder(parts: readonly Computation<Tally>[]): Computation<Tally> {
  const tallies: Tally[] = []
  for (const part of parts) {
    if (part.status === 'undefined') return part
    tallies.push(part.result)
  }
  return computed(appendTallies(tallies))
}
