import { resolve } from 'node:path'
import { CheckFailed } from '../core/errors.ts'
import { writeBackup } from '../storage/log/backup.ts'
import type { LogHead } from '../storage/log/chain.ts'
import type { OutcomeLog } from '../storage/log/outcome-log.ts'
import { chainFindings, notedHeads } from './noted-heads.ts'
import { requireSameProtocol } from './run-folder.ts'
import { requireRunLog, withRunLog } from './run-log.ts'
import type { Trial } from './trial-folder.ts'

/** A backup of a log: how many events it holds, and the hash that all of them determine. */
export interface BackupOutcome {
  schema: 'equipoise/backup/1'
  trial: string
  run: string
  file: string
  log: LogHead
}

/**
 * Writes the log of a run, a file or in a database, to one new SQLite file. Its chain and the heads that the run noted are
 * checked first: a log that is not as recorded is not backed up.
 */
export async function backupLog({
  trial,
  run,
  out,
}: {
  trial: Trial
  run: string
  out: string
}): Promise<BackupOutcome> {
  requireSameProtocol(trial, run)
  await requireRunLog(run)
  const log = await withRunLog(run, async from => {
    await requireWhole(from, notedHeads(run), 'The log is not as it was recorded; no backup was made.')
    return writeBackup(from, resolve(out))
  })
  return { schema: 'equipoise/backup/1', trial: trial.protocol.id, run, file: out, log }
}

/** Throws `CheckFailed` with what the chain of a log, and heads that were noted of it, show to be changed. */
export async function requireWhole(log: OutcomeLog, heads: readonly LogHead[], otherwise: string): Promise<void> {
  const findings = await chainFindings(log, heads)
  if (findings.length > 0) throw new CheckFailed(otherwise, findings)
}
