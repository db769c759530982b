import type { AllocatedCase, SampledCase } from '../model/case.ts'
import type { OutcomeEvent } from '../model/event.ts'
import type { Outcome } from '../model/protocol.ts'
import { controlArm } from '../model/protocol.ts'
import type { AnySummary, SummaryKind } from '../model/summary.ts'
import { type AnalysisSet, analysisRows, buildAnalysisSet, largestCluster } from '../outcomes/index.ts'
import { type AnalysisColumn, kindsOf, summarise } from '../summaries/index.ts'
import { analysePlan, type SummarySource } from './analyse-plan.ts'
import { evaluateEconomics, protocolCosts } from './economics.ts'
import type { Findings } from './findings.ts'
import type { Trial } from './trial-folder.ts'

/** Everything that an allocated sample and its events determine. */
export interface DerivedAnalysis {
  set: AnalysisSet
  summaries: readonly AnySummary[]
  findings: Findings
}

/** Builds the analysis set, summarises every outcome, and runs the plan and the economics on the summaries. */
export function deriveAnalysis(
  trial: Trial,
  inputs: { allocation: readonly AllocatedCase[]; sample: readonly SampledCase[]; events: readonly OutcomeEvent[] },
  notice: string | null,
): DerivedAnalysis {
  const { protocol, plan } = trial
  const set = buildAnalysisSet(protocol, inputs)
  const summaries = summariesOf(trial, set)
  const source = sourceOf(summaries)
  const findings: Findings = {
    protocol,
    plan,
    basis: 'run',
    notice,
    analyses: analysePlan(plan, source),
    summaries: source,
    economics: evaluateEconomics({ protocol, plan, notice }, protocolCosts(protocol), source),
  }
  return { set, summaries, findings }
}

export const sourceOf =
  (summaries: readonly AnySummary[]): SummarySource =>
  (outcome, kind) =>
    summaries.find(summary => summary.outcome === outcome && summary.kind === kind)

/** Kinds that leave the secure area: frequencies are as disclosive as rows and are not kept. */
const keptKinds: readonly SummaryKind[] = ['counts', 'moments', 'ranks', 'clusterMoments']

function summariesOf({ protocol }: Trial, set: AnalysisSet): AnySummary[] {
  const largest = largestCluster(set)
  const arms = protocol.arms.map(({ id }) => id)
  return protocol.outcomes.flatMap(outcome => {
    const observed = arms.filter(arm => outcome.observed?.arms?.includes(arm) ?? true)
    const column: AnalysisColumn = {
      outcome: outcome.id,
      unit: outcome.type === 'money' ? { kind: 'pence' } : { kind: 'case' },
      kind: outcome.type,
      levels: levelsOf(outcome),
      arms: observed,
      control: controlArm(protocol),
      largestCluster: largest,
      rows: { [Symbol.iterator]: () => analysisRows(set, outcome.id) },
    }
    return summarise(
      column,
      kindsOf[outcome.type].filter(kind => keptKinds.includes(kind)),
    )
  })
}

const levelsOf = (outcome: Outcome): readonly string[] => (outcome.type === 'category' ? outcome.levels : [])
