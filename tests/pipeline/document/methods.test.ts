import { expect, test } from 'vitest'
import type { AnySummary } from '../../../src/model/summary.ts'
import { analysePlan } from '../../../src/pipeline/analyse-plan.ts'
import { armTables } from '../../../src/pipeline/document/arms.ts'
import { reported } from '../../../src/pipeline/results/reported.ts'
import { findTrial, readTrial } from '../../../src/pipeline/trial-folder.ts'
import { countsOf } from '../../support/analysis.ts'
import { wordsOf } from './findings.ts'

test('a table of arms shows an arm without an estimate, and why, in a note', async () => {
  const { protocol, plan } = await readTrial(findTrial('part-payment'))
  const summary: AnySummary = countsOf({ pwc_first: [79, 5906], nrp_first: [0, 0], control: [0, 6000] })
  const source = (outcome: string, kind: string) => (outcome === 'paid' && kind === 'counts' ? summary : undefined)
  const analyses = analysePlan(plan, source)
  const found = { protocol, plan, basis: 'run', notice: null, analyses, summaries: source, economics: null } as const
  const tables = armTables(reported(found)).flatMap(block => (block.kind === 'table' ? [block] : []))

  expect(tables.slice(0, 3).map(({ id }) => id)).toEqual([
    'arms-payers-share',
    'arms-payers-share-wilson',
    'arms-payers-share-exact',
  ])
  const [wald, wilson] = tables
  expect(wald?.rows.slice(1).map(wordsOf)).toEqual([
    ['NRP first', '', 'not computable', ''],
    ['Control', '', 'not computable', ''],
  ])
  expect(wordsOf(wald?.notes.slice(0, 2) ?? [])).toEqual([
    'NRP first: No case of NRP first has a recorded outcome.',
    'Control: All cases are alike, so the formula gives an interval of no width.',
  ])
  expect(wilson?.rows.map(row => wordsOf(row.slice(0, 2)))).toEqual([
    ['PWC first', '5,906'],
    ['NRP first', ''],
    ['Control', '6,000'],
  ])
})
