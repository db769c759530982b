import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { brunnerMunzel, dunn, mannWhitney, vanElteren } from '../../../src/statistics/index.ts'
import { type AnalysisRow, findSummary, summarise } from '../../../src/summaries/index.ts'
import { agree, cautionsOf, columnOf, contrast, firstContrast, resultOf, row } from '../../support/analysis.ts'
import { needsSharedData, sharedData } from '../../support/needs.ts'
import { r, scipy } from './oracle.ts'

function donors(): AnalysisRow[] {
  const [head = '', ...lines] = readFileSync(sharedData('karlan_list_2007.csv'), 'utf8').trim().split(/\r?\n/)
  const names = head.split(',')
  const [arm, amount, dormant, state] = ['arm', 'amount', 'dormant', 'red_state'].map(name => names.indexOf(name))
  return lines.map(line => {
    const fields = line.split(',')
    const [a, v, d, s] = [arm, amount, dormant, state].map(at => fields[at ?? 0] ?? '')
    return row(a ?? '', v === '-999' || v === '' ? null : 100 * Number(v), `${d}|${s}`)
  })
}

describe.runIf(needsSharedData('karlan_list_2007.csv'))('tests of ranks on 50,083 letters to donors', () => {
  test('as R and SciPy have them', () => {
    const column = columnOf(donors(), {
      arms: ['match1to1', 'match2to1', 'match3to1', 'control'],
      control: 'control',
    })
    const summaries = summarise(column, ['frequencies', 'ranks'])
    const frequencies = findSummary(summaries, column.outcome, 'frequencies')
    for (const arm of ['match1to1', 'match3to1'] as const) {
      const options = { level: 0.95, contrasts: [contrast(arm, 'control')] }
      const theirs = r.donors[arm]
      const u = resultOf(firstContrast(mannWhitney.compute(frequencies, options)))
      expect(u.statistic?.value).toBe(theirs.mannWhitney.W)
      // R and SciPy square and cube ranks of 27,000 cases in doubles.
      expect(agree(u.pValue ?? 0, theirs.mannWhitney.p, 1e-11)).toBe(true)

      const d = resultOf(firstContrast(dunn.compute(findSummary(summaries, column.outcome, 'ranks'), options)))
      expect(agree(d.estimate, theirs.dunn.estimate, 1e-11)).toBe(true)
      expect(agree(d.standardError, theirs.dunn.se, 1e-11)).toBe(true)
      expect(agree(d.pValue ?? 0, theirs.dunn.p, 1e-10)).toBe(true)

      const v = resultOf(firstContrast(vanElteren.compute(frequencies, options)))
      expect(agree(v.estimate, theirs.vanElteren.estimate, 1e-13)).toBe(true)
      expect(agree(v.statistic?.value ?? 0, theirs.vanElteren.z, 1e-11)).toBe(true)
      expect(agree(v.pValue ?? 0, theirs.vanElteren.p, 1e-10)).toBe(true)

      const b = firstContrast(brunnerMunzel.compute(frequencies, options))
      const [p, bm] = [resultOf(b), scipy.donors[arm]]
      expect(agree(p.estimate, bm.estimate, 1e-11)).toBe(true)
      expect(agree(p.statistic?.value ?? 0, bm.t, 1e-8)).toBe(true)
      expect(agree(p.degreesOfFreedom ?? 0, bm.df, 1e-8)).toBe(true)
      expect(agree(p.pValue ?? 0, bm.p, 1e-7)).toBe(true)
      expect(agree(p.interval.lower, bm.lower, 1e-9)).toBe(true)
      expect(cautionsOf(b)).toEqual(['nearly_all_tied'])
    }
  })
})
