import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson } from '../core/canonical-json.ts'
import { hashFile, sha256 } from '../core/hash.ts'
import type { AnySummary } from '../model/summary.ts'
import {
  type AnalysisSet,
  analysisSetText,
  flagCounts,
  flagsText,
  setCells,
  setMembershipText,
} from '../outcomes/index.ts'
import { writeFileAtomically } from '../storage/files.ts'
import type { LogHead } from '../storage/log/chain.ts'
import type { DerivedAnalysis, DerivedFrom } from './derive-analysis.ts'
import type { ExplorationResult } from './explorations.ts'
import type { Findings } from './findings.ts'
import { importFiles } from './import-files.ts'
import { type Artefact, artefactPath, artefacts, type Facts, manifestName, manifestOf } from './run-folder.ts'
import { tidyEconomics } from './tidy-economics.ts'
import { tidyResults } from './tidy-results.ts'
import { type Trial, trialFiles } from './trial-folder.ts'

const version = { analysisSet: 1, analysisSets: 1, flags: 1, summaries: 1, results: 2, economics: 2 } as const

/** Everything that the allocation and the log of a run determine. */
export interface RunAnalysis extends DerivedAnalysis {
  run: string
  logHead: LogHead
  /** What it was derived from. */
  inputs: DerivedFrom
}

/** Files of a run folder as its inputs determine them. */
export interface AnalysisArtefact {
  /** File names in the run folder with the text that each should have, a file before its manifest. */
  texts: ReadonlyMap<string, string>
  write(run: string): void
}

const explored = ({ findings }: RunAnalysis): readonly ExplorationResult[] => findings.explorations ?? []

/** Artefacts 05 (head) to 09 of an analysis, each naming the hashes of what it was made from. */
export async function analysisArtefacts(trial: Trial, analysis: RunAnalysis): Promise<AnalysisArtefact[]> {
  const { run, findings, set, sets, flags, summaries, logHead } = analysis
  const { protocol, hashes } = trial
  const shared = { trial: protocol.id, notice: findings.notice }
  const ofProtocol = { 'protocol.yaml': hashes.protocol }
  const ofPlan = { 'plan.yaml': hashes.plan }
  const setText = analysisSetText(protocol, set)
  const ofRun = {
    [artefacts.sample]: await hashFile(artefactPath(run, 'sample')),
    [artefacts.allocation]: await hashFile(artefactPath(run, 'allocation')),
    [artefacts.log]: logHead.hash,
  }
  const ofSet = { [artefacts.analysisSet]: sha256(setText) }
  const summariesFrom = { ...ofProtocol, ...(sets.length === 0 ? {} : ofPlan), ...ofSet }
  const results = resultArtefacts(trial, { findings, summaries }, summariesFrom)
  return [
    jsonArtefact('logHead', { schema: 'equipoise/outcome-log-head/1', ...shared, ...logHead }),
    withManifest('analysisSet', setText, {
      schema: 'equipoise/analysis-set-manifest/1',
      ...shared,
      inputs: { ...ofProtocol, ...ofRun },
      algorithm: { name: 'analysis-set', version: version.analysisSet },
      cases: set.cases.length,
      ...windowFacts(set),
      flags: flagCounts(flags),
    }),
    withManifest('analysisSets', setMembershipText(set, sets), {
      schema: 'equipoise/analysis-sets/1',
      ...shared,
      inputs: { ...ofProtocol, ...ofPlan, ...ofSet },
      algorithm: { name: 'analysis-sets', version: version.analysisSets },
      sets: sets.map(membership => ({
        ...membership.facts,
        where: membership.set.where,
        cells: setCells(
          membership,
          set,
          protocol.arms.map(({ id }) => id),
        ),
      })),
    }),
    withManifest('flags', flagsText(flags), {
      schema: 'equipoise/flags/1',
      ...shared,
      inputs: { ...ofProtocol, ...ofRun },
      algorithm: { name: 'flags', version: version.flags },
      ...flagCounts(flags),
    }),
    plain(...importFiles(protocol, { text: setText, name: artefacts.analysisSet, notice: findings.notice })),
    ...results.artefacts,
    ...explored(analysis).map(exploration =>
      exploratoryArtefact(run, exploration, { ...shared, inputs: results.inputs }),
    ),
  ]
}

/** Artefacts 07 to 09: summaries, and what the plan and the economics make of them. Also the inputs that 08 and 09 name. */
export function resultArtefacts(
  { protocol, plan, hashes }: Trial,
  { findings, summaries }: { findings: Findings; summaries: readonly AnySummary[] },
  summariesFrom: Readonly<Record<string, string>>,
): { artefacts: AnalysisArtefact[]; inputs: Readonly<Record<string, string>> } {
  const shared = { trial: protocol.id, notice: findings.notice }
  const summariesJson = jsonArtefact('summaries', {
    schema: 'equipoise/summaries/2',
    ...shared,
    inputs: summariesFrom,
    algorithm: { name: 'summaries', version: version.summaries },
    summaries,
  })
  const inputs = { 'plan.yaml': hashes.plan, [artefacts.summaries]: sha256(summariesJson.text) }
  const made = [
    summariesJson,
    jsonArtefact('results', {
      schema: 'equipoise/results/2',
      ...shared,
      inputs,
      algorithm: { name: 'results', version: version.results },
      contrasts: plan.contrasts,
      families: plan.families ?? [],
      amendments: findings.amendments ?? null,
      analyses: findings.analyses,
    }),
    plain([artefacts.tidyResults, tidyResults(findings)]),
    jsonArtefact('economics', {
      schema: 'equipoise/economics/2',
      ...shared,
      inputs: { ...inputs, 'protocol.yaml': hashes.protocol, ...ofBenchmarks(findings) },
      algorithm: { name: 'economics', version: version.economics },
      economics: findings.economics,
    }),
    plain([artefacts.tidyEconomics, tidyEconomics(findings.economics)]),
  ]
  return { artefacts: made, inputs }
}

/** The files of the prices that the economics set beside the arms. */
const ofBenchmarks = ({ economics }: Findings): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (economics?.benchmarks ?? []).map(({ benchmark, sha256 }) => [`${benchmark}/${trialFiles.protocol}`, sha256]),
  )

/** How many windows of cases the follow-up holds, where they have one each. */
function windowFacts({ windows }: AnalysisSet): { windows?: Readonly<Record<string, number>> } {
  if (windows === undefined) return {}
  const complete = windows.filter(window => window?.isComplete).length
  const noStart = windows.filter(window => window === null).length
  return { windows: { complete, censored: windows.length - complete - noStart, noStart } }
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
    schema: 'equipoise/exploratory-results/2',
    id,
    title,
    analyses,
    algorithm: { name: 'results', version: version.results },
  }
  return plain(
    [name('json'), `${canonicalJson({ ...shared, ...results, inputs: { ...shared.inputs, ...asked } })}\n`],
    [name('csv'), tidyResults({ analyses, notice: shared.notice })],
  )
}

/** Files that are written one after the other. */
function plain(...files: readonly (readonly [name: string, text: string])[]): AnalysisArtefact {
  const texts = new Map(files)
  return {
    texts,
    write: run => {
      for (const [name, text] of texts) writeFileAtomically(join(run, name), text)
    },
  }
}

/** An artefact that is one JSON file, with its text. */
export function jsonArtefact(artefact: Artefact, value: object): AnalysisArtefact & { text: string } {
  const text = `${canonicalJson(value)}\n`
  return { ...plain([artefacts[artefact], text]), text }
}

const withManifest = (artefact: Artefact, text: string, facts: Facts): AnalysisArtefact =>
  plain([artefacts[artefact], text], [manifestName(artefact), `${canonicalJson(manifestOf(facts, text))}\n`])
