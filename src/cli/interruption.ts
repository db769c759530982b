let stopping: AbortController | undefined

/** Runs work that ends by itself soon after its signal: then it says what was interrupted. A second interruption does not wait. */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const mine = new AbortController()
  stopping = mine
  try {
    return await work(mine.signal)
  } finally {
    stopping = undefined
  }
}

/** Tells the work that an interruption is to end; false where there is none, or where it was told before. */
export function interrupt(): boolean {
  if (stopping === undefined || stopping.signal.aborted) return false
  stopping.abort()
  return true
}
