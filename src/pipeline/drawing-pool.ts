import type { Computation, Tally } from '../model/method.ts'
import { asData, type BlockRange, type DrawingJob, inOrder } from './drawing-job.ts'
import { startWorkers } from './worker-pool.ts'
import type { DrawingTask } from './workers/draw.ts'

/** Workers that share blocks. */
export interface DrawingPool {
  workers: number
  /** The blocks of all ranges, appended in their order; each range is a task. */
  draw(job: number, ranges: readonly BlockRange[]): Promise<Computation<Tally>>
  close(): Promise<void>
}

/** Starts workers that know the jobs. Aborting ends their work with an error. */
export function startPool(jobs: readonly DrawingJob[], workers: number, signal: AbortSignal | undefined): DrawingPool {
  const pool = startWorkers<DrawingTask, Computation<Tally>>({
    file: new URL('./workers/draw.js', import.meta.url),
    data: jobs.map(asData),
    ...{ workers, signal },
    titleOf: ({ job, from, to }) => `blocks ${from + 1} to ${to} of the draws of ${jobs[job]?.id}`,
  })
  return {
    workers,
    draw: async (job, ranges) => inOrder(await Promise.all(ranges.map(range => pool.run({ job, ...range })))),
    close: pool.close,
  }
}
