import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silent } from '../../../src/core/progress.ts'
import { readAndDerive } from '../../../src/pipeline/analyse-run.ts'
import { listCharts, writeGallery } from '../../../src/pipeline/charts/chart-trial.ts'
import { disclosureOfRun } from '../../../src/pipeline/disclosure/of-run.ts'
import { runCounts } from '../../../src/pipeline/disclosure/run-counts.ts'
import { reportRun, resultsOfRun } from '../../../src/pipeline/report-run.ts'
import { analysisId } from '../../../src/pipeline/results/analysis-numbers.ts'
import { flowNumbers } from '../../../src/pipeline/results/flow-numbers.ts'
import { reported } from '../../../src/pipeline/results/reported.ts'
import { countId, shareId } from '../../../src/pipeline/results/trial-numbers.ts'
import { readTrial } from '../../../src/pipeline/trial-folder.ts'
import { type Document, plainText, type Results, written } from '../../../src/report/index.ts'
import { issuesOf } from '../../storage/temporary.ts'
import { attack } from '../../support/disclosure-attack.ts'
import { valuesOf } from '../../support/document-texts.ts'
import { scratch } from '../../support/folders.ts'
import { writeRealRun, writeRules } from '../../support/real-run.ts'

const { folder, remove } = scratch()
afterAll(remove)

interface Published {
  trial: string
  run: string
  document: Document
  results: Results
}

let open: Published
let rounded: Published
let exempted: Published

async function publish(name: string, rules?: string): Promise<Published> {
  const place = join(folder, name)
  cpSync(join(folder, 'real'), place, { recursive: true })
  const [trial, run] = [join(place, 'trial'), join(place, 'run')]
  if (rules !== undefined) writeRules(trial, rules)
  mkdirSync(join(trial, 'report'))
  writeFileSync(
    join(trial, 'report', 'conclusion.md'),
    `Of {{ cases.pwc_first }} cases {{ ${countId('paid', 'pwc_first', 'yes')} }} paid.`,
  )
  const made = await reportRun(await readTrial(trial), run, silent, ['html', 'md', 'csv', 'json', 'ods'])
  return { trial, run, ...made }
}

beforeAll(async () => {
  await writeRealRun(join(folder, 'real'))
  open = await publish('open')
  rounded = await publish('rounded', 'roundTo: 5\n')
  exempted = await publish(
    'exempted',
    'exemption: { reason: All cases agreed., by: Data governance, on: 2026-11-29 }\n',
  )
})

const read = ({ run }: Published, ...path: string[]) => readFileSync(join(run, ...path), 'utf8')
const noticesOf = ({ document }: Published) => document.notices.map(plainText).join(' ')
const conclusionOf = ({ document }: Published) => {
  const [block] = document.sections.find(({ id }) => id === 'conclusion')?.blocks ?? []
  return block?.kind === 'paragraph' ? plainText(block.text) : ''
}

/** Everything about the run, held back or not. */
async function wholeOf({ trial: place, run }: Published) {
  const trial = await readTrial(place)
  const { findings } = await readAndDerive(trial, run, silent)
  const { flow, manifests, disclosure } = await disclosureOfRun(trial, run, findings)
  const { results } = reported(findings, { flow: flowNumbers(manifests, trial.protocol.arms) })
  return { findings, results, held: disclosure.held, system: runCounts({ flow, manifests, findings }) }
}

describe('the report of a run of real cases', () => {
  it('says before all else that numbers are held back, and how many', () => {
    expect(noticesOf(open)).toMatch(
      /^Disclosure control: numbers that would tell of fewer than 5 cases, .* shown as \[c\]\. Results of this run held back: [\d,]+\.$/,
    )
    const manifest = JSON.parse(read(open, '11-report', 'manifest.json'))
    expect(manifest.disclosure).toEqual({ leastCases: 5, roundTo: null, exemption: null })
  })

  it('holds back small counts, shares of them, and what analyses make of them', async () => {
    const { results, findings } = await wholeOf(open)
    const paid = countId('paid', 'pwc_first', 'yes')
    expect(results.number(paid).value).toBe(1)
    const ids = [
      paid,
      shareId('paid', 'pwc_first', 'yes'),
      ...['estimate', 'conf.low', 'conf.high', 'std.error'].map(column =>
        analysisId('payers_difference', 'pwc_first_vs_control', column),
      ),
    ]
    for (const id of ids) {
      expect(results.find(id), id).toBeDefined()
      expect(open.results.number(id), id).toMatchObject({ held: true, value: Number.NaN })
    }
    const tests = findings.analyses.filter(({ computation }) => computation.status === 'computed')
    expect(tests.length).toBeGreaterThan(10)
    expect(open.results.number(analysisId('payers_difference', 'nrp_first_vs_control', 'estimate')).value).toBe(0)
  })

  it('shows no number under an id that it holds back, in any sentence, table or description', async () => {
    const { results } = await wholeOf(open)
    const values = valuesOf(open.document).map(({ value }) => value)
    const held = values.filter(({ id }) => open.results.find(id)?.held)
    expect(held.length).toBeGreaterThan(0)
    for (const { id, text } of held) expect(text, id).toBe('[c]')
    const shown = values.filter(({ id }) => id.startsWith('counts.') && !open.results.find(id)?.held)
    for (const { id, text } of shown) expect(text).toBe(written(results.number(id)).text)
    const tables = open.document.sections.flatMap(({ blocks }) => blocks.flatMap(b => (b.kind === 'table' ? [b] : [])))
    const cells = tables.flatMap(({ rows }) => rows.flatMap(row => row.map(plainText)))
    expect(cells.filter(cell => cell === '[c]').length).toBeGreaterThan(10)
  })

  it('shows no count of one to four cases, and lets nobody work one out', async () => {
    const { held, system } = await wholeOf(open)
    const small = [...system.counts].filter(([id, count]) => system.protects(id) && count > 0 && count < 5)
    expect(small.length).toBeGreaterThan(20)
    for (const [id] of small) expect(held, id).toContain(id)
    const told = attack(system.identities, [...held])
    expect(told.filter(id => small.some(([each]) => each === id))).toEqual([])
    const csv = read(open, '10-charts', 'flow-diagram.csv').split('\n').slice(1)
    const cases = csv.filter(line => line !== '').map(line => line.split(',').at(-2) ?? '')
    expect(cases.filter(each => each === 'held back').length).toBeGreaterThan(20)
    expect(cases.filter(each => /^[1-4]$/.test(each))).toEqual([])
    expect(read(open, '10-charts', 'flow-diagram.svg')).toContain('held\u00a0back')
  })

  it('holds them back in every list of results alike', async () => {
    const listed = await resultsOfRun(await readTrial(open.trial), open.run, silent)
    for (const { id, value, text } of listed) {
      const number = open.results.number(id)
      expect(value, id).toBe(number.held ? null : number.value)
      if (number.held) expect(text, id).toBe('[c]')
    }
    expect(listed.filter(({ value }) => value === null).length).toBeGreaterThan(100)
    const line = read(open, '11-report', 'results.csv')
      .split('\n')
      .find(each => each.startsWith(countId('paid', 'pwc_first', 'yes')))
    expect(line).toContain('[c]')
  })

  it('says so where an author names a number that is held back', () => {
    expect(conclusionOf(open)).toBe('Of 30 cases [c] paid.')
    expect(read(open, '11-report', 'report.html')).toContain('[c] paid')
  })

  it('draws no chart that would tell them', async () => {
    const request = { trial: await readTrial(open.trial), run: open.run }
    const out = join(folder, 'gallery')
    await writeGallery(request, { out, theme: 'light' }, silent)
    const names = readdirSync(out).filter(name => name.endsWith('.csv'))
    expect(names.length).toBeGreaterThan(2)
    expect(readFileSync(join(out, 'outcomes-disposition.svg'), 'utf8')).toContain('held back')
    const { results } = await wholeOf(open)
    const share = results.number(shareId('paid', 'pwc_first', 'yes')).value
    for (const name of readdirSync(out).filter(each => /\.(csv|json|svg)$/.test(each)))
      expect(readFileSync(join(out, name), 'utf8'), name).not.toMatch(
        new RegExp(`(?<![\\d.])${(100 * share).toFixed(4)}`),
      )
    const charts = await listCharts(request, silent)
    const whyOf = (id: string) => charts.find(chart => chart.id === id)?.why
    expect(whyOf('payers-amount')).toMatch(/No group has 5 cases or more/)
    expect(whyOf('shares-payers_share')).toContain('It would tell of fewer than 5 cases.')
  })
})

describe('rounding', () => {
  it('makes every count a multiple of the base, and says so', async () => {
    expect(noticesOf(rounded)).toContain('Counts of cases are rounded to multiples of 5')
    const { system } = await wholeOf(rounded)
    const counts = rounded.results.all.filter(({ id, held }) => system.counts.has(id) && !held)
    expect(counts.length).toBeGreaterThan(10)
    for (const { id, value } of counts) expect(value % 5, id).toBe(0)
    expect(conclusionOf(rounded)).toBe('Of 30 cases [c] paid.')
  })

  it('gives shares, their differences and limits as multiples of what the base is of the cases', () => {
    const number = (column: string) =>
      rounded.results.number(analysisId('payers_difference', 'nrp_first_vs_control', column)).value
    for (const column of ['estimate', 'conf.low', 'conf.high']) {
      const steps = (number(column) * 30) / 5
      expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-9)
    }
    expect(number('conf.low')).toBeLessThan(0)
  })
})

describe('an exemption', () => {
  it('is on record with its reason, and shows every number', async () => {
    expect(noticesOf(exempted)).toBe('')
    const said = 'No disclosure control was applied: Data governance decided it on 2026-11-29: All cases agreed.'
    expect(read(exempted, '11-report', 'report.md')).toContain(said)
    expect(JSON.parse(read(exempted, '11-report', 'manifest.json')).disclosure.exemption).toBe(
      'Data governance decided it on 2026-11-29: All cases agreed.',
    )
    expect(exempted.results.all.filter(({ held }) => held)).toEqual([])
    expect(conclusionOf(exempted)).toBe('Of 30 cases 1 paid.')
  })

  it('needs a reason, a name and a day', async () => {
    const trial = join(folder, 'exempted', 'trial')
    writeRules(trial, 'leastCases: 1\nroundTo: 0\nexemption: { reason: " " }\n')
    const issues = await issuesOf(async () => disclosureOfRunIn(trial))
    expect(issues.map(({ place }) => place.field).sort()).toEqual([
      ...['exemption.by', 'exemption.on', 'exemption.reason', 'leastCases', 'roundTo'],
    ])
    writeFileSync(join(trial, 'disclosure.yaml'), 'schema: equipoise/disclosure/1\ntrial: other\n')
    expect((await issuesOf(async () => disclosureOfRunIn(trial)))[0]).toMatchObject({ received: '"other"' })
  })
})

async function disclosureOfRunIn(place: string) {
  const trial = await readTrial(place)
  const { findings } = await readAndDerive(trial, exempted.run, silent)
  return disclosureOfRun(trial, exempted.run, findings)
}
