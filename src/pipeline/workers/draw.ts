import { workerData } from 'piscina'
import type { Computation, Tally } from '../../model/method.ts'
import { type BlockRange, type DrawingJob, fromData, resamplingOf } from '../drawing-job.ts'

/** Blocks of one of the jobs that the worker was started with. */
export interface DrawingTask extends BlockRange {
  job: number
}

const jobs = (workerData as readonly DrawingJob[]).map(fromData)

/** Draws the blocks. The jobs come with the worker, once, so that a task is three numbers. */
export default function draw({ job, from, to }: DrawingTask): Computation<Tally> {
  const { method, summary, options } = jobs[job] as DrawingJob
  return resamplingOf(method).chunk(summary, options, from, to)
}
