import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { type ContrastEstimate, computed, type Measure } from '../../src/model/method.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { AnySummary } from '../../src/model/summary.ts'
import { type AnalysisResult, analysePlan } from '../../src/pipeline/analyse-plan.ts'
import { tidyResults } from '../../src/pipeline/tidy-results.ts'
import { contrast, countsOf, publishedMoments, publishedPayers } from '../support/analysis.ts'
import { parseCsv } from '../support/csv.ts'
import { needsCommand } from '../support/needs.ts'

const planned = (id: string, outcome: string, method: string) => ({
  id,
  title: id,
  outcome,
  method,
  role: 'primary' as const,
})

const plan: Plan = {
  schema: 'equipoise/plan/1',
  trial: 'part-payment',
  analysisSet: 'all_allocated',
  alpha: 0.05,
  confidenceLevel: 0.95,
  power: 0.8,
  contrasts: [contrast('pwc_first', 'control'), contrast('nrp_first', 'control')].map(spec => ({
    ...spec,
    title: spec.id,
  })),
  estimands: [],
  analyses: [
    planned('payers_test', 'paid', 'pearson-chi-squared'),
    planned('payers_share', 'paid', 'wilson-interval'),
    planned('payers_difference', 'paid', 'newcombe-difference'),
    planned('amount_mean', 'amount', 'mean-interval-t'),
    planned('amount_difference', 'amount', 'difference-in-means-welch'),
    planned('amount_ranks', 'amount', 'kruskal-wallis'),
    planned('calls_share', 'called', 'wilson-interval'),
    planned('calls_difference', 'called', 'newcombe-difference'),
  ],
}

/** Calls, which the control arm has none of; its cases were not observed. */
const calls = countsOf({ pwc_first: [12, 50], nrp_first: [7, 40], control: [0, 0] })
const summaries: AnySummary[] = [publishedPayers, publishedMoments(), { ...calls, outcome: 'called' }]
const analyses = analysePlan(plan, (outcome, kind) =>
  summaries.find(summary => summary.outcome === outcome && summary.kind === kind),
)
const notice = 'A reconstruction, not the "real" data.'
const csv = tidyResults({ analyses, notice: null })

function rowsOf(text: string): Record<string, string>[] {
  const [header = [], ...records] = parseCsv(text)
  return records.map(cells => {
    expect(cells).toHaveLength(header.length)
    return Object.fromEntries(header.map((name, index) => [name, cells[index] ?? '']))
  })
}

const rows = rowsOf(csv)
function find(analysis: string, term = ''): Record<string, string> {
  const found = rows.filter(row => row.analysis === analysis && row.term === term)
  if (found[0] === undefined || found.length > 1) throw new Error(`${found.length} rows of ${analysis} ${term}`)
  return found[0]
}
const resultOf = (id: string) => {
  const computation = analyses.find(each => each.id === id)?.computation
  if (computation?.status !== 'computed') throw new Error(`${id} was not computed`)
  return computation.result
}

describe('tidy results', () => {
  it("has broom's column names", () => {
    const header = parseCsv(csv)[0] ?? []
    const broom = ['term', 'estimate', 'std.error', 'statistic', 'parameter', 'p.value', 'conf.low', 'conf.high']
    expect(header.filter(name => broom.includes(name))).toEqual(broom)
    expect(header.filter(name => !broom.includes(name))).toEqual([
      'analysis',
      'outcome',
      'set',
      'method',
      'role',
      'arm',
      'against',
      'n',
      'measure',
      'den.df',
      'conf.level',
      'family',
      'adj.p.value',
      'simultaneous.method',
      'simultaneous.p.value',
      'simultaneous.conf.low',
      'simultaneous.conf.high',
      'draws',
      'mc.std.error',
      'status',
      'note',
    ])
  })

  it('has a row for every test, arm, contrast and analysis without a result, in the order of the plan', () => {
    const arms = ['pwc_first', 'nrp_first', 'control']
    const contrasts = ['pwc_first_control', 'nrp_first_control']
    expect(rows.map(({ analysis, term }) => `${analysis} ${term}`)).toEqual(
      [
        ['payers_test', ['X²']],
        ['payers_share', arms],
        ['payers_difference', contrasts],
        ['amount_mean', arms],
        ['amount_difference', contrasts],
        ['amount_ranks', ['']],
        ['calls_share', arms],
        ['calls_difference', contrasts],
      ].flatMap(([id, terms]) => [...(terms ?? [])].map(term => `${id} ${term}`)),
    )
  })

  it('writes a test with every digit', () => {
    const row = find('payers_test', 'X²')
    expect(Number(row.statistic)).toBeCloseTo(2.71461002, 8)
    expect(Number(row['p.value'])).toBeCloseTo(0.257353407533, 11)
    expect(row).toMatchObject({ parameter: '2', method: 'pearson-chi-squared', role: 'primary', outcome: 'paid' })
    expect(row).toMatchObject({ status: 'computed', estimate: '', 'conf.low': '', arm: '', note: '' })
    expect(resultOf('payers_test')).toMatchObject({ pValue: Number(row['p.value']) })
  })

  it('writes an arm with its interval: a proportion from 0 to 1, an amount in pence', () => {
    const share = find('payers_share', 'control')
    // R 4.2.2: prop.test(62, 6000, correct = FALSE)$conf.int
    expect(Number(share['conf.low'])).toBeCloseTo(0.00806953683394, 12)
    expect(Number(share['conf.high'])).toBeCloseTo(0.0132237400951, 12)
    expect(share).toMatchObject({ arm: 'control', n: '6000', estimate: String(62 / 6000), 'conf.level': '0.95' })
    expect(share).toMatchObject({ statistic: '', 'p.value': '' })
    expect(find('amount_mean', 'control')).toMatchObject({ estimate: '407', n: '6000' })
  })

  it('writes a contrast with its test and interval', () => {
    const result = resultOf('amount_difference')
    const computation = result.kind === 'contrasts' ? result.contrasts[0]?.computation : undefined
    if (computation?.status !== 'computed') throw new Error('no contrast')
    const { estimate, standardError, statistic, degreesOfFreedom, pValue, interval } = computation.result
    expect(find('amount_difference', 'pwc_first_control')).toMatchObject({
      arm: 'pwc_first',
      against: 'control',
      estimate: String(estimate),
      'std.error': String(standardError),
      statistic: String(statistic?.value),
      parameter: String(degreesOfFreedom),
      'p.value': String(pValue),
      'conf.low': String(interval.lower),
      'conf.high': String(interval.upper),
      'conf.level': '0.95',
      status: 'computed',
    })
    expect(find('payers_difference', 'pwc_first_control').parameter).toBe('')
  })

  it('says why an arm, a contrast or an analysis has no result', () => {
    const nothing = { estimate: '', 'std.error': '', statistic: '', 'p.value': '', 'conf.low': '', 'conf.high': '' }
    const note = 'No case of control has a recorded outcome.'
    expect(find('calls_share', 'pwc_first')).toMatchObject({ status: 'computed', estimate: '0.24', note: '' })
    expect(find('calls_share', 'control')).toMatchObject({
      ...nothing,
      arm: 'control',
      status: 'no_cases_in_arm',
      note,
    })
    expect(find('calls_difference', 'pwc_first_control')).toMatchObject({
      ...nothing,
      arm: 'pwc_first',
      against: 'control',
      status: 'no_cases_in_arm',
      note,
    })
    expect(find('amount_ranks')).toMatchObject({ ...nothing, status: 'data_not_printed' })
    expect(find('amount_ranks').note).toMatch(/the page does not give/)
  })

  it('puts the notice of a reconstruction in every row, quoted as CSV asks', () => {
    const noted = rowsOf(tidyResults({ analyses, notice }))
    expect(noted).toHaveLength(rows.length)
    expect(noted.map(({ note }) => note)).toEqual(rows.map(({ note }) => (note === '' ? notice : `${note} ${notice}`)))
  })
})

describe('tidy results of what only some methods give', () => {
  const whole = resultOf('amount_difference')
  const [first] = whole.kind === 'contrasts' ? whole.contrasts : []
  if (first?.computation.status !== 'computed') throw new Error('no contrast')
  const estimate = first.computation.result
  const interval = { lower: -2, upper: 3, level: 0.95, method: 'a method' }
  const tidied = (changes: Partial<ContrastEstimate>, measure: Measure, more: Partial<AnalysisResult> = {}) => {
    const computation = computed({ ...estimate, ...changes })
    const result = computed({ kind: 'contrasts' as const, measure, contrasts: [{ ...first, computation }] })
    const found = analyses.find(({ id }) => id === 'amount_difference')
    if (found === undefined) throw new Error('no analysis')
    return rowsOf(tidyResults({ analyses: [{ ...found, computation: result, ...more }], notice: null }))
  }

  it('put the family and its adjusted P beside P', () => {
    const adjusted = { contrast: first.id, family: 'main', method: 'holm', comparisons: 2, pValue: 0.36 } as const
    const [row] = tidied({}, 'difference', { adjusted: [adjusted] })
    expect(row).toMatchObject({ family: 'main', 'adj.p.value': '0.36', 'p.value': String(estimate.pValue) })
    expect(find('amount_difference', first.id)).toMatchObject({ family: '', 'adj.p.value': '', measure: 'difference' })
  })

  it('give each part of a contrast a row of its own', () => {
    const part = { id: 'payers', title: 'Payers', estimate: 127, standardError: 84, interval }
    const rows = tidied({ parts: [part, { ...part, id: 'amount', estimate: 60 }] }, 'difference')
    expect(rows.map(({ term }) => term)).toEqual([first.id, `${first.id}:payers`, `${first.id}:amount`])
    expect(rows[1]).toMatchObject({
      estimate: '127',
      'std.error': '84',
      'conf.low': '-2',
      arm: first.arm,
      'p.value': '',
    })
  })

  it('keep simultaneous intervals and the error of draws apart', () => {
    const simultaneous = { method: 'Dunnett', comparisons: 2, pValue: 0.3, interval }
    const [row] = tidied({ simultaneous, monteCarlo: { draws: 1000, standardError: 0.01 } }, 'difference')
    expect(row).toMatchObject({
      ...{ 'simultaneous.method': 'Dunnett', 'simultaneous.p.value': '0.3', 'simultaneous.conf.low': '-2' },
      ...{ 'simultaneous.conf.high': '3', draws: '1000', 'mc.std.error': '0.01' },
      'conf.low': String(estimate.interval.lower),
    })
  })

  it('write infinite limits as R reads them, and say of two rays that they are', () => {
    const [ratio] = tidied({ interval: { ...interval, lower: 0.5, upper: Infinity } }, 'ratio')
    expect(ratio).toMatchObject({ measure: 'ratio', 'conf.low': '0.5', 'conf.high': 'Inf', note: '' })
    const [needed] = tidied({ interval: { ...interval, lower: -Infinity, outside: true } }, 'number_needed')
    expect(needed).toMatchObject({ 'conf.low': '-Inf', note: expect.stringMatching(/^The set is in two parts/) })
  })
})

describe.runIf(needsCommand('Rscript'))('tidy results in R', () => {
  it('read as a data frame of numbers, with NA for what there is not', () => {
    const script = `
      d <- read.csv(file("stdin", encoding = "UTF-8"), check.names = FALSE)
      numbers <- c("n", "estimate", "std.error", "statistic", "parameter", "p.value", "conf.low", "conf.high", "conf.level")
      stopifnot(all(sapply(d[numbers], is.numeric)), is.na(d$p.value[2]))
      cat(nrow(d), sprintf("%.15g", d$p.value[1]), d$note[nrow(d)], sep = "\\n")`
    const { stdout, stderr, status } = spawnSync('Rscript', ['--vanilla', '-e', script], {
      input: tidyResults({ analyses, notice }),
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(status).toBe(0)
    const [count, p, note] = stdout.split('\n')
    expect(Number(count)).toBe(rows.length)
    expect(Number(p)).toBeCloseTo(Number(find('payers_test', 'X²')['p.value']), 14)
    expect(note).toBe(`${rows.at(-1)?.note} ${notice}`)
  })
})
