import { readJson } from '../../storage/files.ts'
import type { Findings } from '../findings.ts'
import { type FlowOutcome, flowOfRun } from '../flow-run.ts'
import type { Flow } from '../results/flow-numbers.ts'
import { artefactPath, type CaseloadArtefact, readManifest } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import { recordedUnblindings } from '../unblinding/recorded-unblindings.ts'
import { type Disclosure, disclosureOf } from './disclosure.ts'
import { disclosureRules } from './rules.ts'

/** What a run tells of how its cases came in, and what of it may be published. */
export interface DisclosedRun {
  flow: FlowOutcome
  manifests: Flow
  disclosure: Disclosure
}

/** Reads the flow of an analysed run, and holds back counts by the rules of its trial. */
export async function disclosureOfRun(trial: Trial, run: string, findings: Findings): Promise<DisclosedRun> {
  const [flow, manifests] = await Promise.all([flowOfRun({ trial, run }), manifestsOf(run)])
  const rules = disclosureRules(trial, findings.notice)
  return { flow, manifests, disclosure: disclosureOf(rules, { flow, manifests, findings }) }
}

async function manifestsOf(run: string): Promise<Flow> {
  return {
    caseload: readJson(artefactPath(run, 'caseload')) as CaseloadArtefact,
    eligibility: readManifest(run, 'eligibility'),
    sample: readManifest(run, 'sample'),
    allocation: readManifest(run, 'allocation'),
    unblindings: await recordedUnblindings(run),
  }
}
