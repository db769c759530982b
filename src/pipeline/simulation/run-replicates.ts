import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { silent } from '../../core/progress.ts'
import type { Drawing } from '../resample.ts'
import { type Recorded, together } from './recorder.ts'
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

/** All replicates of a job: the same for any number of workers, since each has a stream of its own. */
export async function runReplicates(
  job: SimulationJob,
  replicates: number,
  { progress = silent, workers = availableParallelism(), patience = 400, signal }: Drawing = {},
): Promise<Recorded> {
  const draw = replicatesOf(job)
  const parts: Recorded[] = []
  const begun = performance.now()
  let done = 0
  const isLong = (): boolean => {
    const elapsed = performance.now() - begun
    return elapsed >= patience && (elapsed / Math.max(1, done)) * (replicates - done) >= worthwhile * patience
  }
  while (done < replicates) {
    if (canStartWorkers && workers > 1 && isLong()) {
      parts.push(...(await byWorkers(job, { from: done, to: replicates }, { progress, workers, signal })))
      break
    }
    const to = Math.min(done + atOnce, replicates)
    parts.push(draw(done, to))
    done = to
    progress.report('Simulating', done, replicates)
    // Lets interrupts and timers through.
    await setImmediate()
    signal?.throwIfAborted()
  }
  return together(replicates, parts)
}

async function byWorkers(
  job: SimulationJob,
  { from, to }: { from: number; to: number },
  { progress = silent, workers = 1, signal }: Drawing,
): Promise<Recorded[]> {
  const { Piscina } = await import('piscina')
  const pool = new Piscina<{ from: number; to: number }, Recorded>({
    filename: fileURLToPath(new URL('../workers/simulate.js', import.meta.url)),
    minThreads: workers,
    maxThreads: workers,
    workerData: job,
  })
  const starts = Array.from({ length: Math.ceil((to - from) / ofWorker) }, (_, at) => from + at * ofWorker).values()
  const parts: Recorded[] = []
  let done = from
  const keepBusy = async (): Promise<void> => {
    for (const start of starts) {
      const end = Math.min(start + ofWorker, to)
      parts.push(await pool.run({ from: start, to: end }, { signal: signal ?? null }))
      done += end - start
      progress.report('Simulating', done, to)
    }
  }
  try {
    await Promise.all(Array.from({ length: workers }, keepBusy))
    return parts
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    await pool.destroy()
  }
}
