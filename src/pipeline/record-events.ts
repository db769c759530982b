import { resolve } from 'node:path'
import { refuseIfAny, TrialError } from '../core/errors.ts'
import type { Progress } from '../core/progress.ts'
import type { Ledger } from '../model/ledger.ts'
import { rowsOfTrial, type Submission } from '../outcomes/index.ts'
import { type EventsFormat, readEvents } from '../storage/events-file.ts'
import { readLedger } from '../storage/ledger/read-ledger.ts'
import type { FileSource } from '../storage/lines.ts'
import { ledgerUnknown } from './recording/issues.ts'
import { type RecordedRun, type RecordingRequest, withRecording } from './recording/open-recording.ts'
import { type EventTexts, singleEvent } from './recording/single-event.ts'

/** What recording did. */
export interface RecordOutcome extends RecordedRun {
  schema: 'equipoise/record/1'
  recorded: number
  /** Events that the log held already, the same to the last field. */
  held: number
  /** Id of the one event that was given by its parts. */
  event?: string
  /** Rows of a ledger that are none of the trial's, by what its mapping says. */
  skipped?: { rows: number; otherCases: number; outsideFollowUp: number }
  state: 'written' | 'unchanged'
}

/** Events of a file: its path, or bytes that come from elsewhere with their format. */
export interface EventsRequest extends RecordingRequest {
  events: FileSource
  format?: EventsFormat | undefined
}

/**
 * Records a file of events in the log of a run, artefact 05: all that it does not hold or, where anything is wrong with any of
 * them, none. A sealed run needs a key file only for events that some arms may not have.
 */
export async function recordEventsOfRun(request: EventsRequest, progress: Progress): Promise<RecordOutcome> {
  const { trial, events, format } = request
  progress.report('Recording events', 0, 2)
  const submission = await readEvents(resolved(events), trial.protocol.process.events, format)
  return recordSubmission(request, submission, progress)
}

/** Records one event as `recordEventsOfRun` does a file of one. */
export async function recordEventOfRun(
  request: RecordingRequest & { event: EventTexts },
  progress: Progress,
): Promise<RecordOutcome> {
  const { trial, event, clock } = request
  const submission = singleEvent(event, trial.protocol.process.events, clock)
  const outcome = await recordSubmission(request, submission, progress)
  const id = submission.events[0]?.event.id
  return id === undefined ? outcome : { ...outcome, event: id }
}

/**
 * Records the rows of a file of another system that are of the trial, by the mapping of the protocol; all or none, as
 * `recordEventsOfRun` does.
 */
export async function recordLedgerOfRun(
  request: RecordingRequest & { events: FileSource; ledger: string },
  progress: Progress,
): Promise<RecordOutcome> {
  const { trial, events, ledger: id } = request
  const { process, ledgers } = trial.protocol
  const ledger = ledgers.find(declared => declared.id === id)
  if (ledger === undefined) {
    throw new TrialError([
      ledgerUnknown(
        id,
        ledgers.map(declared => declared.id),
      ),
    ])
  }
  progress.report('Recording events', 0, 2)
  const file = await readLedger(resolved(events), ledger, process.events)
  return recordSubmission(request, file, progress, { ledger, rows: file.skipped })
}

const resolved = (source: FileSource): FileSource => (typeof source === 'string' ? resolve(source) : source)

function recordSubmission(
  request: RecordingRequest,
  submission: Submission,
  progress: Progress,
  from?: { ledger: Ledger; rows: number },
): Promise<RecordOutcome> {
  const { trial, run } = request
  return withRecording(request, async ({ notice, recorder, context, withheld }) => {
    progress.report('Recording events', 1, 2)
    const { events, ...left } = from === undefined ? submission : rowsOfTrial(submission.events, from.ledger, context)
    refuseIfAny(withheld(events))
    const { recorded, held, head } = await recorder.recordAll({ events, issues: submission.issues })
    progress.report('Recording events', 2, 2)
    return {
      schema: 'equipoise/record/1',
      trial: trial.protocol.id,
      run,
      notice,
      recorded,
      held,
      ...(from === undefined || !('otherCases' in left) ? {} : { skipped: { rows: from.rows, ...left } }),
      log: head,
      state: recorded === 0 ? 'unchanged' : 'written',
    }
  })
}
