import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { canonicalJson } from '../core/canonical-json.ts'
import { TrialError } from '../core/errors.ts'
import { hashFile } from '../core/hash.ts'
import type { Progress } from '../core/progress.ts'
import { assessEligibility, type Eligibility, type Profile, profileSample } from '../design/index.ts'
import { type Caseload, readCaseload } from '../storage/caseload.ts'
import { readJson, writeFileAtomically } from '../storage/files.ts'
import { readSample } from './case-files.ts'
import { caseloadChanged } from './issues.ts'
import {
  artefactPath,
  artefacts,
  type CaseloadArtefact,
  readManifest,
  requireDraw,
  requireSameProtocol,
} from './run-folder.ts'
import type { Trial } from './trial-folder.ts'

const profileAlgorithm = { name: 'profile', version: 1 } as const

/** 03-profile.json: sums over cases, and no case. */
export interface ProfileArtefact extends Profile {
  schema: 'equipoise/profile/1'
  trial: string
  notice: string | null
  inputs: Readonly<Record<string, string>>
  algorithm: { name: string; version: number }
  /** Cases of the whole caseload, and how many each criterion excludes. */
  cases: number
  exclusions: Eligibility['counts']
}

/** What `profile` did, and what it found. */
export interface ProfileOutcome extends ProfileArtefact {
  run: string
  state: 'written' | 'unchanged'
}

/** Sets the caseload of a run beside its sample: artefact 03-profile.json. */
export async function profileRun(
  { trial, run }: { trial: Trial; run: string },
  progress: Progress,
): Promise<ProfileOutcome> {
  requireDraw(run, 'sample')
  requireSameProtocol(trial, run)
  progress.report('Reading the caseload', 0)
  const caseload = await readSampledCaseload(trial, run)
  const recorded = recordedCaseload(run)
  if (caseload.sha256 !== recorded.sha256) throw new TrialError([caseloadChanged(resolve(run, recorded.path))])
  const profile = await deriveProfile(trial, run, caseload)
  const path = artefactPath(run, 'profile')
  const text = `${canonicalJson(profile)}\n`
  const isWritten = existsSync(path) && readFileSync(path, 'utf8') === text
  if (!isWritten) writeFileAtomically(path, text)
  return { ...profile, run, state: isWritten ? 'unchanged' : 'written' }
}

/** What a run's caseload, sample and protocol determine. Used to make the artefact and to verify it. */
export async function deriveProfile(
  { protocol, hashes }: Trial,
  run: string,
  { table, rows, sha256 }: Caseload,
): Promise<ProfileArtefact> {
  const path = artefactPath(run, 'sample')
  const eligibility = assessEligibility(table, protocol)
  const profile = profileSample(table, eligibility.eligibleRows, await readSample(path, protocol), protocol)
  return {
    schema: 'equipoise/profile/1',
    trial: protocol.id,
    notice: readManifest(run, 'sample').notice,
    inputs: { 'protocol.yaml': hashes.protocol, caseload: sha256, [artefacts.sample]: await hashFile(path) },
    algorithm: profileAlgorithm,
    cases: rows,
    exclusions: eligibility.counts,
    ...profile,
  }
}

export const recordedCaseload = (run: string) => readJson(artefactPath(run, 'caseload')) as CaseloadArtefact

/** The caseload that a run was sampled from, read where the run says that it is. */
export async function readSampledCaseload({ protocol }: Trial, run: string): Promise<Caseload> {
  return readCaseload(resolve(run, recordedCaseload(run).path), protocol.caseload)
}
