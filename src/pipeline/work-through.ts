import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'
import { silent } from '../core/progress.ts'
import type { Drawing } from './drawing.ts'

/** Replicates from one to another (excluded). */
export interface ReplicateRange {
  from: number
  to: number
}

/** Work on replicates, of which each gives the same whoever does it, and whenever. */
export interface ReplicateWork<Part> {
  /** What progress calls it. */
  title: string
  /** Does some in this thread. */
  here(range: ReplicateRange): Part
  /** How many are done at once: here, where work can be interrupted between them, and by a worker, as it costs to send what it did. */
  atOnce: { here: number; worker: number }
  /** Module of the built program whose default export does some in a worker, and what it is started with. */
  file: URL
  data: unknown
}

/** Workers run the built program, not its sources. */
const canStartWorkers = import.meta.url.endsWith('.js')

/** How many times the patience must be left: a worker takes most of a second to start. */
const worthwhile = 2

/** Does a range of replicates, with workers if that would take long. The parts come in no order. */
export async function workThrough<Part>(
  work: ReplicateWork<Part>,
  range: ReplicateRange,
  { progress = silent, workers = availableParallelism(), patience = 400, signal }: Drawing = {},
): Promise<(ReplicateRange & { part: Part })[]> {
  const parts: (ReplicateRange & { part: Part })[] = []
  const begun = performance.now()
  const total = range.to - range.from
  let done = 0
  const isLong = (): boolean => {
    const elapsed = performance.now() - begun
    return elapsed >= patience && (elapsed / Math.max(1, done)) * (total - done) >= worthwhile * patience
  }
  const onDone = ({ from, to }: ReplicateRange, part: Part): void => {
    parts.push({ from, to, part })
    done += to - from
    progress.report(work.title, done, total)
  }
  while (done < total) {
    const from = range.from + done
    if (canStartWorkers && workers > 1 && isLong()) {
      await byWorkers(work, { from, to: range.to }, { workers, signal }, onDone)
      break
    }
    const some = { from, to: Math.min(from + work.atOnce.here, range.to) }
    onDone(some, work.here(some))
    // Lets interrupts and timers through.
    await setImmediate()
    signal?.throwIfAborted()
  }
  return parts
}

async function byWorkers<Part>(
  { file, data, atOnce }: ReplicateWork<Part>,
  { from, to }: ReplicateRange,
  { workers, signal }: { workers: number; signal: AbortSignal | undefined },
  onDone: (range: ReplicateRange, part: Part) => void,
): Promise<void> {
  const { startWorkers } = await import('./worker-pool.ts')
  const pool = startWorkers<ReplicateRange, Part>({
    ...{ file, data, workers, signal },
    titleOf: task => `replicates ${task.from + 1} to ${task.to}`,
  })
  const starts = Array.from({ length: Math.ceil((to - from) / atOnce.worker) }, (_, at) => from + at * atOnce.worker)
  const left = starts.values()
  const keepBusy = async (): Promise<void> => {
    for (const start of left) {
      const some = { from: start, to: Math.min(start + atOnce.worker, to) }
      onDone(some, await pool.run(some))
    }
  }
  try {
    await Promise.all(Array.from({ length: workers }, keepBusy))
  } finally {
    await pool.close()
  }
}
