import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/core/canonical-json.ts'
import { silent } from '../../src/core/progress.ts'
import { readAndDerive } from '../../src/pipeline/analyse-run.ts'
import { listCharts } from '../../src/pipeline/charts/chart-trial.ts'
import { analyseElsewhere } from '../../src/pipeline/engines/index.ts'
import { recordedFindings } from '../../src/pipeline/engines/recorded-findings.ts'
import { flowOfRun } from '../../src/pipeline/flow-run.ts'
import { compareRun, reportRun } from '../../src/pipeline/report-run.ts'
import { needsAttention, statusOfRun } from '../../src/pipeline/status-run.ts'
import { readPublished, readTrial, type Trial } from '../../src/pipeline/trial-folder.ts'
import { verifyRun } from '../../src/pipeline/verify-run.ts'
import { readCsv } from '../../src/storage/csv-reader.ts'
import { brief, issuesOf } from '../storage/temporary.ts'
import { writeDividedTrial } from '../support/divided-trial.ts'
import { writeBareRun } from '../support/engine-runs.ts'
import { scratch } from '../support/folders.ts'
import { writeRealRun } from '../support/real-run.ts'

const { folder, remove } = scratch()
afterAll(remove)
let trial: Trial
/** The run with its own log, and the one whose outcomes are elsewhere. */
let [whole, bare, page] = ['', '', '']
const where = () => ({ engine: 'duckdb', data: [join(whole, '06-analysis-set.csv')] })

beforeAll(async () => {
  const real = await writeRealRun(folder, writeDividedTrial)
  trial = await readTrial(real.trial)
  whole = real.run
  bare = writeBareRun(whole, join(folder, 'bare'))
  await analyseElsewhere(trial, bare, where(), silent)
  await reportRun(trial, whole, silent)
  const { files, leftOut } = await reportRun(trial, bare, silent, [
    'html',
    'md',
    'odt',
    'docx',
    'ods',
    'xlsx',
    'json',
    'csv',
  ])
  expect(leftOut).toEqual([])
  expect(Object.keys(files).length).toBeGreaterThanOrEqual(8)
  page = readFileSync(join(bare, '11-report', 'report.md'), 'utf8')
}, 180_000)

const resultsOf = async (run: string): Promise<Map<string, string>> => {
  const { rows } = await readCsv(join(run, '11-report', 'results.csv'))
  return new Map(rows.map(({ cells: [id = '', ...rest] }) => [id, rest.join()]))
}

describe('the report of a run whose outcomes are elsewhere', () => {
  it('has the results of one from a log, with the same or fewer of them shown', async () => {
    const [own, found] = [await resultsOf(whole), await resultsOf(bare)]
    const ids = [...found.keys()].filter(id => !id.startsWith('chart.flow-diagram'))
    expect(ids.length).toBeGreaterThan(1000)
    const other = ids.filter(id => id !== 'disclosure.held_back' && found.get(id) !== own.get(id))
    // A count that a box of the flow would give away is held back only where there is that box.
    for (const id of other) expect(own.get(id), id).toMatch(/^\[c\]/)
    expect(other.length).toBeLessThan(5)
    const missing = [...own.keys()].filter(id => !found.has(id) && !id.startsWith('chart.flow-diagram'))
    expect(missing.filter(id => !/^(departure|harm|record)s?\./.test(id))).toEqual([])
  })

  it('shows no count of one to four cases', async () => {
    const counts = [...(await resultsOf(bare))].filter(
      ([id, text]) => /^(counts|observed|flow)\./.test(id) && /,count,/.test(text),
    )
    expect(counts.length).toBeGreaterThan(100)
    expect(counts.filter(([, text]) => /^[1-4],/.test(text))).toEqual([])
    expect([...(await resultsOf(bare)).values()].filter(text => text.startsWith('[c]')).length).toBeGreaterThan(100)
  })

  it('says what is elsewhere in place of zeros', () => {
    expect(page).toContain('Harms, departures from the process and corrections are not counted here')
    expect(page).toContain('The flow ends with the allocation')
    expect(page).not.toContain('Losses')
    expect(page).not.toContain('Events on record')
    expect(page).toContain('Does the difference depend on')
  })

  it('is verified with its charts, and refused once its plan or its summaries are others', async () => {
    const { steps } = await verifyRun(trial, bare, silent, { outcomes: where() })
    expect(steps.filter(({ status }) => status === 'differs')).toEqual([])
    expect(steps.find(({ step }) => step.startsWith('10 and 11'))?.status).toBe('verified')
    const other = { ...trial, hashes: { ...trial.hashes, plan: 'another' } }
    expect(brief(await issuesOf(() => recordedFindings(other, bare)))).toEqual(
      Array(2 + 1).fill('engines.results_outdated'),
    )
    const path = join(bare, '07-summaries.json')
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace('"n":', '"n": '))
    expect(brief(await issuesOf(() => reportRun(trial, bare, silent)))).toEqual(
      Array(2).fill('engines.results_outdated'),
    )
    writeFileSync(path, text)
  })

  it('is compared with a printed page as the run with its log is', async () => {
    const published = readPublished(await readTrial(join(folder, 'model')))
    const [own, found] = [(await readAndDerive(trial, whole)).findings, (await recordedFindings(trial, bare)).findings]
    expect(compareRun(found, published)).toEqual(compareRun(own, published))
    // Some sets are unbounded: numbers that JSON does not have.
    expect(canonicalJson(own.economics)).toContain('Infinity')
    expect(found.economics).toEqual(own.economics)
  })
})

describe('charts, flow and status of a run whose outcomes are elsewhere', () => {
  it('draws what its summaries and its cases give, and says what needs rows', async () => {
    const [own, found] = [
      await listCharts({ trial, run: whole }, silent),
      await listCharts({ trial, run: bare }, silent),
    ]
    expect(found.map(({ id }) => id)).toEqual(own.map(({ id }) => id))
    const needing = found.filter(({ why }) => why?.includes('in an engine')).map(({ kind }) => kind)
    expect(needing).toContain('cumulative-amounts')
    const drawn = found.filter(({ why }) => why === null).map(({ kind }) => kind)
    expect(drawn).toContain('enrolment-against-plan')
    expect(drawn).toContain('love-plot')
    const rest = (charts: typeof found) => charts.filter(({ kind }) => !needing.includes(kind))
    // What counts of the flow would give away is held back where there is that flow.
    const held = 'No counts of cases are at hand.'
    const both = rest(found).map((chart, at) => [chart.why, rest(own)[at]?.why])
    expect(both.filter(([why, ofOwn]) => why !== ofOwn && ofOwn !== held)).toEqual([])
  })

  it('counts cases up to their allocation', async () => {
    const [own, found] = [await flowOfRun({ trial, run: whole }), await flowOfRun({ trial, run: bare })]
    expect([own.outcomesElsewhere, found.outcomesElsewhere]).toEqual([false, true])
    const untilAllocation = ({ nodes }: typeof own) =>
      nodes.filter(({ id }) => !id.includes('/') || /^(allocated|excluded)\/[^/]+$/.test(id))
    expect(untilAllocation(found)).toEqual(untilAllocation(own))
    expect(found.nodes).toEqual(untilAllocation(found))
  })

  it('watches how cases came in, and knows nothing of what happened to them', async () => {
    const status = await statusOfRun({ trial, run: bare, unmask: true })
    expect(status).toMatchObject({ outcomesElsewhere: true, outcomes: [], spend: null, interim: null, violations: [] })
    expect(needsAttention(status)).toBe(false)
    const computed = status.measures.filter(({ readings }) => readings.some(each => each.status === 'computed'))
    expect(computed.map(({ id }) => id).sort()).toEqual(['enrolled_share', 'sample_ratio_p', 'split_clusters'])
    const [missing] = status.measures.find(({ id }) => id === 'missing_share')?.readings ?? []
    expect(missing?.detail).toBe('The outcomes are in an engine, and the run has no log to read.')
    expect(existsSync(join(bare, '05-outcomes.sqlite'))).toBe(false)
  })
})
