import { beforeAll, describe, expect, test } from 'vitest'
import type { ArmEstimates, ContrastEstimates, TestResult } from '../../src/model/method.ts'
import type { AnalysisResult } from '../../src/pipeline/analysis-result.ts'
import { agree, cautionsOf, reasonOf, resultOf, rResult } from '../support/analysis.ts'
import { needsSharedData } from '../support/needs.ts'
import { analysePublicTrial, publicRecords } from './public-trials.ts'

const file = 'dc_tanf_recertification_2017.csv'
const armOf = new Map([
  ['No_Letter', 'no_letter'],
  ['Open_Appt', 'open_appointment'],
  ['Specific_Appt', 'specific_appointment'],
])

describe.runIf(needsSharedData(file))('reminder letters in Washington DC (2017), from a protocol and a plan', () => {
  let analyses: readonly AnalysisResult[]
  beforeAll(async () => {
    const cases = publicRecords(file).map(
      ({ row_id = '', condition = '', service_center = '', recert_month = '', recert_status = '' }) => ({
        id: row_id,
        arm: armOf.get(condition) ?? condition,
        stratum: `${service_center}-${recert_month}`,
        baseline: { centre_month: `${service_center}-${recert_month}` },
        events:
          recert_status === ''
            ? []
            : [
                {
                  kind: 'status',
                  at: '2017-12-01',
                  fields: { recertified: recert_status === 'Processed' ? 'yes' : 'no' },
                },
              ],
      }),
    )
    analyses = (await analysePublicTrial('dc-tanf-recertification-2017', cases)).findings.analyses
  })
  const analysis = (id: string): AnalysisResult => analyses.find(each => each.id === id) as AnalysisResult

  test('gives the printed shares, their rise and the cost of one more family', () => {
    const { estimates } = resultOf(analysis('share').computation) as ArmEstimates
    const shares = estimates.map(({ arm, estimate }) => [arm, `${Math.round(100 * estimate)} %`])
    expect(shares).toEqual([
      ['no_letter', '40 %'],
      ['open_appointment', '46 %'],
      ['specific_appointment', '45 %'],
    ])
    const [none, open, specific] = estimates
    const letters = (open?.n ?? 0) + (specific?.n ?? 0)
    const recertified = Number(open?.intermediates.events) + Number(specific?.intermediates.events)
    const without = none?.estimate ?? 0
    expect(Math.round(100 * (recertified / letters / without - 1))).toBe(14)
    const additional = Math.round(recertified - letters * without)
    expect((1087 / additional).toFixed(2)).toBe('8.43')
  })

  test('gives the tests that R gives, and says that 19 cases have no outcome', () => {
    const { statistic, pValue, degreesOfFreedom } = resultOf(analysis('test').computation) as TestResult
    const r = rResult<{ X2: number; p: number; df: number }>('tanf.ok.chisq')
    expect(agree(statistic.value, r.X2, 1e-12)).toBe(true)
    expect(agree(pValue, r.p, 1e-12)).toBe(true)
    expect(degreesOfFreedom).toBe(r.df)
    expect(cautionsOf(analysis('test').computation)).toContain('missing_outcomes')
    for (const { id, computation } of (resultOf(analysis('difference').computation) as ContrastEstimates).contrasts) {
      const theirs = id === 'open_appointment' ? 'Open_Appt' : 'Specific_Appt'
      const { diff, newcombe_ci } = rResult<{ diff: number; newcombe_ci: [number, number] }>(
        `tanf.ok.${theirs}.vs.No_Letter.prop`,
      )
      const ours = resultOf(computation)
      expect(agree(ours.estimate, diff, 1e-12)).toBe(true)
      expect(agree(ours.interval.lower, newcombe_ci[0], 1e-10)).toBe(true)
      expect(agree(ours.interval.upper, newcombe_ci[1], 1e-10)).toBe(true)
    }
  })

  test('a stratum that one arm alone has leaves no answer within strata, and a caution on the others', () => {
    const { contrasts } = resultOf(analysis('stratified').computation) as ContrastEstimates
    expect(contrasts.map(({ computation }) => reasonOf(computation))).toEqual([
      'stratum_not_in_every_arm',
      'stratum_not_in_every_arm',
    ])
    expect(reasonOf(analysis('within_strata').computation)).toBe('stratum_not_in_every_arm')
    const { computation } = analysis('test')
    expect(cautionsOf(computation)).toContain('stratum_not_in_every_arm')
    const said = computation.status === 'computed' ? computation.cautions.map(({ detail }) => detail).join(' ') : ''
    expect(said).toContain('Virginia_Williams-September')
  })
})
