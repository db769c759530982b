import type { AllocatedCase } from '../../src/model/case.ts'
import type { FieldValue, OutcomeEvent } from '../../src/model/event.ts'
import { type Plan, type PlannedAnalysis, planSchema } from '../../src/model/plan.ts'
import type { SubgroupEstimates } from '../../src/model/subgroup-results.ts'
import type { AnalysisResult } from '../../src/pipeline/analysis-result.ts'
import { deriveAnalysis } from '../../src/pipeline/derive-analysis.ts'
import type { Trial } from '../../src/pipeline/trial-folder.ts'
import { event, protocol as small } from '../outcomes/trial.ts'

/** Cases of an arm and scheme: of `n` as many paid as `paid` says, each a pound more than the one before. */
export interface Cell {
  arm: 'control' | 'call'
  scheme: '1993' | '2003'
  n: number
  paid: number
}

export const cells: Cell[] = [
  { arm: 'control', scheme: '1993', n: 40, paid: 10 },
  { arm: 'call', scheme: '1993', n: 50, paid: 20 },
  { arm: 'control', scheme: '2003', n: 80, paid: 24 },
  { arm: 'call', scheme: '2003', n: 60, paid: 15 },
]

export interface Made {
  allocation: AllocatedCase[]
  sample: { id: string; stratum: string; cluster: string; baseline: Record<string, FieldValue> }[]
  events: OutcomeEvent[]
}

/** Cases with an allocation cluster each, unless `cluster` says otherwise, and arrears of £0, £10, £20 … in turn. */
export function casesOf(
  from: readonly Cell[],
  cluster = (id: string) => id,
  arrears = (i: number): number | null => 1000 * i,
): Made {
  const made: Made = { allocation: [], sample: [], events: [] }
  for (const { arm, scheme, n, paid } of from) {
    for (let i = 0; i < n; i++) {
      const id = `${arm}-${scheme}-${i}`
      const shared = { id, stratum: scheme, cluster: cluster(id) }
      made.allocation.push({
        ...shared,
        ...{ arm, linked: false, position: i + 1, probability: { numerator: 1, denominator: 2 } },
      })
      made.sample.push({ ...shared, baseline: { scheme, arrears: arrears(i) } })
      if (i < paid) made.events.push(event('payment', { id: `P-${id}`, case: id, amountPence: 100 * (i + 1) }))
    }
  }
  const taken = made.allocation.map(each => each.cluster)
  const isLinked = (own: string) => taken.indexOf(own) !== taken.lastIndexOf(own)
  return { ...made, allocation: made.allocation.map(each => ({ ...each, linked: isLinked(each.cluster) })) }
}

export const schemes = {
  ...{ id: 'schemes', title: 'Scheme', field: 'scheme' },
  groups: [
    { id: 'old', title: 'Old scheme', of: ['1993'] },
    { id: 'new', title: 'New scheme', of: ['2003'] },
  ],
}
export const bands = {
  ...{ id: 'bands', title: 'Arrears', field: 'arrears' },
  groups: [
    { id: 'low', title: 'Less than £100' },
    { id: 'middle', title: 'From £100', from: '100' },
    { id: 'high', title: 'From £300', from: '300' },
  ],
}

export function planOf(analyses: readonly Partial<PlannedAnalysis>[], more: object = {}): Plan {
  return planSchema.parse({
    ...{ schema: 'equipoise/plan/1', trial: 'small', analysisSet: 'all_allocated' },
    ...{ alpha: 0.05, confidenceLevel: 0.95, power: 0.8, estimands: [] },
    contrasts: [{ id: 'call', title: 'Call minus control', arm: 'call', against: 'control' }],
    subgroups: [schemes, bands],
    analyses: analyses.map((analysis, index) => ({
      ...{ id: `a${index}`, title: 'Payers', outcome: 'payer', method: 'newcombe-difference', role: 'secondary' },
      ...analysis,
    })),
    ...more,
  })
}

export const analysed = async (plan: Plan, made = casesOf(cells)) =>
  (await deriveAnalysis({ protocol: small, plan } as Trial, made, null)).findings

/** What an analysis by subgroups gave. */
export function found({ computation }: AnalysisResult): SubgroupEstimates {
  if (computation.status === 'undefined' || computation.result.kind !== 'subgroups') throw new Error('no subgroups')
  return computation.result
}
