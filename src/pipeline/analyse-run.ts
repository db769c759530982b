import type { Progress } from '../core/progress.ts'
import { afterEnrolment, arrivalTimes } from '../model/enrolment.ts'
import { labelAmended, planAmendments, requireRecordedAmendments } from './amended-plan.ts'
import { analysisArtefacts, type RunAnalysis } from './analysis-artefacts.ts'
import { readAllocation, readSample } from './case-files.ts'
import { assuranceOf } from './commit/assurance.ts'
import { type Draw, deriveAnalysis } from './derive-analysis.ts'
import { explore, keepExploration, keptExplorations } from './explorations.ts'
import { resample } from './resample.ts'
import {
  artefactPath,
  prepareRun,
  readManifest,
  requireDraw,
  requireSameProtocol,
  strataSampling,
  withDrawnTargets,
} from './run-folder.ts'
import { readRunLog, requireRunLog } from './run-log.ts'
import { requireAgreement } from './second-opinion.ts'
import type { Trial } from './trial-folder.ts'

export type { RunAnalysis } from './analysis-artefacts.ts'

/** How the analysis of a run is made, where not as the plan alone says. */
export interface AnalysisRequest {
  /** A file of analyses that the plan did not promise, run beside it. */
  exploration?: string | undefined
  /** Where the draws come from. */
  draw?: Draw | undefined
}

/**
 * Artefacts 05 (the head) to 09, made from the allocation, the log and the plan. They are written also where the second
 * opinion disagrees with a result, so that it can be looked into; then this throws `CheckFailed`. A plan that was changed
 * after allocation without saying so is refused. An exploration is kept in the run and run beside the plan.
 */
export async function analyseRun(
  trial: Trial,
  run: string,
  progress: Progress,
  { exploration, draw }: AnalysisRequest = {},
): Promise<RunAnalysis> {
  await requireAnalysable(trial, run)
  if (exploration !== undefined) keepExploration(trial, run, exploration)
  progress.report('Analysing', 0, 3)
  const analysis = await readAndDerive(trial, run, progress, draw)
  progress.report('Analysing', 1, 3)
  prepareRun(trial, run)
  for (const artefact of await analysisArtefacts(trial, analysis)) artefact.write(run)
  const { analyses, explorations = [] } = analysis.findings
  requireAgreement([...analyses, ...explorations.flatMap(explored => explored.analyses)])
  progress.report('Analysing', 3, 3)
  return analysis
}

/** Refuses a run that cannot be analysed, or not by this protocol and plan. */
export async function requireAnalysable(trial: Trial, run: string): Promise<void> {
  requireDraw(run, 'sample', 'allocation')
  await requireRunLog(run)
  await requireRecordedAmendments(trial, run)
  requireSameProtocol(trial, run)
}

/** What the analysis of a run is derived from: its allocation, its sample and its log. */
export async function readInputs(trial: Trial, run: string): Promise<Pick<RunAnalysis, 'inputs' | 'logHead'>> {
  const [allocation, sample] = await Promise.all([
    readAllocation(artefactPath(run, 'allocation')),
    readSample(artefactPath(run, 'sample'), trial.protocol),
  ])
  const { events: recorded, head: logHead } = await readRunLog(run)
  const [events, arrivals] = [afterEnrolment(recorded), arrivalTimes(recorded)]
  return { inputs: { allocation, sample, events, arrivals, sampling: strataSampling(run) }, logHead }
}

/** Reads the allocation, the sample and the log of a run, and derives its analysis. Writes nothing. */
export async function readAndDerive(
  trial: Trial,
  run: string,
  progress?: Progress,
  draw: Draw = jobs => resample(jobs, { progress }),
): Promise<RunAnalysis> {
  const { notice } = readManifest(run, 'allocation')
  const { inputs, logHead } = await readInputs(trial, run)
  const derived = await deriveAnalysis(withDrawnTargets(trial, run), inputs, notice, draw)
  const amendments = planAmendments(trial, run)
  const { findings } = derived
  const explorations = keptExplorations(trial, run).map(kept => explore(trial, kept, findings.summaries))
  const analyses = labelAmended(findings.analyses, amendments)
  return {
    ...derived,
    findings: { ...findings, assurance: assuranceOf(run), analyses, amendments, explorations },
    run,
    logHead,
    inputs,
  }
}
