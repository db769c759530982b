import { mkdirSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** An environment in which so many worker threads, or processes, die in the middle of a chunk, and how many did. `folder` is made. */
export function dying(
  folder: string,
  { workers = 0, processes = 0 }: { workers?: number; processes?: number },
  at: number,
) {
  mkdirSync(folder)
  const env = {
    NODE_OPTIONS: `--import=${pathToFileURL(resolve('tests/support/dying.mjs')).href}`,
    DYING_FOLDER: folder,
    DYING_WORKERS: String(workers),
    DYING_PROCESSES: String(processes),
    DYING_AT: String(at),
  }
  return { env, died: () => readdirSync(folder).length }
}
