import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TrialError } from '../../core/errors.ts'
import { hashFile } from '../../core/hash.ts'
import type { Progress } from '../../core/progress.ts'
import type { ArmLabel } from '../../outcomes/index.ts'
import { openSealed, readKeyFile } from '../../storage/age/index.ts'
import { onFile } from '../../storage/files.ts'
import type { Clock } from '../../storage/log/outcome-log.ts'
import { requireDraw, requireSameProtocol } from '../run-folder.ts'
import { isSealed } from '../sealing/sealed-run.ts'
import type { Trial } from '../trial-folder.ts'
import {
  type RecordedUnblinding,
  recordUnblinding,
  requireGround,
  type UnblindingGround,
} from '../unblinding/record-unblinding.ts'
import { maskedSetChanged } from './issues.ts'
import { maskFiles, readMask, readMaskKey } from './mask-folder.ts'

/** Whose mask to lift, by which key file, and why. It is recorded in the log of the run that was masked. */
export interface UnmaskRequest extends UnblindingGround {
  trial: Trial
  run: string
  /** The folder that `maskRun` wrote. */
  folder: string
  key: string
  clock: Clock
}

/** What the labels stand for, and the record of its having been shown. */
export interface UnmaskOutcome {
  schema: 'equipoise/unmasked/1'
  trial: string
  run: string
  notice: string | null
  labels: readonly ArmLabel[]
  recorded: RecordedUnblinding
}

/** What the labels of a masked set stand for, recorded with who asked and why before it is given. */
export async function unmask(request: UnmaskRequest, progress: Progress): Promise<UnmaskOutcome> {
  const { trial, run, folder, clock } = request
  requireGround(request)
  if (!isSealed(run)) requireDraw(run, 'allocation')
  requireSameProtocol(trial, run)
  progress.report('Opening', 0, 1)
  const { notice, content } = readMask(trial, folder)
  const path = join(folder, maskFiles.key)
  const sealed = onFile(path, () => readFileSync(path))
  const key = readMaskKey(path, await openSealed(path, sealed, await readKeyFile(request.key)))
  const set = join(folder, maskFiles.set)
  if (key.content !== content || (await hashFile(set)) !== content) throw new TrialError([maskedSetChanged(set)])
  const recorded = await recordUnblinding(run, { kind: 'mask_lifted', set: content }, request, clock)
  progress.report('Opening', 1, 1)
  return { schema: 'equipoise/unmasked/1', trial: trial.protocol.id, run, notice, labels: key.labels, recorded }
}
