import { setTimeout as pause } from 'node:timers/promises'
import { TrialError } from '../../core/errors.ts'
import type { EngineColumn, EngineRow, QueryEngine } from './engine.ts'
import { engineLost, engineUnreachable } from './issues.ts'
import { stopped } from './stop.ts'

/** How a statement is asked again. */
export interface Retries {
  /** Milliseconds before each further try. */
  pauses?: readonly number[] | undefined
  /** Told before each pause: which try comes next, and after how many milliseconds. */
  told?: ((next: number, pause: number) => void) | undefined
}

const defaultPauses = [1000, 5000] as const

/**
 * An engine that asks again where the connection broke or the server was away: statements only read, so that nothing happens twice.
 * What a further try would not mend, such as a wrong password, a missing table, a statement that fails or one that takes too long, is not tried again.
 */
export function withRetries(engine: QueryEngine, { pauses = defaultPauses, told }: Retries = {}): QueryEngine {
  const trying = async <T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    for (const [at, milliseconds] of pauses.entries()) {
      try {
        return await ask()
      } catch (error) {
        if (!isPassing(error)) throw error
        told?.(at + 2, milliseconds)
        await paused(milliseconds, engine.shown, signal)
      }
    }
    return ask()
  }
  return {
    get dialect() {
      return engine.dialect
    },
    relation: engine.relation,
    shown: engine.shown,
    columns: (): Promise<readonly EngineColumn[]> => trying(() => engine.columns()),
    query: (statement, signal): Promise<readonly EngineRow[]> => trying(() => engine.query(statement, signal), signal),
    close: () => engine.close(),
  }
}

const passing: readonly string[] = [engineLost.code, engineUnreachable.code]

const isPassing = (error: unknown): boolean =>
  error instanceof TrialError && error.issues.every(({ code }) => passing.includes(code))

async function paused(milliseconds: number, place: string, signal: AbortSignal | undefined): Promise<void> {
  try {
    await pause(milliseconds, undefined, { signal })
  } catch (error) {
    if (signal?.aborted) throw stopped(place, signal)
    throw error
  }
}
