import { TrialError } from '../core/errors.ts'
import type { LogSnapshot, OutcomeLog } from '../storage/log/outcome-log.ts'
import { openPostgresLog } from '../storage/log/postgres-log.ts'
import { openLog } from '../storage/log/sqlite-log.ts'
import { artefactMissing, outcomesElsewhere } from './issues.ts'
import { artefactPath, hasArtefact } from './run-folder.ts'
import { storeOfRun } from './run-store.ts'

/** How to open the log of a run. */
export interface RunLogOptions {
  /** Milliseconds for which a writer waits for others. */
  patience?: number | undefined
}

/**
 * Opens the outcome log of a run, wherever it is: a file of the run, or a database that 05-store.json names. Where nothing
 * was recorded yet it is empty. Close it in the end.
 */
export async function openRunLog(run: string, { patience }: RunLogOptions = {}): Promise<OutcomeLog> {
  const kept = storeOfRun(run)
  if (kept === undefined) return openLog(artefactPath(run, 'log'), patience)
  return openPostgresLog(kept.address, kept.pointer.log, patience)
}

/** Whether a run has a log. One in a database may hold nothing yet. */
export const hasRunLog = (run: string): boolean => hasArtefact(run, 'log') || hasArtefact(run, 'store')

/** Whether the outcomes of a run are in an engine, and only what they gave is in the run. */
export const isElsewhere = (run: string): boolean => hasArtefact(run, 'engine') && !hasRunLog(run)

/** Works with the log of a run and closes it. */
export async function withRunLog<T>(
  run: string,
  work: (log: OutcomeLog) => Promise<T>,
  options: RunLogOptions = {},
): Promise<T> {
  const log = await openRunLog(run, options)
  try {
    return await work(log)
  } finally {
    await log.close()
  }
}

/** Why a run has no log. */
const noLog = (run: string) =>
  new TrialError([
    hasArtefact(run, 'engine')
      ? outcomesElsewhere(artefactPath(run, 'engine'))
      : artefactMissing(artefactPath(run, 'log'), 'record'),
  ])

/** Refuses a run in whose log nothing was recorded. */
export async function requireRunLog(run: string): Promise<void> {
  const isEmpty = !hasRunLog(run) || (await withRunLog(run, log => log.head())).count === 0
  if (isEmpty) throw noLog(run)
}

/** All events of a run and the head that they determine; refused where there is no log. */
export async function readRunLog(run: string): Promise<LogSnapshot> {
  if (!hasRunLog(run)) throw noLog(run)
  return withRunLog(run, log => log.snapshot())
}
