import { describe, expect, it } from 'vitest'
import type { Family, Plan } from '../../src/model/plan.ts'
import type { AnySummary } from '../../src/model/summary.ts'
import { analysePlan } from '../../src/pipeline/analyse-plan.ts'
import { holm } from '../../src/statistics/index.ts'
import { contrast, countsOf, publishedMoments, publishedPayers } from '../support/analysis.ts'

const planned = (id: string, outcome: string, method: string, contrasts?: string[]) => ({
  ...{ id, title: id, outcome, method, role: 'primary' as const },
  ...(contrasts && { contrasts }),
})

const specs = [contrast('pwc_first', 'control'), contrast('nrp_first', 'control'), contrast('pwc_first', 'nrp_first')]
const [pwc = '', nrp = '', order = ''] = specs.map(({ id }) => id)

const planWith = (...families: Family[]): Plan => ({
  schema: 'equipoise/plan/1',
  trial: 'part-payment',
  analysisSet: 'all_allocated',
  alpha: 0.05,
  confidenceLevel: 0.95,
  power: 0.8,
  contrasts: specs.map(spec => ({ ...spec, title: spec.id })),
  estimands: [],
  analyses: [
    planned('payers_test', 'paid', 'pearson-chi-squared'),
    planned('payers', 'paid', 'newcombe-difference'),
    planned('calls', 'called', 'newcombe-difference'),
    planned('amounts', 'amount', 'difference-in-means-welch', [pwc, nrp]),
    planned('ranks', 'amount', 'kruskal-wallis'),
  ],
  families,
})

const family = (changes: Partial<Family>): Family => ({
  ...{ id: 'first', title: 'First', method: 'holm', members: [] },
  ...changes,
})

const calls = { ...countsOf({ pwc_first: [12, 50], nrp_first: [0, 0], control: [5, 60] }), outcome: 'called' }
const summaries: AnySummary[] = [publishedPayers, publishedMoments(), calls]

function analysed(...families: Family[]) {
  const results = analysePlan(planWith(...families), (outcome, kind) =>
    summaries.find(summary => summary.outcome === outcome && summary.kind === kind),
  )
  const find = (id: string) => results.find(result => result.id === id)
  /** Unadjusted P of each computed comparison of an analysis. */
  const raw = (id: string): number[] => {
    const computation = find(id)?.computation
    if (computation?.status !== 'computed') return []
    const { result } = computation
    if (result.kind === 'test') return [result.pValue]
    if (result.kind !== 'contrasts') return []
    return result.contrasts.flatMap(({ computation: each }) =>
      each.status === 'computed' ? [each.result.pValue ?? Number.NaN] : [],
    )
  }
  return { adjusted: (id: string) => find(id)?.adjusted ?? [], raw }
}

describe('families of a plan', () => {
  it('leave what is in none as it is', () => {
    const { adjusted } = analysed()
    expect(adjusted('payers')).toEqual([])
  })

  it('adjust every P of their members together, each in its place', () => {
    const { adjusted, raw } = analysed(
      family({
        members: [{ analysis: 'amounts' }, { analysis: 'payers_test' }, { analysis: 'payers', contrast: pwc }],
      }),
    )
    const [pwcAmount = 0, nrpAmount = 0] = raw('amounts')
    const [test = 0] = raw('payers_test')
    const [pwcPayers = 0] = raw('payers')
    const expected = holm.adjust([pwcAmount, nrpAmount, test, pwcPayers])
    const of = { family: 'first', method: 'holm', comparisons: 4 }
    expect(adjusted('amounts')).toEqual([
      { ...of, contrast: pwc, pValue: expected[0] },
      { ...of, contrast: nrp, pValue: expected[1] },
    ])
    expect(adjusted('payers_test')).toEqual([{ ...of, contrast: null, pValue: expected[2] }])
    expect(adjusted('payers')).toEqual([{ ...of, contrast: pwc, pValue: expected[3] }])
  })

  it('keep to the order of their members where it is fixed', () => {
    const inOrder = (...contrasts: string[]) =>
      analysed(
        family({ method: 'fixed-sequence', members: contrasts.map(each => ({ analysis: 'payers', contrast: each })) }),
      ).adjusted('payers')
    const [first, second, third] = inOrder(order, pwc, nrp).map(({ pValue }) => pValue)
    expect([first, second, third]).toEqual([third, third, third])
    const { raw } = analysed()
    expect(inOrder(pwc, nrp, order).map(({ pValue }) => pValue)).toEqual(raw('payers'))
  })

  it('count a comparison that could not be computed, as one that shows nothing', () => {
    const { adjusted, raw } = analysed(
      family({ method: 'bonferroni', members: [{ analysis: 'calls' }, { analysis: 'ranks' }] }),
    )
    const [only = 0] = raw('calls')
    expect(raw('calls')).toHaveLength(1)
    expect(raw('ranks')).toEqual([])
    expect(adjusted('calls')).toEqual([
      { contrast: pwc, family: 'first', method: 'bonferroni', comparisons: 4, pValue: 4 * only },
    ])
    expect(adjusted('ranks')).toEqual([])
  })
})
