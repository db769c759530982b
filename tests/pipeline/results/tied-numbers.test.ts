import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silent } from '../../../src/core/progress.ts'
import { writtenDocumentSchema } from '../../../src/model/written-document.ts'
import { allocateSample } from '../../../src/pipeline/allocate-sample.ts'
import { analyseRun } from '../../../src/pipeline/analyse-run.ts'
import { dashboardDocument } from '../../../src/pipeline/dashboard.ts'
import { drawSampleOfRun } from '../../../src/pipeline/draw-sample.ts'
import { recordEventsOfRun } from '../../../src/pipeline/record-events.ts'
import { registerTrial } from '../../../src/pipeline/registration/register-trial.ts'
import { reportRun, reproduceRun } from '../../../src/pipeline/report-run.ts'
import { reproducePage } from '../../../src/pipeline/reproduce-page.ts'
import { statusOfRun } from '../../../src/pipeline/status-run.ts'
import { findTrial, readTrial } from '../../../src/pipeline/trial-folder.ts'
import { type Document, type Results, writeJson } from '../../../src/report/index.ts'
import { untiedDigits, valuesOf } from '../../support/document-texts.ts'
import { scratch } from '../../support/folders.ts'
import { isWrittenOf } from '../../support/number-texts.ts'
import { SealedRun } from '../../support/sealed-run.ts'
import { SequentialRun, several } from '../../support/sequential-run.ts'
import { wordWriters } from '../../support/word-writers.ts'

const { folder, remove } = scratch()
afterAll(remove)

interface Made {
  document: Document
  results: Results
}

const made = new Map<string, Made>()
const kinds = [
  'a printed page',
  'a small run',
  'a small run beside print',
  'the letter trial',
  'a run with subgroups and harms',
  'the status of a run',
  'a registered trial',
  'a registered trial, for OSF',
  'a registered trial, for the Evaluation Registry',
]

beforeAll(async () => {
  const page = await reproducePage(await readTrial(findTrial('part-payment')), join(folder, 'page'), silent)
  const small = await smallRun()
  const letter = await letterRun()
  const [trial, run] = [await readTrial(small.trial), small.run]
  const documents = [page, await reportRun(trial, run, silent), await reproduceRun(trial, run, silent)]
  const status = await dashboardDocument(await statusOfRun({ trial, run, unmask: true }), trial.protocol)
  for (const [at, each] of [...documents, letter, await missedPaymentRun()].entries()) made.set(kinds[at] ?? '', each)
  const forms = [undefined, 'osf', 'evaluation-registry']
  const partPayment = await readTrial(findTrial('part-payment'))
  for (const [at, form] of forms.entries())
    made.set(
      kinds[kinds.length - forms.length + at] ?? '',
      await registerTrial(partPayment, join(folder, 'none'), form),
    )
  made.set('the status of a run', { document: status.document, results: status.status.results })
})

async function smallRun(): Promise<SealedRun> {
  const small = await new SealedRun(join(folder, 'small')).prepare()
  await small.record()
  await analyseRun(await readTrial(small.trial), small.run, silent)
  return small
}

/** The five cases of the README. */
async function letterRun(): Promise<Made> {
  const trial = await readTrial(findTrial('letter'))
  const place = join(folder, 'letter')
  mkdirSync(place)
  const [run, caseload, events] = ['run', 'caseload.csv', 'events.csv'].map(name => join(place, name)) as [
    ...[string, string, string],
  ]
  writeFileSync(caseload, 'case,arrears\nA1,412.50\nA2,80.00\nA3,1250.00\nA4,63.20\nA5,300.00\n')
  writeFileSync(events, 'id,case,kind,at,by,amount\none,A1,payment,2025-02-03,accounts,50.00\n')
  await drawSampleOfRun({ trial, run, caseload, seed: '2025' }, silent)
  await allocateSample({ trial, run, seed: '2025' }, silent)
  await recordEventsOfRun({ trial, run, events, clock: () => new Date('2025-04-10T09:00:00Z') }, silent)
  await analyseRun(trial, run, silent)
  return reportRun(trial, run, silent)
}

/** Cases that arrived one by one; some paid, one case complained twice, and a payment was taken away. */
async function missedPaymentRun(): Promise<Made> {
  const place = new SequentialRun(join(folder, 'missed')).prepare()
  writeFileSync(
    join(place.trial, 'disclosure.yaml'),
    'schema: equipoise/disclosure/1\ntrial: missed-payment-72h\nexemption: { reason: Made up., by: A test, on: 2026-11-29 }\n',
  )
  await place.open()
  await place.enrol(several(40))
  await place.close()
  const events = join(place.folder, 'events.csv')
  const paid = [1, 3, 4, 9, 12, 15, 22, 31].map(
    number => `P${number},C${String(number).padStart(3, '0')},payment,2013-02-20,team,${number}.50,,`,
  )
  const others = [
    'A,C002,complaint,2013-02-21,team,,,',
    'B,C002,complaint,2013-03-21,team,,,',
    'C,C004,void,2013-03-21,team,,P4,of another case',
  ]
  writeFileSync(events, ['id,case,kind,at,by,amount,corrects,reason', ...paid, ...others].join('\n'))
  const [trial, { run }] = [await readTrial(place.trial), place]
  await recordEventsOfRun({ trial, run, events, clock: () => new Date('2013-04-10T09:00:00Z') }, silent)
  await analyseRun(trial, run, silent)
  return reportRun(trial, run, silent)
}

describe.each(kinds)('the document on %s', kind => {
  const of = (): Made => made.get(kind) as Made

  it('has no digit that is not tied to a result or marked as none', () => {
    expect(untiedDigits(of().document)).toEqual([])
  })

  it('names results that are there, and writes them as they are', () => {
    const { document, results } = of()
    const wrong = valuesOf(document).flatMap(({ at, value }) => {
      const number = results.find(value.id)
      if (number === undefined) return [`${at}: no result is called ${value.id}`]
      return isWrittenOf(number, value) ? [] : [`${at}: ${value.text} is not ${value.id}, ${number.value}`]
    })
    expect(wrong).toEqual([])
    // An entry of the Registry holds the two costs of the arms and no other number.
    const fewest = kind.endsWith('for the Evaluation Registry') ? 2 : 16
    expect(valuesOf(document).length).toBeGreaterThanOrEqual(fewest)
  })

  it('is JSON as its schema says', () => {
    expect(writtenDocumentSchema.safeParse(JSON.parse(writeJson(of().document))).error?.issues).toBeUndefined()
  })

  it.each(Object.keys(wordWriters))('is written with all its numbers by the writer of %s', name => {
    const { document } = of()
    const { write, leavesOut } = wordWriters[name as keyof typeof wordWriters]
    const words = write(document)
    const wanted = valuesOf(document).filter(({ figure }) => figure === null || !leavesOut.includes(figure))
    expect(wanted.filter(({ value }) => !words.includes(value.text))).toEqual([])
  })
})

it('the report on a change of service says that it is one, and the others do not', () => {
  const saying = [...made]
    .filter(([, { document }]) => JSON.stringify(document.subtitle).includes('change of service'))
    .map(([kind]) => kind)
  expect(saying).toEqual(['a run with subgroups and harms'])
})

it('the report on a run with subgroups and harms shows both, from its log', () => {
  const { document, results } = made.get('a run with subgroups and harms') as Made
  const tables = document.sections.flatMap(({ blocks }) =>
    blocks.flatMap(block => (block.kind === 'table' ? [block.id] : [])),
  )
  expect(tables).toEqual(
    expect.arrayContaining([
      'harms-table',
      'records-table',
      'subgroups-payers-by-arrears-call',
      'subgroups-amounts-by-arrears-call',
    ]),
  )
  const sum = (of: string): number =>
    ['control', 'call'].reduce((total, arm) => total + results.number(of.replace('*', arm)).value, 0)
  expect(
    ['harm.complaint.*.cases', 'harm.complaint.*.events', 'records.*.events', 'records.*.voided'].map(sum),
  ).toEqual([1, 2, 10, 1])
  const groups = ['none', 'up_to_1000', 'from_1000'].map(group => sum(`payers_by_arrears.${group}.*.n`))
  // Arrears of £1 to £40: of none of £0.
  expect(groups).toEqual([0, 40, 0])
})
