import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  clopperPearsonInterval,
  differenceInMeansWelch,
  kruskalWallis,
  meanIntervalT,
  meanIntervalZ,
  newcombeDifference,
  oneWayAnova,
  pearsonChiSquared,
  stratifiedDifferenceInMeans,
  stratifiedDifferenceInProportions,
  welchAnova,
} from '../../src/statistics/index.ts'
import type { AnalysisColumn, AnalysisRow } from '../../src/summaries/index.ts'
import {
  agree,
  armEstimate,
  binary,
  columnOf,
  contrast,
  firstContrast,
  reasonOf,
  resultOf,
  row,
  rResult,
  summaryOf,
} from '../support/analysis.ts'
import { needsSharedData, sharedData } from '../support/needs.ts'

const options = { level: 0.95, contrasts: [] }

/** Lines of a CSV without quoted commas, as records. */
function records(file: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(sharedData(file), 'utf8').trim().split(/\r?\n/)
  const names = head.split(',')
  return lines.map(line => Object.fromEntries(line.split(',').map((value, index) => [names[index] ?? '', value])))
}

interface Amounts {
  arms: string[]
  mean: number[]
  sd: number[]
  se: number[]
  half_t95: number[]
  half_z95: number[]
}

function comparesAmounts(rows: readonly AnalysisRow[], id: string, unit: number): void {
  const column = columnOf(rows)
  const r = rResult<Amounts>(`${id}.amount`)
  const [t, normal] = [meanIntervalT, meanIntervalZ].map(method =>
    method.compute(summaryOf(column, 'moments'), options),
  )
  r.arms.forEach((arm, index) => {
    const byT = armEstimate(t as NonNullable<typeof t>, arm)
    const byZ = armEstimate(normal as NonNullable<typeof normal>, arm)
    const pairs = [
      [byT.estimate / unit, r.mean[index]],
      [byT.standardError / unit, r.se[index]],
      [(byT.interval.upper - byT.estimate) / unit, r.half_t95[index]],
      [(byZ.estimate - byZ.interval.lower) / unit, r.half_z95[index]],
    ] as const
    // R adds in doubles and takes the quantile of t to 1e-12.
    for (const [ours, theirs] of pairs) expect(agree(ours, theirs ?? 0, 1e-10)).toBe(true)
  })
  comparesAnova(column, id)
  const ranks = resultOf(kruskalWallis.compute(summaryOf(column, 'ranks'), options))
  const kw = rResult<{ H: number; df: number; p: number; n: number }>(`${id}.kruskal`)
  // R squares rank sums and cancels: up to 1e-9 at 50,000 cases.
  expect(agree(ranks.statistic.value, kw.H, 1e-9)).toBe(true)
  expect(agree(ranks.pValue, kw.p, 1e-8)).toBe(true)
  expect(ranks.intermediates.n).toBe(kw.n)
}

function comparesAnova(column: AnalysisColumn, id: string): void {
  const r = rResult<Record<'F' | 'p' | 'welch_F' | 'welch_p', number> & { df: number[]; welch_df: number[] }>(
    `${id}.anova`,
  )
  const moments = summaryOf(column, 'moments')
  const [plain, welch] = [oneWayAnova, welchAnova].map(method => resultOf(method.compute(moments, options)))
  const pairs = [
    [plain?.statistic.value, r.F],
    [plain?.pValue, r.p],
    [welch?.statistic.value, r.welch_F],
    [welch?.denominatorDegreesOfFreedom, r.welch_df[1]],
    [welch?.pValue, r.welch_p],
  ] as const
  // R forms sums of squares in doubles: up to 1e-10 at 50,000 cases.
  for (const [ours, theirs] of pairs) expect(agree(ours ?? 0, theirs ?? 0, 1e-9)).toBe(true)
  expect([plain?.degreesOfFreedom, plain?.denominatorDegreesOfFreedom]).toEqual(r.df)
}

function comparesCounts(rows: readonly AnalysisRow[], id: string): void {
  const counts = summaryOf(columnOf(rows, binary), 'counts')
  const r = rResult<{ X2: number; p: number }>(`${id}.chisq`)
  const result = resultOf(pearsonChiSquared.compute(counts, options))
  expect(agree(result.statistic.value, r.X2, 1e-12)).toBe(true)
  expect(agree(result.pValue, r.p, 1e-11)).toBe(true)
  const intervals = rResult<{ arms: string[]; clopper_pearson: [number, number][] }>(`${id}.propci`)
  const exact = clopperPearsonInterval.compute(counts, options)
  intervals.arms.forEach((arm, index) => {
    expect(agree(armEstimate(exact, arm).interval.upper, intervals.clopper_pearson[index]?.[1] ?? 0, 1e-11)).toBe(true)
  })
}

function comparesWelch(rows: readonly AnalysisRow[], id: string, arm: string, against: string, unit: number): void {
  const r = rResult<{ diff: number; se: number; t: number; df: number; p: number; ci: [number, number] }>(
    `${id}.${arm}.vs.${against}.amount`,
  )
  const computation = differenceInMeansWelch.compute(summaryOf(columnOf(rows), 'moments'), {
    level: 0.95,
    contrasts: [contrast(arm, against)],
  })
  const ours = resultOf(firstContrast(computation))
  expect(agree(ours.estimate / unit, r.diff, 1e-11)).toBe(true)
  expect(agree(ours.degreesOfFreedom ?? 0, r.df, 1e-11)).toBe(true)
  expect(agree(ours.pValue ?? 0, r.p, 1e-10)).toBe(true)
  expect(agree(ours.interval.lower / unit, r.ci[0], 1e-9)).toBe(true)
  expect(agree(ours.interval.upper / unit, r.ci[1], 1e-9)).toBe(true)
}

describe.runIf(needsSharedData('karlan_list_2007.csv'))(
  '50,083 letters to donors, 98 per cent zeros, two amounts missing',
  () => {
    const donors = () => records('karlan_list_2007.csv')
    const amounts = (data: Record<string, string>[]) =>
      data.map(({ arm = '', amount = '' }) =>
        row(arm, amount === '-999' || amount === '' ? null : 100 * Number(amount)),
      )

    test('counts, amounts, ranks and differences as in R', () => {
      const data = donors()
      const rows = amounts(data)
      comparesCounts(
        data.map(({ arm = '', gave = '' }) => row(arm, Number(gave))),
        'kl.arm',
      )
      comparesAmounts(rows, 'kl.arm', 100)
      for (const arm of ['match1to1', 'match2to1']) comparesWelch(rows, 'kl.arm', arm, 'control', 100)
      expect(rows.filter(({ value }) => value === null)).toHaveLength(2)
    })
  },
)

describe.runIf(needsSharedData('dc_tanf_recertification_2017.csv'))(
  '3,539 benefit cases, 19 without an outcome',
  () => {
    const cases = () =>
      records('dc_tanf_recertification_2017.csv').map(
        ({ condition = '', recert_status = '', service_center = '', recert_month = '' }) =>
          row(
            condition,
            recert_status === '' ? null : Number(recert_status === 'Processed'),
            `${service_center}|${recert_month}`,
          ),
      )

    test('counts and differences as in R, missing outcomes left out and said', () => {
      const rows = cases()
      comparesCounts(rows, 'tanf.ok')
      comparesAmounts(rows, 'tanf.ok', 1)
      comparesWelch(rows, 'tanf.ok', 'Open_Appt', 'No_Letter', 1)
      const counts = summaryOf(columnOf(rows, binary), 'counts')
      const spec = { level: 0.95, contrasts: [contrast('Open_Appt', 'No_Letter')] }
      const computation = newcombeDifference.compute(counts, spec)
      expect(computation.status === 'computed' && computation.cautions[0]?.detail).toContain('19 of 3539')
      const r = rResult<{ newcombe_ci: [number, number]; p: number }>('tanf.ok.Open_Appt.vs.No_Letter.prop')
      const ours = resultOf(firstContrast(computation))
      expect(agree(ours.interval.lower, r.newcombe_ci[0], 1e-10)).toBe(true)
      expect(agree(ours.pValue ?? 0, r.p, 1e-10)).toBe(true)
    })

    test('a stratum seen in one arm only leaves no stratified answer, and without it there is one near the plain one', () => {
      const rows = cases()
      const spec = { level: 0.95, contrasts: [contrast('Open_Appt', 'No_Letter')] }
      const stratified = (some: readonly AnalysisRow[]) =>
        firstContrast(stratifiedDifferenceInProportions.compute(summaryOf(columnOf(some, binary), 'counts'), spec))
      expect(reasonOf(stratified(rows))).toBe('stratum_not_in_every_arm')
      const seen = (arm: string) =>
        new Map<string, number>(
          [...new Set(rows.map(({ stratum }) => stratum))].map(stratum => [
            stratum,
            rows.filter(each => each.arm === arm && each.stratum === stratum && each.value !== null).length,
          ]),
        )
      const [open, none] = [seen('Open_Appt'), seen('No_Letter')]
      const kept = rows.filter(({ stratum }) => (open.get(stratum) ?? 0) > 1 && (none.get(stratum) ?? 0) > 1)
      const ours = resultOf(stratified(kept))
      const plain = resultOf(
        firstContrast(newcombeDifference.compute(summaryOf(columnOf(kept, binary), 'counts'), spec)),
      )
      expect(Math.abs(ours.estimate - plain.estimate)).toBeLessThan(0.01)
      const means = resultOf(
        firstContrast(stratifiedDifferenceInMeans.compute(summaryOf(columnOf(kept), 'moments'), spec)),
      )
      expect(means.estimate).toBeCloseTo(ours.estimate, 14)
    })
  },
)
