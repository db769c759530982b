import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Progress } from '../../core/progress.ts'
import { readKeyFile } from '../../storage/age/index.ts'
import { writeFileAtomically } from '../../storage/files.ts'
import type { Clock } from '../../storage/log/outcome-log.ts'
import { requireSameProtocol } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import {
  type RecordedUnblinding,
  recordUnblinding,
  requireGround,
  type UnblindingGround,
} from '../unblinding/record-unblinding.ts'
import { openRun } from './open-run.ts'
import { readSealRecord, sealRecordPath } from './sealed-run.ts'

/** What to open, by which key file, and why. */
export interface UnsealRequest extends UnblindingGround {
  trial: Trial
  run: string
  key: string
  clock: Clock
}

/** What opening a run did. */
export interface UnsealOutcome {
  schema: 'equipoise/unsealed/1'
  trial: string
  run: string
  notice: string | null
  files: readonly string[]
  recorded: RecordedUnblinding
}

/**
 * Opens a sealed run for good: every file as it was before it was sealed, byte for byte. All are opened in memory first, then
 * the opening is recorded, and only then is anything written. An interruption leaves the run sealed; the same command again
 * goes on, with a record of its own.
 */
export async function unsealRun(request: UnsealRequest, progress: Progress): Promise<UnsealOutcome> {
  const { trial, run, key, clock } = request
  requireGround(request)
  requireSameProtocol(trial, run)
  const record = readSealRecord(run)
  progress.report('Opening', 0, 1)
  const opened = await openRun(run, await readKeyFile(key))
  const recorded = await recordUnblinding(run, { kind: 'run_unsealed' }, request, clock)
  for (const [name, content] of opened) writeFileAtomically(join(run, name), content)
  rmSync(sealRecordPath(run))
  for (const name of Object.keys(record.files)) rmSync(join(run, name), { force: true })
  progress.report('Opening', 1, 1)
  const { notice, trial: id } = record
  return { schema: 'equipoise/unsealed/1', trial: id, run, notice, files: [...opened.keys()], recorded }
}
