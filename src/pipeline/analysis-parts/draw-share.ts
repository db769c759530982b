import { setImmediate } from 'node:timers/promises'
import { sumOf } from '../../core/lists.ts'
import { silent } from '../../core/progress.ts'
import { blockSize, type Computation, type Tally } from '../../model/method.ts'
import { appendTallies, blocksInRound, replicatesIn } from '../../statistics/replicates.ts'
import type { Drawing } from '../drawing.ts'
import { type BlockRange, type DrawingJob, inOrder, resamplingOf } from '../drawing-job.ts'
import type { DrawingPool } from '../drawing-pool.ts'
import type { Chunk } from '../parts/chunk.ts'
import { poolWhenLong } from '../pool-when-long.ts'
import { blocksOfJob } from '../resample.ts'
import { sharesOf } from './shares.ts'

/** What a part drew of an analysis: the first so many of its blocks. */
export interface DrawnShare {
  blocks: number
  tally: Tally
}

/**
 * Draws a part of the blocks of all jobs. Where a method stops early the part cannot know when, as it does not know what the others
 * drew: it goes by its own blocks, as if they were all, and draws those of one round more. Should that be too few, what is lacking is
 * drawn where the parts are put together; should it be too many, they are left out there.
 */
export async function drawShare(
  jobs: readonly DrawingJob[],
  { part, parts }: Chunk,
  drawing: Drawing = {},
): Promise<DrawnShare[]> {
  const { progress = silent, signal } = drawing
  const shares = sharesOf(jobs.map(blocksOfJob), parts)
  const own = jobs.map((_, index) => shares.of(index, part))
  const workers = poolWhenLong(jobs, drawing)
  const results: DrawnShare[] = []
  try {
    for (const [index, job] of jobs.entries()) {
      const blocks = own[index] ?? []
      const later = sumOf(own.slice(index + 1).map(({ length }) => length))
      const draw = async (some: readonly number[], done: number): Promise<DrawnShare> => {
        const pool = done === 0 ? undefined : await workers.now()
        const now = some.slice(0, atOnce(job, pool))
        const drawn = await (pool?.draw(index, now.map(rangeOf)) ?? drawHere(job, now))
        workers.drew(now.length, later + blocks.length - done - now.length)
        progress.report('Drawing', index + (done + now.length) / blocks.length, jobs.length)
        // Lets interrupts and timers through.
        await setImmediate()
        signal?.throwIfAborted()
        return { blocks: now.length, tally: drawn.status === 'undefined' ? {} : drawn.result }
      }
      results.push(await drawRounds(job, blocks, draw))
      progress.report('Drawing', index + 1, jobs.length)
    }
    return results
  } finally {
    await workers.close()
  }
}

/** Draws a part's blocks of a job round by round, as far as they are needed. `draw` draws some of those that it is given, the first ones. */
async function drawRounds(
  { method, summary, options }: DrawingJob,
  blocks: readonly number[],
  draw: (some: readonly number[], done: number) => Promise<DrawnShare>,
): Promise<DrawnShare> {
  const resampling = resamplingOf(method)
  const asIfAll = { ...options, draws: blocks.length * blockSize }
  let drawn: DrawnShare = { blocks: 0, tally: {} }
  let isLast = false
  for (const end of endsOfRounds(blocks)) {
    while (drawn.blocks < end) {
      const more = await draw(blocks.slice(drawn.blocks, end), drawn.blocks)
      if (replicatesIn(more.tally) === 0) return { blocks: 0, tally: {} }
      drawn = { blocks: drawn.blocks + more.blocks, tally: appendTallies([drawn.tally, more.tally]) }
    }
    if (isLast) break
    isLast = resampling.enough?.(drawn.tally, summary, asIfAll) === true
  }
  return drawn
}

/** After how many of the blocks each round ends that has any of them. */
function endsOfRounds(blocks: readonly number[]): number[] {
  const roundOf = (at: number): number => Math.floor((blocks[at] ?? Number.POSITIVE_INFINITY) / blocksInRound)
  return blocks.map((_, at) => at + 1).filter(end => roundOf(end - 1) !== roundOf(end))
}

/** Blocks between which interrupts come through; workers take as many as may be waited for. */
function atOnce({ replay }: DrawingJob, pool: DrawingPool | undefined): number {
  if (pool === undefined) return 1
  return replay === undefined ? blocksInRound : pool.workers
}

const rangeOf = (block: number): BlockRange => ({ from: block, to: block + 1 })

function drawHere({ method, summary, options }: DrawingJob, blocks: readonly number[]): Computation<Tally> {
  const resampling = resamplingOf(method)
  return inOrder(blocks.map(block => resampling.chunk(summary, options, block, block + 1)))
}
