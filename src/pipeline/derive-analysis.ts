import { redrawOf } from '../design/index.ts'
import type { AllocatedCase, SampledCase } from '../model/case.ts'
import type { OutcomeEvent } from '../model/event.ts'
import type { Outcome, Protocol } from '../model/protocol.ts'
import { controlArm } from '../model/protocol.ts'
import { type AnySummary, rowLevel, type StrataSampling, type SummaryKind } from '../model/summary.ts'
import { type AnalysisSet, analysisRows, buildAnalysisSet, largestCluster } from '../outcomes/index.ts'
import { type AnalysisColumn, kindsOf, summarise } from '../summaries/index.ts'
import { analysePlan, drawingJobs, type SummarySource } from './analyse-plan.ts'
import { evaluateEconomics, protocolCosts } from './economics.ts'
import type { Findings } from './findings.ts'
import { type Drawing, resample } from './resample.ts'
import type { Trial } from './trial-folder.ts'

/** Everything that an allocated sample and its events determine. */
export interface DerivedAnalysis {
  set: AnalysisSet
  summaries: readonly AnySummary[]
  findings: Findings
}

/** Builds the analysis set, summarises every outcome, and runs the plan and the economics on the summaries. */
export async function deriveAnalysis(
  trial: Trial,
  inputs: {
    allocation: readonly AllocatedCase[]
    sample: readonly SampledCase[]
    events: readonly OutcomeEvent[]
    sampling?: StrataSampling | undefined
  },
  notice: string | null,
  drawing?: Drawing,
): Promise<DerivedAnalysis> {
  const { protocol, plan } = trial
  const set = buildAnalysisSet(protocol, inputs)
  const { redraw, replay } = redrawingOf(inputs.sample, protocol)
  const columns = columnsOf(trial, set, { placed: replay !== undefined, sampling: inputs.sampling })
  const summaries = columns.flatMap(column => summarise(column, keptKindsOf(column)))
  const source = Object.assign(sourceOf(columns, summaries), { redraw, replay })
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
  }
  return { set, summaries, findings }
}

/** How the allocation is drawn again, and what workers need to do so where it is case by case. */
function redrawingOf(sample: readonly SampledCase[], protocol: Protocol): Pick<SummarySource, 'redraw' | 'replay'> {
  const redraw = redrawOf(sample, protocol)
  return redraw.given === 'artefacts' ? { redraw, replay: { sample, protocol } } : { redraw }
}

/** The summaries that are kept; those as disclosive as rows are made when a method asks for one, and not kept. */
function sourceOf(columns: readonly AnalysisColumn[], kept: readonly AnySummary[]): SummarySource {
  const made: AnySummary[] = [...kept]
  return (outcome, kind) => {
    const known = made.find(summary => summary.outcome === outcome && summary.kind === kind)
    const column = columns.find(each => each.outcome === outcome)
    if (known !== undefined || column === undefined || !kindsOf[column.kind].includes(kind)) return known
    const [summary] = summarise(column, [kind])
    if (summary !== undefined) made.push(summary)
    return summary
  }
}

/** Kinds that leave the secure area. */
const keptKindsOf = ({ kind }: AnalysisColumn): readonly SummaryKind[] => kindsOf[kind].filter(each => !rowLevel[each])

function columnsOf(
  { protocol }: Trial,
  set: AnalysisSet,
  { placed, sampling }: { placed: boolean; sampling: StrataSampling | undefined },
): AnalysisColumn[] {
  const largest = largestCluster(set)
  const arms = protocol.arms.map(({ id }) => id)
  return protocol.outcomes.map(outcome => ({
    outcome: outcome.id,
    unit: outcome.type === 'money' ? { kind: 'pence' } : { kind: 'case' },
    kind: outcome.type,
    levels: levelsOf(outcome),
    arms: arms.filter(arm => outcome.observed?.arms?.includes(arm) ?? true),
    control: controlArm(protocol),
    largestCluster: largest,
    placed,
    sampling: outcome.observed?.outcome === undefined ? sampling : undefined,
    rows: { [Symbol.iterator]: () => analysisRows(set, outcome.id) },
  }))
}

const levelsOf = (outcome: Outcome): readonly string[] => (outcome.type === 'category' ? outcome.levels : [])
