import { TrialError } from '../core/errors.ts'
import { parting } from '../storage/log/backup.ts'
import type { LogHead } from '../storage/log/chain.ts'
import { backupOlder, backupParts } from '../storage/log/issues.ts'
import type { LogReader, OutcomeLog } from '../storage/log/outcome-log.ts'
import { openExistingLog } from '../storage/log/sqlite-log.ts'
import { requireWhole } from './backup-log.ts'
import { isOpen } from './enrolment/records.ts'
import { notedHeads } from './noted-heads.ts'
import { requireDraw, requireSameProtocol } from './run-folder.ts'
import { withRunLog } from './run-log.ts'
import { keepInStore } from './run-store.ts'
import { isSealed } from './sealing/sealed-run.ts'
import type { Trial } from './trial-folder.ts'

/** Which backup to restore to the log of which run. */
export interface RestoreRequest {
  trial: Trial
  run: string
  from: string
  /** Address of a database to keep the log in from now on. */
  store?: string | undefined
}

/** What restoring did. */
export interface RestoreOutcome {
  schema: 'equipoise/restored/1'
  trial: string
  run: string
  /** Events that were added to the log. */
  restored: number
  log: LogHead
  /** Events that the run noted as recorded and that the backup does not hold: it is older. */
  lost: number
  state: 'written' | 'unchanged'
}

/**
 * Adds to the log of a run what a backup holds beyond it, with the times of recording, in one transaction. The log must be empty
 * or hold the first events of the backup; one that holds other events is left as it is.
 */
export async function restoreLog({ trial, run, from, store }: RestoreRequest): Promise<RestoreOutcome> {
  if (!isSealed(run) && !isOpen(run)) requireDraw(run, 'allocation')
  requireSameProtocol(trial, run)
  const backup = openExistingLog(from)
  try {
    const { count } = await backup.head()
    const noted = notedHeads(run)
    const reached = noted.filter(head => head.count <= count)
    await requireWhole(backup, reached, 'The backup is not the log that this run noted; nothing was restored.')
    if (store !== undefined) await keepInStore(run, store)
    const done = await withRunLog(run, log => restoreFrom(backup, log, from))
    const lost = Math.max(0, ...noted.map(head => head.count - done.log.count))
    const state = done.restored === 0 ? 'unchanged' : 'written'
    return { schema: 'equipoise/restored/1', trial: trial.protocol.id, run, ...done, lost, state }
  } finally {
    await backup.close()
  }
}

async function restoreFrom(
  backup: OutcomeLog,
  log: OutcomeLog,
  from: string,
): Promise<{ restored: number; log: LogHead }> {
  const [ours, theirs] = [await log.head(), await backup.head()]
  if (ours.count === theirs.count && ours.hash === theirs.hash) return { restored: 0, log: ours }
  // What is refused is refused before anything is locked or made.
  await requireContinued(log, backup, from)
  return log.exclusively(async writer => {
    await requireContinued(writer, backup, from)
    const before = await writer.head()
    const head = await writer.restore(backup.pages(before.count))
    return { restored: head.count - before.count, log: head }
  })
}

/** Refuses a backup that does not begin with all events of the log. */
async function requireContinued(log: LogReader, backup: OutcomeLog, from: string): Promise<void> {
  const seq = await parting(log, backup)
  if (seq !== undefined) throw new TrialError([backupParts(from, log.place, seq)])
  const [held, { count }] = [(await log.head()).count, await backup.head()]
  if (held > count) throw new TrialError([backupOlder(from, held, count)])
}
