import { readFileSync } from 'node:fs'
import { TrialError } from '../../core/errors.ts'
import { sha256 } from '../../core/hash.ts'
import type { CaseTable } from '../../model/case.ts'
import { type Commitment, commitmentSchema } from '../../model/commitment.ts'
import { ruleFields } from '../../model/rule-fields.ts'
import { validate } from '../../model/validate.ts'
import { readJson } from '../../storage/files.ts'
import { algorithmsOf } from '../algorithms.ts'
import { planAtAllocation } from '../amended-plan.ts'
import { noticeOfCases } from '../notices.ts'
import { artefactPath } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import { hashCaseList } from './case-list.ts'
import { commitmentInvalid } from './issues.ts'

/** The part of a commitment that a trial determines. */
export type TrialFacts = Pick<Commitment, 'trial' | 'inputs' | 'algorithms'>
/** The part of a commitment that a trial and its case list determine. */
export type DrawFacts = TrialFacts & Pick<Commitment, 'notice' | 'caseList'>

/** What a trial determines of the commitment of a run. Once the run is allocated, the plan is the one that it keeps. */
export async function trialFacts(trial: Trial, run: string): Promise<TrialFacts> {
  const { protocol, hashes } = trial
  const plan = (await planAtAllocation(trial, run)) ?? hashes.plan
  return {
    trial: protocol.id,
    inputs: { 'protocol.yaml': hashes.protocol, 'plan.yaml': plan },
    algorithms: algorithmsOf(protocol),
  }
}

/** The same with its case list. */
export async function drawFacts(trial: Trial, run: string, table: CaseTable): Promise<DrawFacts> {
  const { caseId } = trial.protocol.caseload
  const hash = hashCaseList(table, { caseId, fields: ruleFields(trial.protocol) })
  const caseList = { sha256: hash, cases: table.ids.length }
  return { ...(await trialFacts(trial, run)), notice: noticeOfCases(trial, table.ids), caseList }
}

/** The commitment of a run and the SHA-256 of its file, which is what is published. */
export function readCommitment(run: string): { commitment: Commitment; hash: string } {
  const path = artefactPath(run, 'commit')
  const read = validate(commitmentSchema, [], readJson(path))
  if (!read.ok) throw new TrialError(read.problems.map(problem => commitmentInvalid(path, problem)))
  return { commitment: read.value, hash: sha256(readFileSync(path)) }
}

/** A fact that is not as it was committed to. */
export interface ChangedFact {
  fact: string
  committed: string | null
  found: string | null
}

/** Every fact in which a commitment differs from what is found now. */
export function changedFacts(committed: Commitment, found: TrialFacts | DrawFacts): ChangedFact[] {
  const known = namedFacts(committed)
  return Object.entries(namedFacts(found))
    .filter(([fact, value]) => known[fact] !== value)
    .map(([fact, value]) => ({ fact, committed: known[fact] ?? null, found: value }))
}

function namedFacts(facts: TrialFacts | DrawFacts): Record<string, string | null> {
  const { stream, eligibility, sampling, allocation } = facts.algorithms
  const title = ({ name, version }: typeof stream): string => `${name}, version ${version}`
  return {
    'the trial': facts.trial,
    'protocol.yaml': facts.inputs['protocol.yaml'],
    'plan.yaml': facts.inputs['plan.yaml'],
    'the algorithm of the stream': title(stream),
    'the algorithm of eligibility': title(eligibility),
    'the algorithm of sampling': title(sampling),
    'the algorithm of allocation': title(allocation),
    ...('caseList' in facts
      ? {
          'the case list': facts.caseList.sha256,
          'the number of cases': String(facts.caseList.cases),
          'the notice': facts.notice,
        }
      : {}),
  }
}
