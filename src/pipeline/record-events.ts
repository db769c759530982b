import { resolve } from 'node:path'
import type { Progress } from '../core/progress.ts'
import type { CaseId } from '../model/ids.ts'
import { recordEvents } from '../outcomes/index.ts'
import { readCsv } from '../storage/csv-reader.ts'
import { readEvents } from '../storage/events-file.ts'
import type { Clock } from '../storage/log/outcome-log.ts'
import { casesThatArrived } from './enrolment/cases.ts'
import { isOpen, isSequential } from './enrolment/records.ts'
import { artefactPath, requireDraw, requireSameProtocol } from './run-folder.ts'
import { withRunLog } from './run-log.ts'
import { keepInStore } from './run-store.ts'
import { armsToRecord } from './sealing/arms-to-record.ts'
import { isSealed } from './sealing/sealed-run.ts'
import type { Trial } from './trial-folder.ts'

/** What recording did. */
export interface RecordOutcome {
  schema: 'equipoise/record/1'
  trial: string
  run: string
  notice: string | null
  recorded: number
  /** Events that the log held already, the same to the last field. */
  held: number
  /** Events in the log now, and the hash that all of them determine. */
  log: { count: number; hash: string }
  state: 'written' | 'unchanged'
}

/**
 * Records a file of events in the log of a run, artefact 05: all that it does not hold or,
 * where anything is wrong with any of them, none. A sealed run needs a key file only for events
 * that some arms may not have. `store` is the address of a database to keep the log in; needed the first time only.
 */
export async function recordEventsOfRun(
  request: {
    trial: Trial
    run: string
    events: string
    key?: string | undefined
    store?: string | undefined
    clock: Clock
  },
  progress: Progress,
): Promise<RecordOutcome> {
  const { trial, run, clock } = request
  if (!isSealed(run) && !isOpen(run)) requireDraw(run, 'allocation')
  requireSameProtocol(trial, run)
  if (request.store !== undefined) await keepInStore(run, request.store)
  progress.report('Recording events', 0, 2)
  const submission = await readEvents(resolve(request.events), trial.protocol.process.events)
  const cases = isSequential(run)
    ? await casesThatArrived(trial, run)
    : { ...(await armsToRecord(trial, run, submission, request.key)), knownCases: await casesOfCaseload(run) }
  progress.report('Recording events', 1, 2)
  const { notice, ...known } = cases
  const context = { protocol: trial.protocol, ...known }
  return withRunLog(run, async log => {
    const { recorded, held, head } = await recordEvents(log, submission, context, clock)
    progress.report('Recording events', 2, 2)
    return {
      schema: 'equipoise/record/1',
      trial: trial.protocol.id,
      run,
      notice,
      recorded,
      held,
      log: head,
      state: recorded === 0 ? 'unchanged' : 'written',
    }
  })
}

/** Ids of all cases of the caseload, to tell a case that is unknown from one that has no arm. */
async function casesOfCaseload(run: string): Promise<Set<CaseId>> {
  const { rows } = await readCsv(artefactPath(run, 'eligibility'))
  return new Set(rows.map(({ cells }) => cells[0] ?? ''))
}
