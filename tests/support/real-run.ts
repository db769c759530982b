import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { silent } from '../../src/core/progress.ts'
import { allocateSample } from '../../src/pipeline/allocate-sample.ts'
import { analyseRun } from '../../src/pipeline/analyse-run.ts'
import { drawSampleOfRun } from '../../src/pipeline/draw-sample.ts'
import { generateCaseloadFile, generateEventsFile } from '../../src/pipeline/generate.ts'
import { recordEventsOfRun } from '../../src/pipeline/record-events.ts'
import { readTrial } from '../../src/pipeline/trial-folder.ts'
import { writeSmallTrial } from './small-trial.ts'

/** A run of 94 cases that passes for one of real cases, as nothing in its trial says that they are made up. */
export async function writeRealRun(
  folder: string,
  writeTrial = writeSmallTrial,
  changeCaseload: (text: string) => string = text => text,
): Promise<{ trial: string; run: string }> {
  mkdirSync(folder, { recursive: true })
  const model = writeTrial(join(folder, 'model'))
  const [trial, run, caseload, events] = ['trial', 'run', 'caseload.csv', 'events.csv'].map(name =>
    join(folder, name),
  ) as [string, string, string, string]
  cpSync(model, trial, { recursive: true })
  for (const name of ['synthetic.yaml', 'published.yaml']) rmSync(join(trial, name))
  const [made, real] = [await readTrial(model), await readTrial(trial)]
  await generateCaseloadFile(made, { cases: 800, seed: '7', out: caseload }, silent)
  writeFileSync(caseload, changeCaseload(readFileSync(caseload, 'utf8')))
  await drawSampleOfRun({ trial: real, run, caseload, seed: '1' }, silent)
  await allocateSample({ trial: real, run, seed: '1' }, silent)
  await generateEventsFile(made, { run, seed: '7', out: events }, silent)
  await recordEventsOfRun({ trial: real, run, events, clock: () => new Date('2026-11-29T09:30:00.000Z') }, silent)
  await analyseRun(real, run, silent)
  return { trial, run }
}

/** Writes disclosure.yaml of a small trial. */
export function writeRules(trial: string, rules: string): void {
  writeFileSync(join(trial, 'disclosure.yaml'), `schema: equipoise/disclosure/1\ntrial: part-payment\n${rules}`)
}
