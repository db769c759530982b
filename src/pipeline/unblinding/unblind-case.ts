import { TrialError } from '../../core/errors.ts'
import type { Progress } from '../../core/progress.ts'
import type { AllocatedCase } from '../../model/case.ts'
import { readKeyFile } from '../../storage/age/index.ts'
import type { Clock } from '../../storage/outcome-log.ts'
import { readAllocation } from '../case-files.ts'
import { artefactPath, readManifest, requireDraw, requireSameProtocol } from '../run-folder.ts'
import { openAllocation } from '../sealing/open-run.ts'
import { isSealed, readSealRecord, sealRecordPath } from '../sealing/sealed-run.ts'
import type { Trial } from '../trial-folder.ts'
import { unblindingKeyMissing, unblindingWithoutCase } from './issues.ts'
import { type RecordedUnblinding, recordUnblinding, requireGround, type UnblindingGround } from './record-unblinding.ts'

/** Which case to unblind, by which key file, and why. */
export interface UnblindRequest extends UnblindingGround {
  trial: Trial
  run: string
  case: string
  /** Needed where the run is sealed. */
  key?: string | undefined
  clock: Clock
}

/** The arm of one case, and the record of its having been shown. */
export interface UnblindOutcome {
  schema: 'equipoise/unblinding/1'
  trial: string
  run: string
  notice: string | null
  case: string
  arm: string
  recorded: RecordedUnblinding
}

/** The arm of one case, recorded with who asked for it and why before it is given. The run stays sealed. */
export async function unblindCase(request: UnblindRequest, progress: Progress): Promise<UnblindOutcome> {
  const { trial, run, clock } = request
  requireGround(request)
  requireSameProtocol(trial, run)
  progress.report('Opening', 0, 1)
  const found = (await allocationOf(run, request.key)).find(({ id }) => id === request.case)
  if (found === undefined) throw new TrialError([unblindingWithoutCase(request.case)])
  const notice = isSealed(run) ? readSealRecord(run).notice : readManifest(run, 'allocation').notice
  const recorded = recordUnblinding(run, { kind: 'case_unblinded', case: found.id }, request, clock)
  progress.report('Opening', 1, 1)
  const { id, arm } = found
  return { schema: 'equipoise/unblinding/1', trial: trial.protocol.id, run, notice, case: id, arm, recorded }
}

/** The allocation of a run, read in memory where it is sealed. */
async function allocationOf(run: string, key: string | undefined): Promise<AllocatedCase[]> {
  if (isSealed(run)) {
    if (key === undefined) throw new TrialError([unblindingKeyMissing(sealRecordPath(run))])
    return openAllocation(run, readKeyFile(key))
  }
  requireDraw(run, 'allocation')
  return readAllocation(artefactPath(run, 'allocation'))
}
