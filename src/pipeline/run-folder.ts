import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { canonicalJson } from '../core/canonical-json.ts'
import { refuseIfAny, TrialError } from '../core/errors.ts'
import { type HashedPieces, hashFileNow, sha256 } from '../core/hash.ts'
import type { DrawnTargets, Sample, SamplingMethod, StratumSample } from '../design/index.ts'
import { withTargets } from '../model/allocation.ts'
import type { StrataSampling } from '../model/summary.ts'
import { readJson, writeFileAtomically } from '../storage/files.ts'
import { artefactChanged, artefactMissing, drawnAlready, protocolChanged } from './issues.ts'
import { isSealed, requireOpen, sealRecordName } from './sealing/sealed-run.ts'
import { type Trial, trialFiles } from './trial-folder.ts'

/** Names of a run's artefacts, in the order in which they are made. */
export const artefacts = {
  commit: '00-commit.json',
  opening: '00-enrolment.json',
  caseload: '01-caseload.json',
  eligibility: '02-eligibility.csv',
  sample: '03-sample.csv',
  replacements: '03-replacements.csv',
  profile: '03-profile.json',
  allocation: '04-allocation.csv',
  allocatedPlan: '04-plan.yaml',
  enrolment: '04-enrolment.csv',
  balance: '04-balance.json',
  tidyBalance: '04-balance.csv',
  verifierPython: '04-verify.py',
  verifierR: '04-verify.R',
  verifiers: '04-verify.json',
  seal: sealRecordName,
  log: '05-outcomes.sqlite',
  store: '05-store.json',
  logHead: '05-outcomes.json',
  unblinding: '05-unblinding.sqlite',
  analysisSet: '06-analysis-set.csv',
  analysisSets: '06-analysis-sets.csv',
  engine: '06-engine.json',
  flags: '06-flags.csv',
  dictionary: '06-dictionary.csv',
  importPython: '06-import.py',
  importR: '06-import.R',
  summaries: '07-summaries.json',
  results: '08-results.json',
  tidyResults: '08-results.csv',
  explorations: '08-exploratory',
  economics: '09-economics.json',
  tidyEconomics: '09-economics.csv',
  charts: '10-charts',
  report: '11-report',
  comparison: '12-comparison.json',
} as const

/** Name of an artefact. */
export type Artefact = keyof typeof artefacts

/** Path of an artefact of a run. */
export const artefactPath = (run: string, artefact: Artefact): string => join(run, artefacts[artefact])

/** Manifest beside an artefact that is not JSON itself. */
export const manifestName = (artefact: Artefact): string => artefacts[artefact].replace(/\.csv$/, '.json')
export const manifestPath = (run: string, artefact: Artefact): string => join(run, manifestName(artefact))

/** What an artefact was made from: hashes of its inputs, the algorithm, and what a reader wants to know at a glance. */
export interface Manifest {
  schema: `equipoise/${string}/1`
  trial: string
  notice: string | null
  inputs: Readonly<Record<string, string>>
  algorithm: { name: string; version: number }
  seed?: string | undefined
  /** SHA-256 of the artefact. */
  content: string
  [fact: string]: unknown
}

/** A manifest before the artefact that it describes is there. */
export type Facts = Omit<Manifest, 'content'>

/** What an artefact holds: its text, or its bytes in pieces. */
export type Content = string | HashedPieces

/** SHA-256 of what an artefact holds. */
export const contentHash = (content: Content): string =>
  typeof content === 'string' ? sha256(content) : content.sha256

export const manifestOf = (facts: Facts, content: Content): Manifest =>
  ({ ...facts, content: contentHash(content) }) as Manifest

/** The manifest of 03: how each stratum was sampled and, where the protocol states a sampling, by what probabilities. */
export interface SampleManifest extends Manifest {
  strata: readonly StratumSample[]
  sampling?: {
    method: string
    probabilities: { are: SamplingMethod['inclusion']; ofStratum: Sample['inclusion'] }
  } & Partial<DrawnTargets>
}

/** A register as a run records it: its path from the run folder, its hash and its rows. */
export interface RecordedRegister {
  path: string
  sha256: string
  entries: number
}

export interface CaseloadArtefact {
  schema: 'equipoise/caseload/1'
  trial: string
  notice: string | null
  /** Path of the caseload from the run folder. */
  path: string
  sha256: string
  cases: number
  /** The register of concurrent trials, where the protocol has one. */
  register?: RecordedRegister | undefined
  inputs: Readonly<Record<string, string>>
}

/** Refuses a protocol that is not the one by which the run's sample was drawn. */
export function requireSameProtocol(trial: Trial, run: string): void {
  const copy = join(run, trialFiles.protocol)
  const isDrawn = isSealed(run) || existsSync(manifestPath(run, 'sample'))
  if (!existsSync(copy) || !isDrawn) return
  if (sha256(readFileSync(copy)) !== trial.hashes.protocol) throw new TrialError([protocolChanged(copy)])
}

/**
 * Makes the run folder with its copies of protocol and plan. A protocol that differs from the copy is refused once a
 * sample was drawn by it; the plan may be amended, and what follows from it is then made anew.
 */
export function prepareRun(trial: Trial, run: string): void {
  requireSameProtocol(trial, run)
  mkdirSync(run, { recursive: true })
  for (const name of [trialFiles.protocol, trialFiles.plan]) {
    const [from, to] = [join(trial.folder, name), join(run, name)]
    if (resolve(from) === resolve(to)) continue
    if (existsSync(to) && readFileSync(to).equals(readFileSync(from))) continue
    writeFileAtomically(to, readFileSync(from))
  }
}

/** Path of a file as the run records it: from the run folder, with forward slashes. */
export const relativeToRun = (run: string, path: string): string =>
  relative(resolve(run), resolve(path)).split(sep).join('/')

export const hasArtefact = (run: string, artefact: Artefact): boolean => existsSync(artefactPath(run, artefact))

export function readManifest(run: string, artefact: Artefact): Manifest {
  requireArtefact(run, artefact)
  return readJson(manifestPath(run, artefact)) as Manifest
}

/** What the sampling of a run tells its analysis; nothing where the protocol does not state it. */
export function strataSampling(run: string): StrataSampling | undefined {
  const { strata, sampling } = readManifest(run, 'sample') as SampleManifest
  if (sampling === undefined) return undefined
  const eligible = Object.fromEntries(strata.map(each => [each.stratum, each.eligible]))
  return { eligible, ...(sampling.table === undefined ? {} : { countsGiven: true as const }) }
}

/** The trial as it is allocated in a run: with the targets that its sample drew, where it did. */
export function withDrawnTargets(trial: Trial, run: string): Trial {
  const { sampling } = readManifest(run, 'sample') as SampleManifest
  return { ...trial, protocol: withTargets(trial.protocol, sampling?.table) }
}

const madeBy: Readonly<Partial<Record<Artefact, string>>> = {
  caseload: 'sample',
  eligibility: 'sample',
  sample: 'sample',
  replacements: 'sample',
  allocation: 'allocate',
  log: 'record',
  analysisSet: 'analyse',
  analysisSets: 'analyse',
  summaries: 'analyse',
  results: 'analyse',
  economics: 'analyse',
}

/** The command that makes an artefact. Where cases arrive one by one, closing enrolment draws up the sample and the allocation. */
function commandOf(run: string, artefact: Artefact): string {
  const command = madeBy[artefact] ?? 'analyse'
  return ['sample', 'allocate'].includes(command) && hasArtefact(run, 'opening') ? 'close' : command
}

/** Refuses with the command to run where an artefact is not there yet. */
export function requireArtefact(run: string, artefact: Artefact): void {
  requireOpen(run)
  if (existsSync(manifestPath(run, artefact)) && hasArtefact(run, artefact)) return
  throw new TrialError([artefactMissing(artefactPath(run, artefact), commandOf(run, artefact))])
}

/** `requireArtefact` for a draw that a stage builds on: it must be the file that was drawn. */
export function requireDraw(run: string, ...draws: readonly ('sample' | 'allocation')[]): void {
  for (const artefact of draws) requireArtefact(run, artefact)
  const changed = draws.filter(
    artefact => readManifest(run, artefact).content !== hashFileNow(artefactPath(run, artefact)),
  )
  refuseIfAny(changed.map(artefact => artefactChanged(artefactPath(run, artefact))))
}

export function writeJson(path: string, value: unknown): void {
  writeFileAtomically(path, `${canonicalJson(value)}\n`)
}

/**
 * Whether a run holds a draw already. Made again from the same inputs it stays as it is; from other inputs it is refused:
 * a second draw on one run would let somebody choose between draws.
 */
export function holdsDraw(run: string, artefact: Artefact, content: Content, facts: Facts): boolean {
  requireOpen(run)
  const path = manifestPath(run, artefact)
  if (!existsSync(path) || !hasArtefact(run, artefact)) return false
  const complete = manifestOf(facts, content)
  const recorded = readJson(path) as Manifest
  const same = canonicalJson(recorded) === canonicalJson(complete)
  const untouched = hashFileNow(artefactPath(run, artefact)) === complete.content
  if (same && untouched) return true
  throw new TrialError([drawnAlready(artefactPath(run, artefact), differences(recorded, complete, untouched))])
}

/** What differs between a recorded draw and another: names of inputs, the seed, or the file itself. */
function differences(recorded: Manifest, now: Manifest, untouched: boolean): string[] {
  const inputs = Object.keys(now.inputs).filter(name => recorded.inputs?.[name] !== now.inputs[name])
  const seed = recorded.seed === now.seed ? [] : ['seed']
  const algorithm = canonicalJson(recorded.algorithm) === canonicalJson(now.algorithm) ? [] : ['algorithm']
  const found = [...inputs, ...seed, ...algorithm]
  if (found.length > 0) return found
  return untouched ? ['what it records'] : ['the file, which was changed after it was drawn']
}

/** Writes an artefact and then its manifest. */
export function writeArtefact(run: string, artefact: Artefact, content: Content, facts: Facts): void {
  writeFileAtomically(artefactPath(run, artefact), content)
  writeJson(manifestPath(run, artefact), manifestOf(facts, content))
}
