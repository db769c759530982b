import { TrialError } from '../../core/errors.ts'
import type { Progress } from '../../core/progress.ts'
import type { Clock } from '../../storage/log/outcome-log.ts'
import { requireSameProtocol } from '../run-folder.ts'
import { allocationOf } from '../sealing/open-run.ts'
import type { Trial } from '../trial-folder.ts'
import { unblindingWithoutCase } from './issues.ts'
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
  const { notice, allocation } = await allocationOf(run, request.key)
  const found = allocation.find(({ id }) => id === request.case)
  if (found === undefined) throw new TrialError([unblindingWithoutCase(request.case)])
  const recorded = await recordUnblinding(run, { kind: 'case_unblinded', case: found.id }, request, clock)
  progress.report('Opening', 1, 1)
  const { id, arm } = found
  return { schema: 'equipoise/unblinding/1', trial: trial.protocol.id, run, notice, case: id, arm, recorded }
}
