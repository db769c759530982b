import { type Issue, TrialError } from '../../core/errors.ts'
import { engineInterrupted, engineTimedOut } from './issues.ts'

/** What ends a statement before its answer. */
export interface Stops {
  signal?: AbortSignal | undefined
  /** Milliseconds that a statement may take. */
  timeout?: number | undefined
}

/** A statement: how it runs, how it is stopped in the engine, and what its failure means. */
export interface Stoppable<T> {
  /** The engine as it is shown. */
  place: string
  run(signal: AbortSignal | undefined): Promise<T>
  stop(): unknown
  failure(error: unknown): unknown
}

/** Runs a statement until it answers or is stopped; returns only when the engine does no more for it. */
export async function untilStopped<T>(stops: Stops, { place, run, stop, failure }: Stoppable<T>): Promise<T> {
  const signal = combined(stops)
  if (signal?.aborted) throw stopped(place, signal)
  let stopping: unknown
  const end = (): void => {
    stopping = stop()
  }
  signal?.addEventListener('abort', end, { once: true })
  try {
    return await run(signal)
  } catch (error) {
    throw signal?.aborted ? stopped(place, signal) : failure(error)
  } finally {
    signal?.removeEventListener('abort', end)
    await stopping
  }
}

function combined({ signal, timeout }: Stops): AbortSignal | undefined {
  const signals = [signal, timeout === undefined ? undefined : AbortSignal.timeout(timeout)]
  const given = signals.filter(each => each !== undefined)
  return given.length === 0 ? undefined : AbortSignal.any(given)
}

/** That a statement was stopped: by whoever asked, or by its time limit. */
export function stopped(place: string, { reason }: AbortSignal): TrialError {
  const isLate = reason instanceof Error && reason.name === 'TimeoutError'
  return new TrialError([(isLate ? engineTimedOut : engineInterrupted)(place)], { cause: reason })
}

/** What an engine said, on one line, short, and without a secret that it may have repeated. */
export function said(message: string, secret?: string): string {
  const text = secret ? message.replaceAll(secret, '…') : message
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  return line.length <= saidLength ? line : `${line.slice(0, saidLength)}…`
}

const saidLength = 300

/** A failure of an engine as a `TrialError`. */
export const asFailure = (issue: Issue, cause: unknown): TrialError => new TrialError([issue], { cause })
