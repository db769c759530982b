import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'
import { sumOf } from '../core/lists.ts'
import { type Progress, silent } from '../core/progress.ts'
import type { Tally } from '../model/method.ts'
import { appendTallies, blocksInRound, blocksOf, roundsOf } from '../statistics/replicates.ts'
import { type DrawingJob, type Drawn, type DrawnAnalyses, resamplingOf } from './drawing-job.ts'
import type { DrawingPool } from './drawing-pool.ts'

/** How draws are shared out. None of it changes what is drawn. */
export interface Drawing {
  progress?: Progress | undefined
  /** Worker threads; as many as the machine has processors where absent. With 0 or 1 all is drawn in this thread. */
  workers?: number | undefined
  /** Milliseconds that drawing must have taken before workers are started, if four times as much is likely to be left. */
  patience?: number | undefined
  /** Ends the work with the signal's reason. */
  signal?: AbortSignal | undefined
}

/**
 * Runs methods that draw, and gives what each drew and computed by the id of its analysis: the same for any number of workers,
 * since every block has a stream of its own and blocks are put together in their order. The first blocks of each are drawn
 * in this thread, which also finds the methods that need no draws.
 *
 * @example await resample([{ id: 'payments', method: 'randomisation-test', summary, options }], { workers: 4 })
 */
export async function resample(
  jobs: readonly DrawingJob[],
  { progress = silent, workers = availableParallelism(), patience = 1000, signal }: Drawing = {},
): Promise<DrawnAnalyses> {
  const results = new Map<string, Drawn>()
  const clock = startClock(jobs)
  let pool: DrawingPool | undefined
  const poolNow = async (): Promise<DrawingPool | undefined> => {
    if (pool !== undefined || !canStartWorkers || workers < 2 || !clock.isLong(patience)) return pool
    const { startPool } = await import('./drawing-pool.ts')
    pool = startPool(jobs, workers, signal)
    return pool
  }
  try {
    for (const [index, job] of jobs.entries()) {
      const onDrawn = (blocks: number, share: number): void => {
        clock.after(blocks, index + share)
        progress.report('Drawing', index + share, jobs.length)
      }
      results.set(job.id, await drawJob(job, index, poolNow, onDrawn, signal))
    }
    return results
  } finally {
    await pool?.close()
  }
}

/** Whether workers can be started: they run the built program, not its sources. */
const canStartWorkers = import.meta.url.endsWith('.js')

/** How many times the patience must be left: a worker takes most of a second to start, and many methods stop early. */
const worthwhile = 4

/** Tells from the rounds so far whether what is left would take long; methods that stop early make it a guess. */
function startClock(jobs: readonly DrawingJob[]) {
  const begun = performance.now()
  const blocks = jobs.map(({ method, options }) => blocksOf(resamplingOf(method), options))
  let done = 0
  let left = sumOf(blocks)
  return {
    /** After so many blocks more; `place` is the index of the job plus the share of it that was drawn. */
    after(more: number, place: number): void {
      done += more
      const job = Math.floor(place)
      left = sumOf(blocks.slice(job + 1)) + (blocks[job] ?? 0) * (job + 1 - place)
    },
    isLong(patience: number): boolean {
      const elapsed = performance.now() - begun
      return elapsed >= patience && (elapsed / Math.max(1, done)) * left >= worthwhile * patience
    },
  }
}

async function drawJob(
  { method, summary, options, replay }: DrawingJob,
  index: number,
  poolNow: () => Promise<DrawingPool | undefined>,
  onDrawn: (blocks: number, share: number) => void,
  signal: AbortSignal | undefined,
): Promise<Drawn> {
  const resampling = resamplingOf(method)
  const rounds = roundsOf(resampling, summary, options)
  // Allocations that are drawn case by case are slow, so that fewer are drawn at once.
  const atOnce = replay === undefined ? blocksInRound : 1
  for (let round = rounds.next(); round !== undefined; round = rounds.next()) {
    const tallies: Tally[] = []
    for (let from = round.from; from < round.to; ) {
      const pool = from === 0 ? undefined : await poolNow()
      const to = Math.min(round.to, from + atOnce * (pool === undefined || replay === undefined ? 1 : pool.workers))
      const drawn = await (pool?.draw(index, from, to) ?? resampling.chunk(summary, options, from, to))
      if (drawn.status === 'undefined') return { computation: drawn, tally: {} }
      tallies.push(drawn.result)
      onDrawn(to - from, Math.min(1, to / rounds.blocks))
      // Lets interrupts and timers through.
      await setImmediate()
      signal?.throwIfAborted()
      from = to
    }
    rounds.add(appendTallies(tallies))
  }
  const tally = rounds.tally()
  return { computation: resampling.finish(summary, options, tally), tally }
}
