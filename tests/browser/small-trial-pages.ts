import { join } from 'node:path'
import { checklistOfTrial } from '../../src/pipeline/checklist/checklist.ts'
import { checklistDocument } from '../../src/pipeline/checklist/checklist-document.ts'
import { dashboardHtml } from '../../src/pipeline/dashboard.ts'
import { statusOfRun } from '../../src/pipeline/status-run.ts'
import { readTrial } from '../../src/pipeline/trial-folder.ts'
import { writeHtml } from '../../src/report/index.ts'
import { SealedRun } from '../support/sealed-run.ts'

/** The pages of `status` and of `checklist` of a small trial whose outcomes were recorded. */
export async function pagesOfSmallTrial(folder: string): Promise<{ dashboard: string; checklist: string }> {
  const place = await new SealedRun(join(folder, 'trial')).prepare()
  await place.record()
  const trial = await readTrial(place.trial)
  const checklist = checklistOfTrial(trial, place.run)
  return {
    dashboard: await dashboardHtml(await statusOfRun({ trial, run: place.run }), trial.protocol),
    checklist: writeHtml(checklistDocument(trial, checklist, 'The trial is made up.')),
  }
}
