import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { silent } from '../../src/core/progress.ts'
import { computed } from '../../src/model/method.ts'
import { notInReport, type RedrawnChart } from '../../src/model/published.ts'
import type { AnalysisResult } from '../../src/pipeline/analysis-result.ts'
import { drawChart } from '../../src/pipeline/chart-data.ts'
import { drawCharts } from '../../src/pipeline/draw-charts.ts'
import type { Findings } from '../../src/pipeline/findings.ts'
import { readPublished, readTrial } from '../../src/pipeline/trial-folder.ts'
import { plainText } from '../../src/report/index.ts'
import { temporaryFolder } from '../storage/temporary.ts'
import { countsOf } from '../support/analysis.ts'
import { partPayment } from '../support/small-trial.ts'
import { contrast, differenceAnalysis, findingsWith, undefinedBecause } from './document/findings.ts'

const { folder } = temporaryFolder()
const notice = 'This is a reconstruction: made-up cases. It is not real, and "no case" is a person.'

const contrastChart: RedrawnChart = {
  id: 'contrasts-payers',
  chart: 'contrasts-with-intervals',
  place: notInReport,
  title: 'Nothing is settled',
  shows: 'Difference in payers',
  subtitle: 'Difference in cases with payments, percentage points',
  axis: 'Percentage points',
  series: [{ title: 'Difference', analysis: 'payers_difference' }],
}
const shareChart: RedrawnChart = {
  ...contrastChart,
  id: 'figure-3',
  chart: 'category-shares',
  place: 'figure 3',
  series: [{ title: 'Payers', outcome: 'paid', arms: ['pwc_first'], levels: [{ level: 'yes', title: 'Paid' }] }],
}
const payers = differenceAnalysis(
  {},
  {
    pwc_first_vs_control: contrast('pwc_first_vs_control', [0.003, -0.0009, 0.007]),
    nrp_first_vs_control: undefinedBecause('Nothing varies.'),
  },
)
const findings = findingsWith({
  analyses: [payers],
  summaries: (outcome, kind) =>
    outcome === 'paid' && kind === 'counts' ? countsOf({ pwc_first: [25, 1000], control: [0, 0] }) : undefined,
})

const draw = (given: Findings, ...charts: RedrawnChart[]) =>
  drawCharts({ findings: given }, charts, { folder, fromReport: 'charts' }, silent)
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')

describe('charts of findings', () => {
  it('have the headline of the report where they are drawn from its page, and none of a finding elsewhere', async () => {
    const [fromPage] = await draw({ ...findings, basis: 'page' }, contrastChart)
    const [fromRun] = await draw({ ...findings, basis: 'run' }, contrastChart)
    expect([fromPage, fromRun].map(drawn => plainText(drawn?.figure.title ?? ''))).toEqual([
      'Nothing is settled',
      'Difference in payers',
    ])
  })

  it('carry the notice in every file, the table in every row, and say it in the caption', async () => {
    const drawn = await draw({ ...findings, notice }, contrastChart, shareChart)
    const files = drawn.flatMap(chart => chart.files)
    expect(files).toHaveLength(8)
    for (const name of files.filter(each => !each.endsWith('.png')))
      expect(read(name), name).toMatch(/This is a reconstruction: made-up cases\./)
    const rows = read('contrasts-payers.csv').trimEnd().split('\n')
    expect(rows[0]).toBe('contrast,estimate,conf.low,conf.high,note')
    for (const row of rows.slice(1)) expect(row).toContain(',"This is a reconstruction: made-up cases. It is not real')
    for (const { figure } of drawn) {
      expect(plainText(figure.subtitle)).toMatch(/\. This is a reconstruction: made-up cases\.$/)
      expect(plainText(figure.description)).toContain(notice)
    }
    const spec = JSON.parse(read('figure-3.vl.json'))
    expect(spec.description).toContain(notice)
    expect(spec.title.subtitle.join(' ')).toContain(notice)
  })

  it('say nothing of the kind where there is no notice', async () => {
    const [drawn] = await draw(findings, shareChart)
    expect(read('figure-3.csv')).toBe('category,share\nPaid,2.5\n')
    for (const name of drawn?.files ?? []) if (!name.endsWith('.png')) expect(read(name)).not.toMatch(/reconstruction/i)
  })

  it('are labelled by their number in the report, or as ours by a letter', async () => {
    const drawn = await draw(findings, shareChart, contrastChart, { ...contrastChart, id: 'another' })
    expect(drawn.map(({ figure }) => plainText(figure.label))).toEqual([
      'Figure 3',
      'Figure A (ours, not in the report)',
      'Figure B (ours, not in the report)',
    ])
  })

  it('name a contrast that could not be computed, and are left out where there is nothing to draw', async () => {
    const [drawn] = await draw(findings, contrastChart)
    expect(plainText(drawn?.figure.subtitle ?? '')).toContain('NRP first minus control: not computable')
    expect(drawn?.figure.data.rows.map(row => row.map(plainText))).toEqual([
      ['PWC first minus control', '0.30', '−0.09', '0.70'],
    ])
    const nothing = findingsWith({ analyses: [differenceAnalysis({ computation: undefinedBecause('Nothing.') }, {})] })
    expect(await draw(nothing, contrastChart, shareChart, { ...shareChart, chart: 'stacked-shares' })).toEqual([])
    const nobody = { ...shareChart, series: shareChart.series.map(series => ({ ...series, arms: ['control'] })) }
    expect(await draw(findings, nobody, { ...nobody, chart: 'stacked-shares' })).toEqual([])
  })
})

describe('shares and means of groups', () => {
  const estimates = (computation: AnalysisResult['computation']) => ({
    findings: findingsWith({ analyses: [differenceAnalysis({ id: 'payers_share', computation }, {})] }),
  })
  const chart = { ...contrastChart, chart: 'shares-with-intervals', series: [{ title: 'A', analysis: 'payers_share' }] }
  const why = (computation: AnalysisResult['computation'], change: Partial<RedrawnChart> = {}) =>
    drawChart(estimates(computation), { ...chart, ...change })

  it('say why there are none, and are not drawn empty', () => {
    const missing = (arm: string, detail: string) => ({ arm, reason: 'zero_variance', detail }) as const
    const notEstimated = [missing('control', 'Nobody was observed.'), missing('nrp_first', 'Nobody was observed.')]
    const arms = computed({ kind: 'arms', estimates: [], notEstimated } as const)
    for (const kind of ['shares-with-intervals', 'means-with-intervals']) {
      expect(why(undefinedBecause('Nothing varies.'), { chart: kind })).toEqual({ why: 'Nothing varies.' })
      expect(why(arms, { chart: kind })).toEqual({ why: 'Nobody was observed.' })
      expect(why(payers.computation, { chart: kind })).toEqual({
        why: 'The analysis gives no estimates of single groups.',
      })
      const other = [{ title: 'A', analysis: 'other' }]
      expect(why(arms, { chart: kind, series: other })).toEqual({ why: 'No analysis of it is at hand.' })
    }
  })
})

it('the part-payment trial has its figures 1 to 6, and then what is ours', async () => {
  const { charts } = readPublished(await readTrial(partPayment))
  expect(charts.map(({ id, place }) => [id, place])).toEqual([
    ...[1, 2, 3, 4, 5].map(number => [`figure-${number}`, `figure ${number}`]),
    ['figure-6', 'figure 6'],
    ['contrasts-payers', notInReport],
    ['contrasts-amount', notInReport],
    ['break-even', notInReport],
  ])
})
