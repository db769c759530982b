import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silent } from '../../src/core/progress.ts'
import type { ComparedFigure } from '../../src/model/comparison.ts'
import { differencesOf } from '../../src/pipeline/chart-data.ts'
import type { Findings } from '../../src/pipeline/findings.ts'
import { pageJson } from '../../src/pipeline/page/page-json.ts'
import { type Reproduction, reproducePage } from '../../src/pipeline/reproduce-page.ts'
import { findTrial, readTrial } from '../../src/pipeline/trial-folder.ts'
import { sectionText } from '../../src/report/index.ts'
import { oracle } from '../support/analysis.ts'

const contrastEstimates = (findings: Findings, analysis: string) =>
  differencesOf(findings, analysis).flatMap(({ computation }) =>
    computation.status === 'computed' ? [computation.result] : [],
  )

let out: string
let reproduction: Reproduction

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'equipoise-page-'))
  reproduction = await reproducePage(await readTrial(findTrial('part-payment')), out, silent)
})

afterAll(() => rmSync(out, { recursive: true, force: true }))

function figure(id: string): ComparedFigure {
  const found = reproduction.comparison.figures.find(candidate => candidate.id === id)
  if (found === undefined) throw new Error(`no figure ${id}`)
  return found
}

describe('the part-payment report, from the printed page alone', () => {
  it('gives every figure the verdict that is recorded for it', () => {
    expect(reproduction.unexpected).toEqual([])
    expect(reproduction.comparison.totals.unexpected).toBe(0)
  })

  it('finds exactly the two contradictions', () => {
    const contradicted = reproduction.comparison.figures.filter(({ verdict }) => verdict === 'contradicted')
    expect(contradicted.map(({ id }) => id)).toEqual(['after_call.nrp_first.percent', 'cost.total'])
    expect(figure('after_call.nrp_first.percent').counts).toMatchObject({ status: 'none', ways: 0 })
    expect(figure('cost.total')).toMatchObject({ recomputed: 308500, range: { lower: 308000, upper: 309000 } })
  })

  it('recovers the payers as 79, 87 and 62 and nothing else', () => {
    const counts = ['pwc_first', 'nrp_first', 'control'].map(arm => figure(`payers.${arm}.percent`).counts)
    expect(counts).toMatchObject([
      { status: 'unique', values: [79] },
      { status: 'unique', values: [87] },
      { status: 'unique', values: [62] },
    ])
  })

  it('recomputes the chi-squared test', () => {
    expect(figure('payers.test.chi_squared').recomputed).toBeCloseTo(2.71461002, 8)
    expect(figure('payers.test.p_value').recomputed).toBeCloseTo(0.25735341, 8)
    expect(figure('payers.test.p_value').derivedFrom).toContain('payers.control.percent')
  })

  it('recomputes the half-widths', () => {
    const widths = ['pwc_first', 'nrp_first', 'control'].map(arm => figure(`payers.${arm}.half_width`).recomputed ?? 0)
    expect(widths.map(width => width.toFixed(3))).toEqual(['0.293', '0.270', '0.256'])
  })

  it('says that H cannot be derived, and between what it lies', () => {
    const h = figure('amount.test.h')
    expect(h).toMatchObject({ verdict: 'not_derivable', recomputed: null })
    expect([h.range?.lower.toFixed(2), h.range?.upper.toFixed(2)]).toEqual(['2.44', '3.01'])
    expect(figure('amount.test.p_value').recomputed).toBeCloseTo(0.2541, 4)
  })

  it('recomputes the cost per additional pound with its rounding range', () => {
    const [pwc, nrp] = ['pwc_first', 'nrp_first'].map(arm => figure(`cost_per_additional_pound.${arm}`))
    expect([pwc?.recomputed?.toFixed(2), nrp?.recomputed?.toFixed(2)]).toEqual(['13.76', '11.65'])
    // (152,000 ± 250) / (5,906 x (1.87 ± 0.01)), worked by hand.
    expect(pwc?.range?.lower).toBeCloseTo(151_750 / (5906 * 1.88), 3)
    expect(pwc?.range?.upper).toBeCloseTo(152_250 / (5906 * 1.86), 3)
  })

  it('bounds the suitable cases and those below £50 as the shares allow', () => {
    const range = (id: string): (number | null | undefined)[] => [figure(id).counts?.least, figure(id).counts?.most]
    expect(range('contact.pwc_first.unsuitable_percent')).toEqual([5906 - 1315, 5906 - 1297])
    expect(range('contact.nrp_first.unsuitable_percent')).toEqual([6718 - 1377, 6718 - 1374])
    expect(range('contact.pwc_first.below_50_percent')).toEqual([1211, 1269])
    expect(range('contact.nrp_first.below_50_percent')).toEqual([1445, 1511])
    expect(figure('response.pwc_first.interested_percent').counts).toMatchObject({ ways: 165, least: 167, most: 175 })
  })

  it('gives the contrasts that the report did not print', () => {
    const payers = contrastEstimates(reproduction.findings, 'payers_difference')
    const points = payers.map(({ estimate, interval, pValue }) => [
      ...[estimate, interval.lower, interval.upper].map(value => (100 * value).toFixed(2)),
      pValue?.toFixed(2),
    ])
    expect(points).toEqual([
      ['0.30', '-0.09', '0.70', '0.12'],
      ['0.26', '-0.12', '0.64', '0.17'],
      ['0.04', '-0.36', '0.45', '0.83'],
    ])
    const amounts = contrastEstimates(reproduction.findings, 'amount_difference').map(
      ({ estimate, interval, pValue }) => [
        ...[estimate, interval.lower, interval.upper].map(value => (value / 100).toFixed(2)),
        pValue?.toFixed(2),
      ],
    )
    expect(amounts).toEqual([
      ['1.87', '-0.87', '4.61', '0.18'],
      ['2.00', '-0.64', '4.64', '0.14'],
      ['-0.13', '-3.28', '3.02', '0.94'],
    ])
  })

  it('splits the differences in amounts so that the printed parts add up to the penny', () => {
    const parts = contrastEstimates(reproduction.findings, 'amount_difference_in_two_parts').map(estimate => [
      estimate.estimate,
      ...(estimate.parts ?? []).map(part => part.estimate),
    ])
    // By exact fractions from the whole counts and the printed means.
    const { printed } = oracle<{ printed: Record<string, number[]> }>('amounts.json')
    for (const [index, arm, difference] of [[0, 'pwc_first', 187] as const, [1, 'nrp_first', 200] as const]) {
      const [whole, ...own] = parts[index] ?? []
      expect(whole).toBe(difference)
      // To the rounding of doubles.
      for (const [at, part] of own.entries()) expect(part).toBeCloseTo(printed[arm]?.[at] ?? Number.NaN, 11)
    }
    const text = readFileSync(join(out, 'report.md'), 'utf8')
    const shown = (title: string): string[] =>
      text
        .split('\n')
        .filter(line => line.startsWith(`| ${title} minus control `) && line.includes('Change in '))
        .map(line => line.split(' | ')[2] ?? '')
    expect(shown('PWC first')).toEqual(['£1.27', '£0.60'])
    expect(shown('NRP first')).toEqual(['£1.13', '£0.87'])
    expect(text).toContain('neither part is an effect')
    const inJson = pageJson(reproduction.findings).contrasts.find(
      ({ analysis, contrast }) => analysis === 'amount_difference_in_two_parts' && contrast === 'pwc_first_vs_control',
    )
    expect(inJson?.overRounding?.estimate).toEqual({ lower: 186, upper: 188 })
    expect(reproduction.unexpected).toEqual([])
  })

  it('puts the exact tests beside the asymptotic one, each ordering named', () => {
    const test = (id: string) => {
      const computation = reproduction.findings.analyses.find(each => each.id === id)?.computation
      return computation?.status === 'computed' && computation.result.kind === 'test' ? computation.result : undefined
    }
    // R 4.2.2: chisq.test(table, simulate.p.value = FALSE) and fisher.test(table); Pearson's ordering by enumeration.
    expect(test('payers_test')?.pValue).toBeCloseTo(0.25735, 5)
    expect(test('payers_test_exact')?.pValue).toBeCloseTo(0.25749, 5)
    expect(test('payers_test_exact_probability')?.pValue).toBeCloseTo(0.24616, 5)
  })

  it('judges the two contrasts with control together, by Holm', () => {
    const adjusted = reproduction.findings.analyses.find(({ id }) => id === 'payers_difference')?.adjusted ?? []
    const [pwc, nrp] = contrastEstimates(reproduction.findings, 'payers_difference').map(({ pValue = 0 }) => pValue)
    expect(adjusted.map(({ contrast, comparisons }) => [contrast, comparisons])).toEqual([
      ['pwc_first_vs_control', 2],
      ['nrp_first_vs_control', 2],
    ])
    const [smaller = 0, larger = 0] = [pwc ?? 0, nrp ?? 0].sort((a, b) => a - b)
    const doubled = Math.min(1, 2 * smaller)
    expect(adjusted.map(({ pValue }) => pValue)).toEqual([doubled, Math.max(doubled, larger)])
  })

  it('begins with a page in plain words', () => {
    const [summary] = reproduction.document.sections
    const words = summary === undefined ? '' : sectionText(summary, Number.POSITIVE_INFINITY)
    expect(summary?.id).toBe('summary')
    expect(words).toContain('None of the 6 comparisons shows a difference.')
    expect(words).toContain('PWC first and NRP first did not pay for themselves')
    expect(words).toContain('from £0.87 less to £4.61 more, so a difference is not shown.')
    expect(words).not.toMatch(/significan|null hypothesis|p-value/i)
  })

  it('does not pretend to analyses that the page cannot feed', () => {
    const undone = reproduction.findings.analyses
      .filter(({ computation }) => computation.status === 'undefined')
      .map(({ id, computation }) => [id, computation.status === 'undefined' ? computation.reason : ''])
    expect(undone).toEqual([
      ['amount_test', 'data_not_printed'],
      ['payers_test_randomisation', 'data_not_printed'],
      ['amount_test_randomisation', 'data_not_printed'],
      ['payers_difference_randomisation', 'data_not_printed'],
      ['amount_difference_randomisation', 'data_not_printed'],
      ['amount_test_exact', 'data_not_printed'],
      ['amount_test_ranks_randomisation', 'data_not_printed'],
      ['payers_difference_cr2', 'data_not_printed'],
      ['amount_difference_bootstrap_t', 'data_not_printed'],
      ['amount_difference_bootstrap_bca', 'data_not_printed'],
      ['amount_difference_winsorised', 'data_not_printed'],
      ['amount_difference_cr2', 'data_not_printed'],
      ['amount_superiority', 'data_not_printed'],
      ['payers_difference_stratified', 'data_not_printed'],
      ['amount_difference_stratified', 'data_not_printed'],
      ['payers_difference_clustered', 'data_not_printed'],
      ['amount_difference_clustered', 'data_not_printed'],
      ['payers_share_stratified', 'data_not_printed'],
      ['amount_mean_stratified', 'data_not_printed'],
      ['payers_share_clustered', 'data_not_printed'],
      ['amount_mean_clustered', 'data_not_printed'],
      ['amount_mean_suitable', 'data_not_printed'],
      ['amount_difference_suitable', 'data_not_printed'],
      ['amount_mean_contacted', 'data_not_printed'],
      ['amount_difference_contacted', 'data_not_printed'],
      ['payers_effect_on_contacted', 'data_not_printed'],
      ['amount_effect_on_contacted', 'data_not_printed'],
    ])
  })

  it('states the economics: two rays, a net cost, far from break-even', () => {
    const [pwc, nrp] = reproduction.findings.economics?.comparisons ?? []
    const set = (arm: typeof pwc) => (arm?.costSet.status === 'computed' ? arm.costSet.result : undefined)
    expect(set(pwc)).toMatchObject({ type: 'two_rays', below: expect.closeTo(-29.7, 1), above: expect.closeTo(5.6, 1) })
    expect(set(nrp)).toMatchObject({ type: 'two_rays', below: expect.closeTo(-36.5, 1), above: expect.closeTo(5.0, 1) })
    const needed = [pwc, nrp].map(arm => (arm?.breakEven.status === 'computed' ? arm.breakEven.result.needed : 0))
    expect(needed.map(pence => (pence / 100).toFixed(2))).toEqual(['25.74', '23.30'])
  })

  it('writes a report that loads nothing and charts with their data and specification', () => {
    const html = readFileSync(join(out, 'report.html'), 'utf8')
    expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/)
    expect(html).toContain('No whole number of cases gives it')
    for (const number of [1, 2, 3, 4, 5]) {
      const spec = JSON.parse(readFileSync(join(out, `charts/figure-${number}.vl.json`), 'utf8'))
      expect(spec.$schema).toContain('vega-lite')
      expect(readFileSync(join(out, `charts/figure-${number}.svg`), 'utf8')).toContain('<svg')
      expect(readFileSync(join(out, `charts/figure-${number}.csv`), 'utf8').split('\n').length).toBeGreaterThan(2)
    }
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('308,500')
  })
})
