import { type Issue, TrialError } from '../../core/errors.ts'
import { hashFile } from '../../core/hash.ts'
import type { ArmId, CaseId } from '../../model/ids.ts'
import { kindsByArm } from '../../model/process.ts'
import type { LocatedEvent } from '../../storage/event-parts.ts'
import { readSample } from '../case-files.ts'
import { artefactChanged } from '../issues.ts'
import { artefactPath, artefacts } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import { keyNeeded } from './issues.ts'
import { allocationOf } from './open-run.ts'
import { isSealed, readSealRecord, sealRecordPath } from './sealed-run.ts'

/** What recording needs to know of an allocation. On a run that is sealed to the recorder it is who was allocated, not where to. */
export interface ArmsToRecord {
  notice: string | null
  allocation: Map<CaseId, { arm: ArmId }>
  /** What speaks against recording events without their arms being known. */
  withheld(events: readonly LocatedEvent[]): readonly Issue[]
}

/** No arm is called so. */
const concealed = ''

/**
 * The allocation against which events are checked. A run that is sealed is read in memory with a key; without one events are
 * taken all the same, unless they are of a kind that only some arms may have, or that a rule of some arms is about.
 */
export async function armsToRecord(trial: Trial, run: string, key?: string): Promise<ArmsToRecord> {
  if (!isSealed(run) || key !== undefined) {
    const { notice, allocation } = await allocationOf(run, key)
    return { notice, allocation: armsOf(allocation), withheld: () => [] }
  }
  const { notice, inputs } = readSealRecord(run)
  const sample = artefactPath(run, 'sample')
  if ((await hashFile(sample)) !== inputs[artefacts.sample]) throw new TrialError([artefactChanged(sample)])
  const cases = await readSample(sample, trial.protocol)
  return {
    notice,
    allocation: armsOf(cases.map(({ id }) => ({ id, arm: concealed }))),
    withheld: events => withheldKinds(trial, run, events),
  }
}

const armsOf = (cases: readonly { id: CaseId; arm: ArmId }[]): Map<CaseId, { arm: ArmId }> =>
  new Map(cases.map(({ id, arm }) => [id, { arm }]))

function withheldKinds({ protocol }: Trial, run: string, events: readonly LocatedEvent[]): Issue[] {
  const used = new Set(events.map(({ event }) => event.kind))
  const limited = kindsByArm(protocol.process).filter(kind => used.has(kind))
  return limited.length === 0 ? [] : [keyNeeded(sealRecordPath(run), limited)]
}
