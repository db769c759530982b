import type { Computation, Tally } from '../model/method.ts'
import { appendTallies } from '../statistics/replicates.ts'
import { asData, type DrawingJob } from './drawing-job.ts'
import { startWorkers } from './worker-pool.ts'
import type { DrawingTask } from './workers/draw.ts'

/** Workers that share the blocks of a round. */
export interface DrawingPool {
  workers: number
  draw(job: number, from: number, to: number): Promise<Computation<Tally>>
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
    async draw(job, from, to) {
      const share = Math.ceil((to - from) / workers)
      const starts = Array.from({ length: workers }, (_, w) => from + w * share).filter(start => start < to)
      const parts = await Promise.all(
        starts.map(start => pool.run({ job, from: start, to: Math.min(start + share, to) })),
      )
      return inOrder(parts)
    },
    close: pool.close,
  }
}

/** The parts appended in the order of their blocks. */
function inOrder(parts: readonly Computation<Tally>[]): Computation<Tally> {
  const tallies: Tally[] = []
  for (const part of parts) {
    if (part.status === 'undefined') return part
    tallies.push(part.result)
  }
  return { status: 'computed', result: appendTallies(tallies), cautions: [] }
}
