import { existsSync, readFileSync } from 'node:fs'
import { canonicalJson } from '../core/canonical-json.ts'
import { hashFile } from '../core/hash.ts'
import type { Progress } from '../core/progress.ts'
import { assessEligibility, type Eligibility, type Profile, profileSample } from '../design/index.ts'
import { writeFileAtomically } from '../storage/files.ts'
import { readSample } from './case-files.ts'
import { artefactPath, artefacts, readManifest, requireDraw, requireSameProtocol } from './run-folder.ts'
import { caseloadInputs, readSampledCaseload, requireSampledFiles, type TrialCaseload } from './trial-caseload.ts'
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
  requireSampledFiles(run, caseload)
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
  caseload: TrialCaseload,
): Promise<ProfileArtefact> {
  const path = artefactPath(run, 'sample')
  const eligibility = assessEligibility(caseload.table, protocol)
  const profile = profileSample(caseload.table, eligibility.eligibleRows, await readSample(path, protocol), protocol)
  return {
    schema: 'equipoise/profile/1',
    trial: protocol.id,
    notice: readManifest(run, 'sample').notice,
    inputs: { 'protocol.yaml': hashes.protocol, ...caseloadInputs(caseload), [artefacts.sample]: await hashFile(path) },
    algorithm: profileAlgorithm,
    cases: caseload.rows,
    exclusions: eligibility.counts,
    ...profile,
  }
}
