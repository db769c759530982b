import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  cochranMantelHaenszel,
  exactConditionalPearson,
  mantelHaenszelOddsRatio,
  pearsonChiSquared,
} from '../../../src/statistics/index.ts'
import { type AnalysisRow, collapseStrata } from '../../../src/summaries/index.ts'
import {
  agree,
  binary,
  cautionsOf,
  columnOf,
  contrast,
  firstContrast,
  reasonOf,
  resultOf,
  row,
  summaryOf,
} from '../../support/analysis.ts'
import { needsSharedData, sharedData } from '../../support/needs.ts'

const options = { level: 0.95, contrasts: [contrast('letter', 'none')] }

/** Any letter against none, in service centre x month, of the cases with a recorded outcome. */
function recertifications(): AnalysisRow[] {
  const [head = '', ...lines] = readFileSync(sharedData('dc_tanf_recertification_2017.csv'), 'utf8')
    .trim()
    .split(/\r?\n/)
  const names = head.split(',')
  return lines.flatMap(line => {
    const values = line.split(',')
    const at = (name: string) => values[names.indexOf(name)] ?? ''
    if (at('recert_status') === '') return []
    const arm = at('condition') === 'No_Letter' ? 'none' : 'letter'
    return [row(arm, Number(at('recert_status') === 'Processed'), `${at('service_center')}|${at('recert_month')}`)]
  })
}

describe.runIf(needsSharedData('dc_tanf_recertification_2017.csv'))('3,520 benefit cases in 27 strata', () => {
  let all: AnalysisRow[] = []
  let kept: AnalysisRow[] = []
  const counts = (rows: readonly AnalysisRow[]) =>
    summaryOf(columnOf(rows, { ...binary, arms: ['letter', 'none'], control: 'none' }), 'counts')
  const arms = (stratum: string) => new Set(all.filter(each => each.stratum === stratum).map(({ arm }) => arm))

  // Not before: where the data are not here, this body runs all the same.
  beforeAll(() => {
    all = recertifications()
    kept = all.filter(({ stratum }) => arms(stratum).size === 2)
  })

  test('as they are, a stratum in one arm only: no conditional answer, and a caution beside the plain one', () => {
    const summary = counts(all)
    expect(reasonOf(cochranMantelHaenszel.compute(summary, options))).toBe('stratum_not_in_every_arm')
    expect(reasonOf(exactConditionalPearson.compute(summary, options))).toBe('stratum_not_in_every_arm')
    expect(reasonOf(firstContrast(mantelHaenszelOddsRatio.compute(summary, options)))).toBe('stratum_not_in_every_arm')
    expect(cautionsOf(pearsonChiSquared.compute(summary, options))).toEqual(['stratum_not_in_every_arm'])
    expect(cautionsOf(pearsonChiSquared.compute(collapseStrata(summary), options))).toEqual([])
  })

  test('without that stratum: mantelhaen.test, uncorrected', () => {
    expect(kept).toHaveLength(3519)
    const summary = counts(kept)
    // R 4.2.2: mantelhaen.test(table(letter, processed, centre x month), correct = FALSE).
    const r = { X2: 9.65483916669036, p: 0.0018885342724555476, or: 1.255326838963836 }
    const ci = [1.087575203527699, 1.4489531091840508] as const
    const test = resultOf(cochranMantelHaenszel.compute(summary, options))
    expect(agree(test.statistic.value, r.X2, 1e-12)).toBe(true)
    expect(agree(test.pValue, r.p, 1e-11)).toBe(true)
    const ratio = resultOf(firstContrast(mantelHaenszelOddsRatio.compute(summary, options)))
    expect(agree(ratio.estimate, r.or, 1e-12)).toBe(true)
    expect(agree(ratio.interval.lower, ci[0], 1e-11)).toBe(true)
    expect(agree(ratio.interval.upper, ci[1], 1e-11)).toBe(true)
    // Exact on the sums of 26 strata: near the asymptotic P, as some 1,500 processed cases make it.
    const exact = resultOf(exactConditionalPearson.compute(summary, options))
    expect(exact.monteCarlo).toBeUndefined()
    expect(agree(exact.statistic.value, r.X2, 1e-12)).toBe(true)
    expect(Math.abs(exact.pValue / r.p - 1)).toBeLessThan(0.1)
  })
})
