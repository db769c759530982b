import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { TrialError } from '../../core/errors.ts'
import { hashFile } from '../../core/hash.ts'
import { unrecorded } from '../../model/plan-amendments.ts'
import { type Document, type Results, resultsOf, sectionText } from '../../report/index.ts'
import { planAmendments } from '../amended-plan.ts'
import { checklistOfTrial } from '../checklist/index.ts'
import { powerOfTrial, type TrialPower } from '../power/index.ts'
import { sizingOf } from '../power/read-sizing.ts'
import { artefactPath, hasArtefact } from '../run-folder.ts'
import { isSealed } from '../sealing/sealed-run.ts'
import { hasFile, type Trial, trialFiles } from '../trial-folder.ts'
import { type FormId, formIds } from './forms.ts'
import { formUnknown } from './issues.ts'
import type { BegunRun } from './material.ts'
import { registrationNumbers } from './numbers.ts'
import { registrationDocument } from './registration-document.ts'

/** A trial as it is registered. */
export interface Registration {
  schema: 'equipoise/registration/1'
  trial: string
  title: string
  /** The form under whose headings it is written; null for the whole protocol. */
  form: FormId | null
  /** SHA-256 of protocol.yaml and plan.yaml. */
  hashes: { protocol: string; plan: string }
  /** Null before cases are drawn. */
  begun: BegunRun | null
  power: TrialPower | null
  /** The document as plain text. */
  sections: readonly { id: string; text: string }[]
}

/**
 * Writes the protocol and plan of a trial in plain words, with their hashes and, where a run has begun, what was changed since. The
 * same files give the same document. `run` is the folder of a run, which need not be there; `form` the id of a registry's form.
 *
 * Throws `TrialError` for a form that there is not.
 *
 * @example writeMarkdown((await registerTrial(trial, 'runs/part-payment', 'osf')).document)
 */
export async function registerTrial(
  trial: Trial,
  run: string,
  form?: string,
): Promise<{ registration: Registration; document: Document; results: Results }> {
  const { protocol, plan, hashes } = trial
  const named = readForm(form)
  const begun = await begunRun(trial, run)
  const power = hasFile(trial.folder, 'sizing') ? powerOfTrial({ ...trial, sizing: sizingOf(trial, {}) }) : null
  const results = resultsOf(registrationNumbers(protocol, plan, power))
  const checklist = checklistOfTrial(trial, null)
  const document = registrationDocument({ protocol, plan, hashes, checklist, power, results, begun }, named)
  const sections = document.sections.map(section => ({ id: section.id, text: sectionText(section, Infinity) }))
  const registration: Registration = {
    ...{ schema: 'equipoise/registration/1', trial: protocol.id, title: protocol.title, form: named },
    ...{ hashes, begun, power, sections },
  }
  return { registration, document, results }
}

function readForm(form: string | undefined): FormId | null {
  if (form === undefined) return null
  const found = formIds.find(id => id === form)
  if (found === undefined) throw new TrialError([formUnknown(form, formIds)])
  return found
}

async function begunRun(trial: Trial, run: string): Promise<BegunRun | null> {
  const copy = join(run, trialFiles.protocol)
  const isDrawn = isSealed(run) || hasArtefact(run, 'sample') || hasArtefact(run, 'opening')
  if (!isDrawn || !existsSync(copy)) return null
  const allocated = isSealed(run) || hasArtefact(run, 'allocation')
  const amendments = allocated ? planAmendments(trial, run) : null
  return {
    sameProtocol: (await hashFile(copy)) === trial.hashes.protocol,
    allocated,
    planAtAllocation: amendments === null ? null : ((await hashFile(artefactPath(run, 'allocatedPlan'))) ?? null),
    amendments,
    unrecorded: amendments === null ? [] : unrecorded(amendments),
  }
}
