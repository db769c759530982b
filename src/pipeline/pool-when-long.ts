import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import type { Drawing } from './drawing.ts'
import type { DrawingJob } from './drawing-job.ts'
import type { DrawingPool } from './drawing-pool.ts'

/** Whether workers can be started: they run the built program, not its sources. */
const canStartWorkers = import.meta.url.endsWith('.js')

/** How many times the patience must be left: a worker takes most of a second to start, and many methods stop early. */
const worthwhile = 4

/** Workers that are there from when the work turns out to be long. */
export interface PoolWhenLong {
  /** The workers, if what is left is worth them. */
  now(): Promise<DrawingPool | undefined>
  /** Takes note that blocks were drawn, and how many are left to be drawn as far as is known. */
  drew(blocks: number, left: number): void
  close(): Promise<void>
}

/** Watches how long blocks of the jobs take; methods that stop early make what is left a guess. */
export function poolWhenLong(
  jobs: readonly DrawingJob[],
  { workers = availableParallelism(), patience = 1000, signal }: Drawing,
): PoolWhenLong {
  const begun = performance.now()
  let pool: DrawingPool | undefined
  let done = 0
  let left = 0
  const isLong = (): boolean => {
    const elapsed = performance.now() - begun
    return elapsed >= patience && (elapsed / Math.max(1, done)) * left >= worthwhile * patience
  }
  return {
    async now() {
      if (pool !== undefined || !canStartWorkers || workers < 2 || !isLong()) return pool
      const { startPool } = await import('./drawing-pool.ts')
      pool = startPool(jobs, workers, signal)
      return pool
    },
    drew(blocks, nowLeft) {
      done += blocks
      left = nowLeft
    },
    close: async () => pool?.close(),
  }
}
