import type { ArmEstimates } from '../../model/method.ts'
import type { Plan } from '../../model/plan.ts'
import type { Protocol } from '../../model/protocol.ts'
import { controlArm } from '../../model/protocol.ts'
import type { Published } from '../../model/published.ts'
import type { AnySummary, Counts, Moments } from '../../model/summary.ts'
import type { Page } from '../../summaries/recover/page.ts'
import { type AnalysisResult, analyse, methodOf } from '../analyse-plan.ts'

/** A printed page ready to be recovered: its half-widths are those of the plan's own methods. */
export function printedPage(trial: { protocol: Protocol; plan: Plan; published: Published }): Page {
  const { protocol, plan } = trial
  const control = controlArm(protocol)
  return {
    ...trial,
    halfWidth(id, data) {
      const analysis = plan.analyses.find(candidate => candidate.id === id)
      if (analysis === undefined || methodOf(analysis).requires !== kindOf(data)) return undefined
      const { computation } = analyse(plan, analysis, () => oneArm(analysis.outcome, control, data))
      return halfWidthOf(computation)
    },
  }
}

const kindOf = (data: Counts | Moments): 'counts' | 'moments' => ('events' in data ? 'counts' : 'moments')

/** A summary that holds a single arm. */
function oneArm(outcome: string, arm: string, data: Counts | Moments): AnySummary {
  const shared = { outcome, arms: [arm], control: arm, largestCluster: 1 }
  return 'events' in data
    ? { kind: 'counts', unit: { kind: 'case' }, ...shared, cells: [{ arm, stratum: 'all', data }] }
    : { kind: 'moments', unit: { kind: 'pence' }, ...shared, cells: [{ arm, stratum: 'all', data }] }
}

function halfWidthOf(computation: AnalysisResult['computation']): number | undefined {
  if (computation.status === 'undefined' || computation.result.kind !== 'arms') return undefined
  const [estimate] = (computation.result as ArmEstimates).estimates
  return estimate && (estimate.interval.upper - estimate.interval.lower) / 2
}
