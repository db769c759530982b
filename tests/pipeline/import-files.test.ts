import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Protocol } from '../../src/model/protocol.ts'
import { analysisSetText, buildAnalysisSet, describeColumns } from '../../src/outcomes/index.ts'
import { importFiles } from '../../src/pipeline/import-files.ts'
import { allocation, event, sample, protocol as small } from '../outcomes/trial.ts'
import { parseCsv } from '../support/csv.ts'
import { scratch } from '../support/folders.ts'
import { needsCommand } from '../support/needs.ts'

const { folder, remove } = scratch()
afterAll(remove)

const title = 'A "quoted" title \\ with a quote\' and £, =1+1'
const notice = 'Made up: "not real".'
const fields = [
  ...small.caseload.fields.map(field => ({ ...field, title })),
  { id: 'since', title: '=SUM(A1)', type: 'date' as const, baseline: true as const, optional: true as const },
  { id: 'remark', title: 'Remark', type: 'text' as const, baseline: true as const, optional: true as const },
]
const protocol: Protocol = {
  ...small,
  caseload: { ...small.caseload, fields },
  followUp: { ...small.followUp, perCase: { from: 'since', months: 2 } },
}
const remarks = ['=1+1', 'a, "b"', "'plain", null]
const cases = sample.map((each, index) => ({
  ...each,
  baseline: { ...each.baseline, since: index === 3 ? null : '2016-02-01', remark: remarks[index] ?? null },
}))
const events = [
  event('screened', { case: 'C3' }, { suitability: 'suitable' }),
  event('payment', { case: 'C1', at: '2016-02-03', amountPence: 3_000_000_000 }),
  event('payment', { case: 'C3', at: '2016-02-03', amountPence: 250 }),
]
const set = buildAnalysisSet(protocol, { allocation, sample: cases, events })
const text = analysisSetText(protocol, set)
const files = new Map(importFiles(protocol, { text, name: '06-analysis-set.csv', notice }))
for (const [name, content] of files) writeFileSync(join(folder, name), content)
writeFileSync(join(folder, '06-analysis-set.csv'), text)

/** What both scripts print. */
const expected = [
  notice,
  'case_id: n 4, missing 0, not applicable 0',
  'arm: n 4, missing 0, not applicable 0, control 2, call 2',
  'stratum: n 4, missing 0, not applicable 0, 1993 1, 2003 3',
  'cluster: n 4, missing 0, not applicable 0',
  'linked: n 4, missing 0, not applicable 0',
  'position: n 4, missing 0, not applicable 0, sum 4',
  'probability_numerator: n 4, missing 0, not applicable 0, sum 4',
  'probability_denominator: n 4, missing 0, not applicable 0, sum 8',
  'window_from: n 3, missing 1, not applicable 0',
  'window_to: n 3, missing 1, not applicable 0',
  'window: n 3, missing 1, not applicable 0, complete 3, censored 0',
  'baseline_scheme: n 4, missing 0, not applicable 0, 1993 1, 2003 3',
  'baseline_arrears_pence: n 3, missing 1, not applicable 0, sum 6000',
  'baseline_since: n 3, missing 1, not applicable 0',
  'baseline_remark: n 3, missing 1, not applicable 0',
  'payer: n 3, missing 1, not applicable 0, sum 2',
  'amount_pence: n 3, missing 1, not applicable 0, sum 3000000250',
  'arrears_pence: n 3, missing 1, not applicable 0, sum 6000',
  'suitability: n 1, missing 1, not applicable 2, suitable 1, unsuitable 0',
  'interest: n 1, missing 0, not applicable 3, settled 0, interested 0, none 1',
  'large_payment: n 3, missing 1, not applicable 0, sum 1',
]

test('the dictionary has a row for every column of the set, in order, and says what empty cells and NA mean', () => {
  const [header = [], ...rows] = parseCsv(files.get('06-dictionary.csv') ?? '')
  expect(header).toEqual(['column', 'title', 'type', 'unit', 'levels', 'empty', 'not_applicable', 'source'])
  expect(rows.map(([column]) => column)).toEqual((text.split('\n')[0] ?? '').split(','))
  const row = (column: string) => rows.find(([name]) => name === column)
  expect(row('suitability')).toEqual([
    'suitability',
    'Suitability',
    'category',
    '',
    'suitable unsuitable',
    'missing',
    'does not apply: the arm is none of call',
    'recorded events',
  ])
  expect(row('interest')?.[6]).toBe('does not apply: suitability is none of suitable')
  expect(row('amount_pence')?.slice(2, 4)).toEqual(['money', 'pence'])
  expect(row('payer')?.slice(2, 4)).toEqual(['integer', '1 yes, 0 no'])
  expect(row('baseline_arrears_pence')?.[1]).toBe(title)
  expect(row('baseline_since')?.[1]).toBe("'=SUM(A1)")
  expect(describeColumns(small).map(({ column }) => column)).not.toContain('window')
})

const run = (program: string, script: string, ...options: string[]) =>
  spawnSync(program, [...options, script], { encoding: 'utf8', cwd: folder, env: { ...process.env, LC_ALL: 'C' } })

describe.runIf(needsCommand('python3'))('the import script of Python', () => {
  test('reads the set with its types, and counts and sums it', () => {
    const { stdout, stderr } = run('python3', '06-import.py', '-B')
    expect(stderr).toBe('')
    expect(stdout.trim().split('\n')).toEqual(expected)
  })

  test('tells missing from not applicable, and gives dates, booleans and text as they were', () => {
    const program = `
import importlib.util
spec = importlib.util.spec_from_file_location("analysis_set", "06-import.py")
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
columns = module.read()
print(columns["suitability"], columns["linked"], columns["baseline_since"][2:], columns["baseline_remark"])`
    writeFileSync(join(folder, 'use.py'), program)
    expect(run('python3', 'use.py', '-B').stdout.trim()).toBe(
      `[NA, NA, None, 'suitable'] [True, True, False, False] [None, datetime.date(2016, 2, 1)] ['a, "b"', "'plain", None, '=1+1']`,
    )
  })

  test('refuses another file than it was written for', () => {
    writeFileSync(join(folder, 'other.py'), (files.get('06-import.py') ?? '').replace(/"sha256": "../, '"sha256": "zz'))
    const { status, stderr } = run('python3', 'other.py', '-B')
    expect(status).toBe(1)
    expect(stderr).toMatch(/is not the file that this script was written for/)
  })
})

describe.runIf(needsCommand('Rscript'))('the import script of R', () => {
  test('reads the set with its types, and counts and sums it', () => {
    const { stdout, stderr } = run('Rscript', '06-import.R')
    expect(stderr).toBe('')
    expect(stdout.trim().split('\n')).toEqual(expected)
  })

  test('has factors in the order of the protocol, dates, and what does not apply apart from what is missing', () => {
    const program = `
invisible(capture.output(source("06-import.R")))
cat(levels(analysis_set$arm), class(analysis_set$baseline_since), is.logical(analysis_set$linked), "\\n")
cat(not_applicable(analysis_set, "suitability"), is.na(analysis_set$suitability), "\\n")
cat(analysis_set$baseline_remark, sep = "|")`
    writeFileSync(join(folder, 'use.R'), program)
    expect(run('Rscript', 'use.R').stdout.trim().split('\n')).toEqual([
      'control call Date TRUE ',
      'TRUE TRUE FALSE FALSE TRUE TRUE TRUE FALSE ',
      `a, "b"|'plain|NA|=1+1`,
    ])
  })
})
