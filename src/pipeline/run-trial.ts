import type { Progress } from '../core/progress.ts'
import type { Clock } from '../storage/log/outcome-log.ts'
import { type AllocationOutcome, allocateSample } from './allocate-sample.ts'
import { analyseRun } from './analyse-run.ts'
import { drawSampleOfRun, type SampleOutcome, type SampleRequest } from './draw-sample.ts'
import { type RecordOutcome, recordEventsOfRun } from './record-events.ts'
import { type RunReport, reportRun } from './report-run.ts'
import { keepInStore } from './run-store.ts'

/** What each stage of a run did. */
export interface TrialRun {
  sample: SampleOutcome
  allocation: AllocationOutcome
  /** Absent where no events were given: the run then stops after allocation. */
  followed?: { recorded: RecordOutcome; report: RunReport }
}

/** Takes a caseload through the whole trial: sample, allocation and, where events are given, recording, analysis and report. */
export async function runTrial(
  request: SampleRequest & { events?: string | undefined; store?: string | undefined; clock: Clock },
  progress: Progress,
): Promise<TrialRun> {
  const { trial, run, events, store, clock } = request
  const sample = await drawSampleOfRun(request, progress)
  const allocation = await allocateSample(request, progress)
  if (store !== undefined) await keepInStore(run, store)
  if (events === undefined) return { sample, allocation }
  const recorded = await recordEventsOfRun({ trial, run, events, clock }, progress)
  await analyseRun(trial, run, progress)
  return { sample, allocation, followed: { recorded, report: await reportRun(trial, run, progress) } }
}
