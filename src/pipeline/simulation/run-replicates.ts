import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'
import { silent } from '../../core/progress.ts'
import type { Drawing } from '../resample.ts'
import { type Recorded, type ReplicateRange, together } from './recorder.ts'
import { replicatesOf } from './replicates.ts'
import type { SimulationJob } from './simulation-job.ts'

/** Replicates that are drawn at once, between which work can be interrupted. */
const atOnce = 50
/** A worker is given more at once, as it costs to send what it drew. */
const ofWorker = 250

/** Workers run the built program, not its sources. */
const canStartWorkers = import.meta.url.endsWith('.js')

/** How many times the patience must be left: a worker takes most of a second to start. */
const worthwhile = 2

/** The replicates of a job from one to another: the same for any number of workers, since each has a stream of its own. */
export async function runReplicates(
  job: SimulationJob,
  range: ReplicateRange,
  { progress = silent, workers = availableParallelism(), patience = 400, signal }: Drawing = {},
): Promise<Recorded> {
  const draw = replicatesOf(job)
  const parts: Recorded[] = []
  const begun = performance.now()
  const total = range.to - range.from
  let done = 0
  const isLong = (): boolean => {
    const elapsed = performance.now() - begun
    return elapsed >= patience && (elapsed / Math.max(1, done)) * (total - done) >= worthwhile * patience
  }
  const drawn = (part: Recorded): void => {
    parts.push(part)
    done += part.to - part.from
    progress.report('Simulating', done, total)
  }
  while (done < total) {
    const from = range.from + done
    if (canStartWorkers && workers > 1 && isLong()) {
      await byWorkers(job, { from, to: range.to }, { workers, signal }, drawn)
      break
    }
    drawn(draw(from, Math.min(from + atOnce, range.to)))
    // Lets interrupts and timers through.
    await setImmediate()
    signal?.throwIfAborted()
  }
  return together(range, parts)
}

async function byWorkers(
  job: SimulationJob,
  { from, to }: ReplicateRange,
  { workers, signal }: { workers: number; signal: AbortSignal | undefined },
  drawn: (part: Recorded) => void,
): Promise<void> {
  const { startWorkers } = await import('../worker-pool.ts')
  const pool = startWorkers<ReplicateRange, Recorded>({
    file: new URL('../workers/simulate.js', import.meta.url),
    data: job,
    ...{ workers, signal },
    titleOf: task => `replicates ${task.from + 1} to ${task.to}`,
  })
  const starts = Array.from({ length: Math.ceil((to - from) / ofWorker) }, (_, at) => from + at * ofWorker).values()
  const keepBusy = async (): Promise<void> => {
    for (const start of starts) drawn(await pool.run({ from: start, to: Math.min(start + ofWorker, to) }))
  }
  try {
    await Promise.all(Array.from({ length: workers }, keepBusy))
  } finally {
    await pool.close()
  }
}
