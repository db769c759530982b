import { TrialError } from '../../core/errors.ts'
import { type Document, writeHtml, writeMarkdown } from '../../report/index.ts'
import { writeFileAtomically } from '../../storage/files.ts'
import { hasArtefact, readManifest } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import type { Checklist } from './checklist.ts'
import { checklistDocument } from './checklist-document.ts'
import { pageEndingUnknown } from './issues.ts'

const writers: Readonly<Record<string, (document: Document) => string>> = { '.html': writeHtml, '.md': writeMarkdown }

/** Writes the checklist as a page, in the form that the file's ending names. */
export function writeChecklist(trial: Trial, run: string | null, checklist: Checklist, file: string): void {
  const ending = Object.keys(writers).find(each => file.endsWith(each))
  const write = writers[ending ?? '']
  if (write === undefined) throw new TrialError([pageEndingUnknown(file, Object.keys(writers))])
  const notice = run !== null && hasArtefact(run, 'sample') ? readManifest(run, 'sample').notice : null
  writeFileAtomically(file, write(checklistDocument(trial, checklist, notice)))
}
