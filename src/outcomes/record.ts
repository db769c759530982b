import type { Clock, OutcomeLog } from '../storage/log/outcome-log.ts'
import { type Recorded, Recorder, type RecordingContext, type Submission } from './recorder.ts'

/**
 * Records the events of a submission that the log does not hold or, where anything is wrong with any of them, none: then it
 * throws one `TrialError` with every reason and has not touched the log. Events that another process records in the meantime
 * are checked too.
 */
export const recordEvents = (
  log: OutcomeLog,
  submission: Submission,
  context: RecordingContext,
  clock: Clock,
): Promise<Recorded> => new Recorder(log, context, clock).recordAll(submission)
