import { setImmediate } from 'node:timers/promises'
import { sumOf } from '../core/lists.ts'
import { silent } from '../core/progress.ts'
import type { Computation, Tally } from '../model/method.ts'
import { appendTallies, blocksInRound, blocksOf, roundsOf } from '../statistics/replicates.ts'
import type { Drawing } from './drawing.ts'
import { type BlockRange, type DrawingJob, type Drawn, type DrawnAnalyses, resamplingOf } from './drawing-job.ts'
import { poolWhenLong } from './pool-when-long.ts'

/**
 * Runs methods that draw, and gives what each drew and computed by the id of its analysis: the same for any number of workers,
 * since every block has a stream of its own and blocks are put together in their order. The first blocks of each are drawn
 * in this thread, which also finds the methods that need no draws.
 *
 * @example await resample([{ id: 'payments', method: 'randomisation-test', summary, options }], { workers: 4 })
 */
export async function resample(jobs: readonly DrawingJob[], drawing: Drawing = {}): Promise<DrawnAnalyses> {
  const { progress = silent, signal } = drawing
  const results = new Map<string, Drawn>()
  const workers = poolWhenLong(jobs, drawing)
  const blocks = jobs.map(blocksOfJob)
  try {
    for (const [index, job] of jobs.entries()) {
      const { summary, options, method, replay } = job
      // Allocations that are drawn case by case are slow, so that fewer are drawn at once.
      const atOnce = replay === undefined ? blocksInRound : 1
      const take = async (from: number, most: number): Promise<TakenBlocks> => {
        const pool = from === 0 ? undefined : await workers.now()
        const to = Math.min(most, from + atOnce * (pool === undefined || replay === undefined ? 1 : pool.workers))
        const drawn = await (pool?.draw(index, inShares({ from, to }, pool.workers)) ??
          resamplingOf(method).chunk(summary, options, from, to))
        return { to, drawn }
      }
      const onTaken = (taken: number, share: number): void => {
        workers.drew(taken, sumOf(blocks.slice(index + 1)) + (blocks[index] ?? 0) * (1 - share))
        progress.report('Drawing', index + share, jobs.length)
      }
      results.set(job.id, await inRounds(job, take, onTaken, signal))
    }
    return results
  } finally {
    await workers.close()
  }
}

/** Blocks that a job has at most: as many as the plan promises. */
export const blocksOfJob = ({ method, summary, options }: DrawingJob): number =>
  blocksOf(resamplingOf(method), summary, options)

/** Blocks in as many ranges as there are workers. */
function inShares({ from, to }: BlockRange, workers: number): BlockRange[] {
  const share = Math.ceil((to - from) / workers)
  const starts = Array.from({ length: workers }, (_, w) => from + w * share).filter(start => start < to)
  return starts.map(start => ({ from: start, to: Math.min(start + share, to) }))
}

/** The blocks of a job from some one to another (excluded). */
export interface TakenBlocks {
  to: number
  drawn: Computation<Tally>
}

/**
 * The result of a job from its blocks, round by round until there are enough: the same wherever they come from. `take` gives those from
 * one on, up to a last (excluded) at most.
 */
export async function inRounds(
  { method, summary, options }: DrawingJob,
  take: (from: number, most: number) => Promise<TakenBlocks>,
  onTaken: (blocks: number, share: number) => void,
  signal?: AbortSignal,
): Promise<Drawn> {
  const resampling = resamplingOf(method)
  const rounds = roundsOf(resampling, summary, options)
  for (let round = rounds.next(); round !== undefined; round = rounds.next()) {
    const tallies: Tally[] = []
    for (let from = round.from; from < round.to; ) {
      const { to, drawn } = await take(from, round.to)
      if (drawn.status === 'undefined') return { computation: drawn, tally: {} }
      tallies.push(drawn.result)
      onTaken(to - from, Math.min(1, to / rounds.blocks))
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
