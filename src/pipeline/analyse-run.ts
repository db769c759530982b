import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson } from '../core/canonical-json.ts'
import { hashFile, sha256 } from '../core/hash.ts'
import type { Progress } from '../core/progress.ts'
import { afterEnrolment } from '../model/enrolment.ts'
import { analysisSetText } from '../outcomes/index.ts'
import { writeFileAtomically } from '../storage/files.ts'
import type { LogHead } from '../storage/log/chain.ts'
import { labelAmended, planAmendments, requireRecordedAmendments } from './amended-plan.ts'
import { readAllocation, readSample } from './case-files.ts'
import { assuranceOf } from './commit/assurance.ts'
import { type DerivedAnalysis, deriveAnalysis } from './derive-analysis.ts'
import { type ExplorationResult, explore, keepExploration, keptExplorations } from './explorations.ts'
import {
  artefactPath,
  artefacts,
  manifestName,
  manifestOf,
  prepareRun,
  readManifest,
  requireDraw,
  strataSampling,
  withDrawnTargets,
  writeArtefact,
  writeJson,
} from './run-folder.ts'
import { readRunLog, requireRunLog } from './run-log.ts'
import { requireAgreement } from './second-opinion.ts'
import { tidyEconomics } from './tidy-economics.ts'
import { tidyResults } from './tidy-results.ts'
import type { Trial } from './trial-folder.ts'

const version = { analysisSet: 1, summaries: 1, results: 1, economics: 2 } as const

/** Everything that the allocation and the log of a run determine. */
export interface RunAnalysis extends DerivedAnalysis {
  run: string
  logHead: LogHead
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
  for (const artefact of await analysisArtefacts(trial, analysis)) artefact.write()
  requireAgreement([...analysis.findings.analyses, ...explored(analysis).flatMap(({ analyses }) => analyses)])
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
  const { events, head } = await readRunLog(run)
  const inputs = { allocation, sample, events: afterEnrolment(events), sampling: strataSampling(run) }
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
  }
}

const explored = ({ findings }: RunAnalysis): readonly ExplorationResult[] => findings.explorations ?? []

/** An artefact as the analysis determines it: the files that it should hold, and how to write it. */
export interface AnalysisArtefact {
  /** File names in the run folder with the text that each should have. */
  texts: ReadonlyMap<string, string>
  write(): void
}

/** Artefacts 05 (head) to 09 of an analysis, each naming the hashes of what it was made from. */
export async function analysisArtefacts(trial: Trial, analysis: RunAnalysis): Promise<AnalysisArtefact[]> {
  const { run, findings, set, summaries, logHead } = analysis
  const { notice } = findings
  const shared = { trial: trial.protocol.id, notice }
  const allocationHash = await hashFile(artefactPath(run, 'allocation'))
  const sampleHash = await hashFile(artefactPath(run, 'sample'))
  const head = json(run, 'logHead', { schema: 'equipoise/outcome-log-head/1', ...shared, ...logHead })
  const setText = analysisSetText(trial.protocol, set)
  const setManifest = {
    schema: 'equipoise/analysis-set-manifest/1' as const,
    ...shared,
    inputs: {
      'protocol.yaml': trial.hashes.protocol,
      [artefacts.sample]: sampleHash,
      [artefacts.allocation]: allocationHash,
      [artefacts.log]: logHead.hash,
    },
    algorithm: { name: 'analysis-set', version: version.analysisSet },
    cases: set.cases.length,
  }
  const summariesJson = json(run, 'summaries', {
    schema: 'equipoise/summaries/1',
    ...shared,
    inputs: { 'protocol.yaml': trial.hashes.protocol, [artefacts.analysisSet]: sha256(setText) },
    algorithm: { name: 'summaries', version: version.summaries },
    summaries,
  })
  const inputs = { 'plan.yaml': trial.hashes.plan, [artefacts.summaries]: sha256(summariesJson.text) }
  const results = json(run, 'results', {
    schema: 'equipoise/results/1',
    ...shared,
    inputs,
    algorithm: { name: 'results', version: version.results },
    contrasts: trial.plan.contrasts,
    families: trial.plan.families ?? [],
    amendments: findings.amendments ?? null,
    analyses: findings.analyses,
  })
  const economics = json(run, 'economics', {
    schema: 'equipoise/economics/2',
    ...shared,
    inputs: { ...inputs, 'protocol.yaml': trial.hashes.protocol },
    algorithm: { name: 'economics', version: version.economics },
    economics: findings.economics,
  })
  const tidy = tidyResults(findings)
  const tidyCosts = tidyEconomics(findings.economics)
  return [
    head,
    {
      texts: new Map([
        [artefacts.analysisSet, setText],
        [manifestName('analysisSet'), `${canonicalJson(manifestOf(setManifest, setText))}\n`],
      ]),
      write: () => writeArtefact(run, 'analysisSet', setText, setManifest),
    },
    summariesJson,
    results,
    {
      texts: new Map([[artefacts.tidyResults, tidy]]),
      write: () => writeFileAtomically(artefactPath(run, 'tidyResults'), tidy),
    },
    economics,
    {
      texts: new Map([[artefacts.tidyEconomics, tidyCosts]]),
      write: () => writeFileAtomically(artefactPath(run, 'tidyEconomics'), tidyCosts),
    },
    ...explored(analysis).map(exploration => exploratoryArtefact(run, exploration, { ...shared, inputs })),
  ]
}

/** 08-exploratory/<id>.json and .csv, beside the copy of what was asked. */
function exploratoryArtefact(
  run: string,
  { id, title, analyses }: ExplorationResult,
  shared: { notice: string | null; inputs: Readonly<Record<string, string>> },
): AnalysisArtefact {
  const name = (ending: string): string => `${artefacts.explorations}/${id}.${ending}`
  const asked = { [name('yaml')]: sha256(readFileSync(join(run, name('yaml')))) }
  const results = {
    schema: 'equipoise/exploratory-results/1',
    id,
    title,
    analyses,
    algorithm: { name: 'results', version: version.results },
  }
  const texts = new Map([
    [name('json'), `${canonicalJson({ ...shared, ...results, inputs: { ...shared.inputs, ...asked } })}\n`],
    [name('csv'), tidyResults({ analyses, notice: shared.notice })],
  ])
  return {
    texts,
    write: () => {
      for (const [file, text] of texts) writeFileAtomically(join(run, file), text)
    },
  }
}

function json(run: string, artefact: 'logHead' | 'summaries' | 'results' | 'economics', value: object) {
  const text = `${canonicalJson(value)}\n`
  return {
    text,
    texts: new Map([[artefacts[artefact], text]]),
    write: () => writeJson(artefactPath(run, artefact), value),
  }
}
