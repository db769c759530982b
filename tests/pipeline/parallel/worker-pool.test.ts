import { pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { afterEach, describe, expect, it } from 'vitest'
import { attempts, startWorkers, type WorkerPool } from '../../../src/pipeline/worker-pool.ts'
import { issuesOf } from '../../storage/temporary.ts'

interface Task {
  at: number
  /** How often it fails, and how. */
  fails: number
  how: 'exit' | 'memory' | 'text' | 'error' | 'sleep'
}

// Workers that are started from here on run out of memory soon.
setFlagsFromString('--max-old-space-size=48')

let pool: WorkerPool<Task, number> | undefined
let lives: Int32Array
afterEach(async () => {
  await pool?.close()
})

function start(workers: number, given: { signal?: AbortSignal; diesAtStart?: boolean } = {}): WorkerPool<Task, number> {
  const { signal, diesAtStart = false } = given
  const shared = new SharedArrayBuffer(4 * 32)
  lives = new Int32Array(shared)
  pool = startWorkers<Task, number>({
    file: pathToFileURL('tests/support/failing-worker.mjs'),
    data: { lives: shared, diesAtStart },
    ...{ workers, signal },
    titleOf: ({ at }) => `square ${at}`,
  })
  return pool
}

const squares = (workers: number, failing: readonly Task[]): Promise<number[]> => {
  const running = start(workers)
  const tasks = Array.from(
    { length: 20 },
    (_, at) => failing.find(each => each.at === at) ?? { at, fails: 0, how: 'exit' as const },
  )
  return Promise.all(tasks.map(task => running.run(task)))
}
const wanted = Array.from({ length: 20 }, (_, at) => at * at)

describe('a chunk whose worker fails', () => {
  it.each(['exit', 'memory', 'text', 'error'] as const)(
    'by %s is done by another, with 1, 2 and 3 workers',
    async how => {
      for (const workers of [1, 2, 3]) {
        expect(await squares(workers, [{ at: 7, fails: attempts - 1, how }])).toEqual(wanted)
        expect([...lives.slice(0, 20)]).toEqual(wanted.map((_, at) => (at === 7 ? attempts : 1)))
        await pool?.close()
      }
    },
  )

  it('in several ways at once leaves the others as they are', async () => {
    const failing = (['exit', 'memory', 'text', 'error'] as const).map((how, at) => ({
      at: 3 * at,
      fails: 1 + (at % 2),
      how,
    }))
    expect(await squares(2, failing)).toEqual(wanted)
  })

  it.each([
    ['exit', '"worker exited with code: 9"'],
    ['memory', expect.stringContaining('memory limit')],
    ['text', '"no error at all"'],
    ['error', '"a fault"'],
  ] as const)('by %s again and again is named', async (how, received) => {
    expect(await issuesOf(() => squares(2, [{ at: 11, fails: 99, how }]))).toMatchObject([
      { code: 'parallel.chunk_failed', exit: 6, place: { field: 'square 11' }, received },
    ])
    expect(lives[11]).toBe(attempts)
  })
})

describe('workers', () => {
  it('that cannot start are told of, and nobody waits for ever', async () => {
    const running = start(2, { diesAtStart: true })
    expect(await issuesOf(() => running.run({ at: 1, fails: 0, how: 'exit' }))).toMatchObject([
      { code: 'parallel.chunk_failed', place: { field: 'square 1' } },
    ])
  })

  it.each([1, 3])('end at once where work is cancelled in a chunk, %i of them', async workers => {
    const controller = new AbortController()
    const running = start(workers, { signal: controller.signal })
    const work = Promise.all([1, 2, 3, 4].map(at => running.run({ at, fails: 99, how: 'sleep' })))
    const ended = expect(work).rejects.toThrow('enough')
    while (Atomics.load(lives, 1) === 0) await new Promise(resolve => setTimeout(resolve, 10))
    const begun = performance.now()
    controller.abort(new Error('enough'))
    await ended
    await running.close()
    // A worker that were waited for would sleep on.
    expect(performance.now() - begun).toBeLessThan(5000)
    expect(Atomics.load(lives, 1)).toBe(1)
  })
})
