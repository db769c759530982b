import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { silent } from '../../../src/core/progress.ts'
import { allocateSample } from '../../../src/pipeline/allocate-sample.ts'
import { drawSampleOfRun } from '../../../src/pipeline/draw-sample.ts'
import type { RecordingRequest } from '../../../src/pipeline/recording/open-recording.ts'
import { readTrial } from '../../../src/pipeline/trial-folder.ts'
import { openLog } from '../../../src/storage/log/sqlite-log.ts'

const protocol = `schema: equipoise/protocol/1
id: tiny
title: A tiny trial
kind: trial
timeZone: Europe/London
arms:
  - { id: control, title: No letter, control: true }
  - { id: letter, title: Letter }
caseload:
  caseId: case
  asOf: { date: "2025-01-06" }
  fields:
    - { id: arrears, title: Arrears, type: money, baseline: true }
eligibility:
  - { id: in_arrears, title: Arrears owed, rule: { field: arrears, atLeast: "0.01" } }
strata: []
allocation:
  method: fixed-counts
  targets: { all: { control: 2, letter: 3 } }
process:
  events:
    - { kind: letter_sent, title: Letter sent, arms: [letter] }
    - kind: payment
      title: Payment
      amount: required
      fields: [{ id: way, title: Way, type: category, levels: [card, cash], optional: true }]
ledgers:
  - id: bank
    title: Bank
    kind: payment
    by: bank
    columns: { id: Ref, case: Case, at: Day, amount: Amount }
    date: DD/MM/YYYY
    amount: { currency: GBP, sign: negative, thousands: "," }
    fields: { way: { column: Way, map: { C: card, M: cash } } }
    refunds: { kind: payment }
    skip: [{ column: Way, values: [X] }]
    otherCases: skip
    outsideFollowUp: skip
    idPrefix: bank-
outcomes:
  - { id: amount, title: Amount paid, type: money, sumOf: { field: kind, is: payment } }
followUp: { from: "2025-01-06", to: "2025-04-06" }
`
const plan = `schema: equipoise/plan/1
trial: tiny
analysisSet: all_allocated
alpha: 0.05
confidenceLevel: 0.95
power: 0.8
contrasts: [{ id: letter, title: Letter minus no letter, arm: letter, against: control }]
estimands: []
analyses:
  - { id: amount, title: Amount, outcome: amount, method: difference-in-means-welch, role: primary }
`

export const clock = () => new Date('2025-03-01T12:00:00.250Z')

/** Five allocated cases (A1, A3 and A4 get the letter) and one that is not eligible, B1; nothing is recorded yet. */
export async function tinyRun(folder: string): Promise<RecordingRequest> {
  const trialFolder = join(folder, 'trial')
  mkdirSync(trialFolder, { recursive: true })
  writeFileSync(join(trialFolder, 'protocol.yaml'), protocol)
  writeFileSync(join(trialFolder, 'plan.yaml'), plan)
  const caseload = join(folder, 'caseload.csv')
  writeFileSync(caseload, 'case,arrears\nA1,412.50\nA2,80\nA3,1250\nA4,63.20\nA5,300\nB1,0\n')
  const trial = await readTrial(trialFolder)
  const run = join(folder, 'run')
  await drawSampleOfRun({ trial, run, caseload, seed: '2025' }, silent)
  await allocateSample({ trial, run, seed: '2025' }, silent)
  return { trial, run, clock }
}

/** Every event of the run's log. */
export async function loggedEvents({ run }: RecordingRequest) {
  const log = openLog(join(run, '05-outcomes.sqlite'))
  try {
    return await log.readAfter(0)
  } finally {
    await log.close()
  }
}
