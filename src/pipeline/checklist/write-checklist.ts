import { writeDocument } from '../report-files.ts'
import { hasArtefact, readManifest } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import type { Checklist } from './checklist.ts'
import { checklistDocument } from './checklist-document.ts'

/** Writes the checklist as a document, in the format that the file's ending names. */
export function writeChecklist(trial: Trial, run: string | null, checklist: Checklist, file: string): void {
  const notice = run !== null && hasArtefact(run, 'sample') ? readManifest(run, 'sample').notice : null
  writeDocument(checklistDocument(trial, checklist, notice), file)
}
