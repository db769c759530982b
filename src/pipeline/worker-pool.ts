import { Piscina } from 'piscina'
import { TrialError } from '../core/errors.ts'
import { chunkFailed } from './issues.ts'

/** Worker threads that take chunks of work. What a chunk gives depends on the chunk alone, so that any worker can do it, and do it again. */
export interface WorkerPool<Task, Part> {
  run(task: Task): Promise<Part>
  close(): Promise<void>
}

/** What workers are started with. */
export interface Workers<Task> {
  /** Module of the built program whose default export does a task. */
  file: URL
  /** What every worker knows from its start, so that a task is a few numbers. */
  data: unknown
  workers: number
  signal?: AbortSignal | undefined
  /** A task, for a person. */
  titleOf(task: Task): string
}

/** How often a chunk is tried: a worker that was killed or ran out of memory says nothing against the chunk, several do. */
export const attempts = 3

/**
 * Starts workers. Where one dies in a chunk, or throws, another is given the chunk from its beginning; a chunk that fails three
 * times ends the work with a `TrialError`. Aborting ends it with the signal's reason, and ends the workers.
 */
export function startWorkers<Task, Part>({
  file,
  data,
  workers,
  signal,
  titleOf,
}: Workers<Task>): WorkerPool<Task, Part> {
  const pool = new Piscina<Task, Part>({
    filename: file.href,
    minThreads: workers,
    maxThreads: workers,
    workerData: data,
  })
  let isClosed = false
  const noneLeft = allLost(pool)
  return {
    async run(task) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await Promise.race([pool.run(task, { signal: signal ?? null }), noneLeft])
        } catch (failure) {
          signal?.throwIfAborted()
          if (isClosed) throw failure
          if (attempt === attempts)
            throw new TrialError([chunkFailed(titleOf(task), attempts, failure)], { cause: failure })
        }
      }
    },
    close() {
      isClosed = true
      return pool.destroy()
    },
  }
}

/** Rejects where no worker is left: the pool starts no more once one failed while it started, and tasks would wait for ever. */
function allLost(pool: Piscina): Promise<never> {
  const lost = new Promise<never>((_, reject) => {
    pool.on('error', reject)
    pool.on('workerDestroy', () =>
      setImmediate(() => {
        if (pool.threads.length === 0) reject(new Error('the worker ended while it started'))
      }),
    )
  })
  lost.catch(() => {})
  return lost
}
