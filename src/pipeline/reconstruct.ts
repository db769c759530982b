import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Progress } from '../core/progress.ts'
import { writeCsv } from '../storage/csv-writer.ts'
import { writeEventsCsv } from '../storage/events-writer.ts'
import type { Clock } from '../storage/log/outcome-log.ts'
import { allocateSample } from './allocate-sample.ts'
import { analyseRun } from './analyse-run.ts'
import { drawSampleOfRun } from './draw-sample.ts'
import { readTrialCases } from './generate.ts'
import { recordEventsOfRun } from './record-events.ts'
import { type RunReproduction, reproduceRun } from './report-run.ts'
import { reconstructionCaseload, reconstructionOf, reconstructOutcomes } from './synthetic/reconstruction.ts'
import { readSynthetic, type Trial } from './trial-folder.ts'

/** Where a reconstruction was written, and how it compares with the printed report. */
export interface ReconstructionOutcome {
  notice: string
  caseload: string
  events: string
  reproduction: RunReproduction
}

/**
 * Makes a synthetic case list and outcome log that agree with the printed figures, and takes them through the whole
 * trial: all twelve artefacts. Everything made from it carries the notice that it is a reconstruction.
 */
export async function reconstruct(
  { trial, out, clock }: { trial: Trial; out: string; clock: Clock },
  progress: Progress,
): Promise<ReconstructionOutcome> {
  const synthetic = readSynthetic(trial)
  const { seed, notice } = reconstructionOf(synthetic)
  mkdirSync(out, { recursive: true })
  const files = { caseload: join(out, 'caseload.csv'), events: join(out, 'events.csv') }
  progress.report('Making the case list', 0)
  const { columns, rows } = reconstructionCaseload(trial.protocol, synthetic)
  writeCsv(files.caseload, columns, rows)
  await drawSampleOfRun({ trial, run: out, caseload: files.caseload, seed }, progress)
  await allocateSample({ trial, run: out, seed }, progress)
  progress.report('Making the events', 0)
  const cases = await readTrialCases(trial, out)
  const { events } = reconstructOutcomes(trial.protocol, synthetic, cases, { seed })
  writeEventsCsv(files.events, trial.protocol.process.events, events)
  await recordEventsOfRun({ trial, run: out, events: files.events, clock }, progress)
  await analyseRun(trial, out, progress)
  return { notice, ...files, reproduction: await reproduceRun(trial, out, progress) }
}
