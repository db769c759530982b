import { join } from 'node:path'
import { dashboardHtml } from '../../src/pipeline/dashboard.ts'
import { statusOfRun } from '../../src/pipeline/status-run.ts'
import { readTrial } from '../../src/pipeline/trial-folder.ts'
import { SealedRun } from '../support/sealed-run.ts'

/** The page of `status` of a small trial whose outcomes were recorded. */
export async function dashboardOfSmallTrial(folder: string): Promise<string> {
  const place = await new SealedRun(join(folder, 'trial')).prepare()
  await place.record()
  const trial = await readTrial(place.trial)
  return dashboardHtml(await statusOfRun({ trial, run: place.run }), trial.protocol)
}
