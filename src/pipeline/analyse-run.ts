import type { Progress } from '../core/progress.ts'
import { afterEnrolment, arrivalTimes } from '../model/enrolment.ts'
import { labelAmended, planAmendments, requireRecordedAmendments } from './amended-plan.ts'
import { analysisArtefacts, type RunAnalysis } from './analysis-artefacts.ts'
import { readAllocation, readSample } from './case-files.ts'
import { assuranceOf } from './commit/assurance.ts'
import { deriveAnalysis } from './derive-analysis.ts'
import { explore, keepExploration, keptExplorations } from './explorations.ts'
import { artefactPath, prepareRun, readManifest, requireDraw, strataSampling, withDrawnTargets } from './run-folder.ts'
import { readRunLog, requireRunLog } from './run-log.ts'
import { requireAgreement } from './second-opinion.ts'
import type { Trial } from './trial-folder.ts'

export type { RunAnalysis } from './analysis-artefacts.ts'

/**
 * Artefacts 05 (the head) to 09, made from the allocation, the log and the plan. They are written also where the second
 * opinion disagrees with a result, so that it can be looked into; then this throws `CheckFailed`. A plan that was changed
 * after allocation without saying so is refused. An exploration is kept in the run and run beside the plan.
 */
export async function analyseRun(
  trial: Trial,
  run: string,
  progress: Progress,
  explorationFile?: string,
): Promise<RunAnalysis> {
  requireDraw(run, 'sample', 'allocation')
  await requireRunLog(run)
  await requireRecordedAmendments(trial, run)
  if (explorationFile !== undefined) keepExploration(trial, run, explorationFile)
  prepareRun(trial, run)
  progress.report('Analysing', 0, 3)
  const analysis = await readAndDerive(trial, run, progress)
  progress.report('Analysing', 1, 3)
  for (const artefact of await analysisArtefacts(trial, analysis)) artefact.write(run)
  const { analyses, explorations = [] } = analysis.findings
  requireAgreement([...analyses, ...explorations.flatMap(explored => explored.analyses)])
  progress.report('Analysing', 3, 3)
  return analysis
}

/** Reads the allocation, the sample and the log of a run, and derives its analysis. Writes nothing. */
export async function readAndDerive(trial: Trial, run: string, progress?: Progress): Promise<RunAnalysis> {
  const { notice } = readManifest(run, 'allocation')
  const [allocation, sample] = await Promise.all([
    readAllocation(artefactPath(run, 'allocation')),
    readSample(artefactPath(run, 'sample'), trial.protocol),
  ])
  const { events: recorded, head } = await readRunLog(run)
  const events = afterEnrolment(recorded)
  const inputs = { allocation, sample, events, arrivals: arrivalTimes(recorded), sampling: strataSampling(run) }
  const derived = await deriveAnalysis(withDrawnTargets(trial, run), inputs, notice, { progress })
  const amendments = planAmendments(trial, run)
  const { findings } = derived
  const explorations = keptExplorations(trial, run).map(kept => explore(trial, kept, findings.summaries))
  const analyses = labelAmended(findings.analyses, amendments)
  return {
    ...derived,
    findings: { ...findings, assurance: assuranceOf(run), analyses, amendments, explorations },
    run,
    logHead: head,
    inputs,
  }
}
