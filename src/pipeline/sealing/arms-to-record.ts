import { TrialError } from '../../core/errors.ts'
import { hashFile } from '../../core/hash.ts'
import type { ArmId, CaseId } from '../../model/ids.ts'
import { kindsByArm } from '../../model/process.ts'
import type { EventsFile } from '../../storage/events-file.ts'
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
  allocation: ReadonlyMap<CaseId, { arm: ArmId }>
}

/** No arm is called so. */
const concealed = ''

/**
 * The allocation against which events are checked. A run that is sealed is read in memory with a key; without one events are
 * taken all the same, unless one of them is of a kind that only some arms may have, or that a rule of some arms is about.
 */
export async function armsToRecord(
  trial: Trial,
  run: string,
  { events }: Pick<EventsFile, 'events'>,
  key?: string,
): Promise<ArmsToRecord> {
  if (!isSealed(run) || key !== undefined) {
    const { notice, allocation } = await allocationOf(run, key)
    return armsOf(notice, allocation)
  }
  const { notice, inputs } = readSealRecord(run)
  const sample = artefactPath(run, 'sample')
  if ((await hashFile(sample)) !== inputs[artefacts.sample]) throw new TrialError([artefactChanged(sample)])
  requireNoArms(trial, run, events)
  const cases = await readSample(sample, trial.protocol)
  return armsOf(
    notice,
    cases.map(({ id }) => ({ id, arm: concealed })),
  )
}

const armsOf = (notice: string | null, cases: readonly { id: CaseId; arm: ArmId }[]): ArmsToRecord => ({
  notice,
  allocation: new Map(cases.map(({ id, arm }) => [id, { arm }])),
})

function requireNoArms({ protocol }: Trial, run: string, events: EventsFile['events']): void {
  const used = new Set(events.map(({ event }) => event.kind))
  const limited = kindsByArm(protocol.process).filter(kind => used.has(kind))
  if (limited.length > 0) throw new TrialError([keyNeeded(sealRecordPath(run), limited)])
}
