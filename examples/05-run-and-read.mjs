// @ts-check
// A trial from nothing to its results: make it, make up cases and payments, draw, record, analyse, and read what it found.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as equipoise from 'equipoise'

const { silent } = equipoise
const place = mkdtempSync(join(tmpdir(), 'example-'))
const run = join(place, 'run')
const caseload = join(place, 'cases.csv')
const events = join(place, 'events.csv')

const arm = ['control=Ordinary collection', 'letter=A letter in plain words']
const { folder } = equipoise.makeTrial(
  join(place, 'letters'),
  { arm, size: ['control=300', 'letter=300'], cost: ['letter=1.20'] },
  '2027-01-11',
)
const trial = await equipoise.readTrial(folder)
const clock = () => new Date()

await equipoise.generateCaseloadFile(trial, { cases: 1200, seed: 'cases', out: caseload }, silent)
await equipoise.runTrial({ trial, run, caseload, seed: 'draw', clock }, silent)
await equipoise.generateEventsFile(trial, { run, seed: 'payments', out: events }, silent)
await equipoise.recordEventsOfRun({ trial, run, events, clock }, silent)
const { findings } = await equipoise.analyseRun(trial, run, silent)

console.log(findings.notice)
for (const { title, role, computation } of findings.analyses) {
  if (computation.status === 'undefined' || computation.result.kind !== 'contrasts') continue
  for (const contrast of computation.result.contrasts) {
    const { estimate, interval, pValue } = equipoise.resultOf(contrast.computation)
    console.log(`${title} (${role}), ${contrast.id}:`)
    console.log(
      `  ${estimate.toFixed(3)}, ${interval.lower.toFixed(3)} to ${interval.upper.toFixed(3)}, P`,
      pValue?.toFixed(3),
    )
  }
}
