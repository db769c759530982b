import { redrawOf } from '../design/index.ts'
import type { AllocatedCase, SampledCase } from '../model/case.ts'
import type { Protocol } from '../model/protocol.ts'
import { inEachSubgroup } from '../model/subgroups.ts'
import type { AnySummary, StrataSampling } from '../model/summary.ts'
import {
  type AnalysisInputs,
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
import type { DrawingJob, DrawnAnalyses } from './drawing-job.ts'
import { evaluateEconomics, protocolCosts } from './economics.ts'
import type { Findings } from './findings.ts'
import { resample } from './resample.ts'
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

/** What an allocated sample and its events determine before anything is drawn. */
export interface PreparedAnalysis extends Pick<DerivedAnalysis, 'set' | 'sets' | 'summaries'> {
  source: SummarySource
  /** The analyses of the plan that draw. */
  jobs: readonly DrawingJob[]
}

/** What an analysis is derived from. */
export interface DerivedFrom extends AnalysisInputs {
  sample: readonly SampledCase[]
  sampling?: StrataSampling | undefined
}

/** What analyses draw, from wherever it comes. */
export type Draw = (jobs: readonly DrawingJob[]) => Promise<DrawnAnalyses>

/** Builds the analysis set and summarises every outcome. */
export function prepareAnalysis({ protocol, plan }: Trial, inputs: DerivedFrom): PreparedAnalysis {
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
  return { set, sets, summaries, source, jobs: drawingJobs(plan, source) }
}

/** Builds the analysis set, summarises every outcome, and runs the plan and the economics on the summaries. */
export async function deriveAnalysis(
  trial: Trial,
  inputs: DerivedFrom,
  notice: string | null,
  draw: Draw = resample,
): Promise<DerivedAnalysis> {
  const { protocol, plan } = trial
  const { set, sets, summaries, source, jobs } = prepareAnalysis(trial, inputs)
  const drawn = await draw(jobs)
  const analyses = analysePlan(plan, source, drawn)
  const findings: Findings = {
    protocol,
    plan,
    basis: 'run',
    notice,
    analyses,
    summaries: source,
    economics: evaluateEconomics({
      ...{ protocol, plan, notice, costs: protocolCosts(protocol), benchmarks: trial.benchmarks },
      ...{ source, analyses, drawn },
    }),
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
