import { redrawOf } from '../design/index.ts'
import type { AllocatedCase, SampledCase } from '../model/case.ts'
import type { OutcomeEvent } from '../model/event.ts'
import type { CaseId } from '../model/ids.ts'
import type { Protocol } from '../model/protocol.ts'
import { inEachSubgroup } from '../model/subgroups.ts'
import type { AnySummary, StrataSampling } from '../model/summary.ts'
import {
  type AnalysisSet,
  buildAnalysisSet,
  divideCases,
  type Flags,
  flagsOf,
  harmsAndDepartures,
  membershipOf,
  type SetMembership,
} from '../outcomes/index.ts'
import { analysePlan, drawingJobs, type SummarySource } from './analyse-plan.ts'
import type { DrawnAnalyses } from './drawing-job.ts'
import { evaluateEconomics, protocolCosts } from './economics.ts'
import type { Findings } from './findings.ts'
import { type Drawing, resample } from './resample.ts'
import { summariesOf } from './summary-source.ts'
import type { Trial } from './trial-folder.ts'

/** Everything that an allocated sample and its events determine. */
export interface DerivedAnalysis {
  set: AnalysisSet
  /** The plan's sets of cases. */
  sets: readonly SetMembership[]
  flags: Flags
  summaries: readonly AnySummary[]
  findings: Findings
  /** What its analyses drew. */
  drawn: DrawnAnalyses
}

/** Builds the analysis set, summarises every outcome, and runs the plan and the economics on the summaries. */
export async function deriveAnalysis(
  trial: Trial,
  inputs: {
    allocation: readonly AllocatedCase[]
    sample: readonly SampledCase[]
    events: readonly OutcomeEvent[]
    arrivals?: ReadonlyMap<CaseId, string> | undefined
    sampling?: StrataSampling | undefined
  },
  notice: string | null,
  drawing?: Drawing,
): Promise<DerivedAnalysis> {
  const { protocol, plan } = trial
  const set = buildAnalysisSet(protocol, inputs)
  const divisions = (plan.subgroups ?? []).map(subgrouping => divideCases(subgrouping, protocol, set))
  const sets = [
    ...(plan.analysisSets ?? []).map(planned => membershipOf(planned, protocol, set)),
    ...divisions.flatMap(({ memberships }) => memberships),
  ]
  const { redraw, replay } = redrawingOf(inputs, protocol)
  const { summaries, source: plain } = summariesOf(protocol, set, {
    placed: replay !== undefined,
    sampling: inputs.sampling,
    sets,
    analyses: plan.analyses.flatMap(analysis => inEachSubgroup(analysis, plan.subgroups)),
  })
  const source = Object.assign(plain, { redraw, replay, divisions })
  const drawn = await resample(drawingJobs(plan, source), drawing)
  const analyses = analysePlan(plan, source, drawn)
  const findings: Findings = {
    protocol,
    plan,
    basis: 'run',
    notice,
    analyses,
    summaries: source,
    economics: evaluateEconomics({ protocol, plan, notice, costs: protocolCosts(protocol), source, analyses, drawn }),
    harmsAndDepartures: harmsAndDepartures(protocol, inputs),
  }
  return { set, sets, flags: flagsOf(protocol, inputs), summaries, findings, drawn }
}

/** How the allocation is drawn again, and what workers need to do so where it is case by case. */
export function redrawingOf(
  { sample: cases, allocation }: { sample: readonly SampledCase[]; allocation: readonly AllocatedCase[] },
  protocol: Protocol,
): Pick<SummarySource, 'redraw' | 'replay'> {
  const placeOf = new Map(allocation.map(({ id, position }) => [id, position]))
  const sample = cases.map(each => ({ ...each, position: placeOf.get(each.id) ?? 0 }))
  const redraw = redrawOf(sample, protocol)
  return redraw.given === 'artefacts' ? { redraw, replay: { sample, protocol } } : { redraw }
}
