import { canonicalJson } from '../../core/canonical-json.ts'
import { refuseIfAny, TrialError } from '../../core/errors.ts'
import { hashFile } from '../../core/hash.ts'
import type { Progress } from '../../core/progress.ts'
import { rowLevel } from '../../model/summary.ts'
import { largestCluster } from '../../outcomes/index.ts'
import type { QueryEngine } from '../../storage/engines/engine.ts'
import { writeFileAtomically } from '../../storage/files.ts'
import type { Answer } from '../../summaries/engines/sql/answers.ts'
import { checkStatement, columnProblems, readChecks } from '../../summaries/engines/sql/checks.ts'
import { type Dialect, dialectOf } from '../../summaries/engines/sql/dialect.ts'
import type { Statement, StatementId } from '../../summaries/engines/sql/statements.ts'
import { askEngine, statementsFor, summariesFrom } from '../../summaries/engines/sql/summarise.ts'
import type { AnalysisTable } from '../../summaries/engines/sql/table.ts'
import { labelAmended, planAmendments, requireRecordedAmendments } from '../amended-plan.ts'
import { analysePlan, drawingJobs } from '../analyse-plan.ts'
import { resultArtefacts } from '../analysis-artefacts.ts'
import { readAllocation, readSample } from '../case-files.ts'
import { assuranceOf } from '../commit/assurance.ts'
import { redrawingOf } from '../derive-analysis.ts'
import { evaluateEconomics, protocolCosts } from '../economics.ts'
import type { Findings } from '../findings.ts'
import { resample } from '../resample.ts'
import {
  artefactPath,
  artefacts,
  prepareRun,
  readManifest,
  requireDraw,
  strataSampling,
  withDrawnTargets,
} from '../run-folder.ts'
import { hasRunLog } from '../run-log.ts'
import { requireAgreement } from '../second-opinion.ts'
import { sourceOf } from '../summary-source.ts'
import type { Trial } from '../trial-folder.ts'
import { answerIssues } from './answer-issues.ts'
import { type EngineNeeds, engineNeeds } from './engine-needs.ts'
import { runHasOutcomes } from './issues.ts'
import { allocatedRoster, answerProblems, rosterProblems } from './reconcile.ts'

/** Where the answers to statements come from: an engine, or files that an analyst saved. */
export interface AnswerSource {
  /** The place as it may be shown and written down. */
  shown: string
  dialect: Dialect
  /** Whether it may be asked for what is as disclosive as rows. */
  isRowLevel: boolean
  /** The table, once its columns are known to be those of the plan. */
  table(needs: EngineNeeds): Promise<AnalysisTable>
  ask(statements: readonly Statement[], done: (statements: number) => void): Promise<ReadonlyMap<StatementId, Answer>>
}

/** A table in an engine, by the columns that it says it has. */
export function engineSource(
  engine: QueryEngine,
  { protocol }: Trial,
  isCsv: boolean,
  signal?: AbortSignal,
): AnswerSource {
  return {
    shown: engine.shown,
    dialect: dialectOf(engine.dialect),
    isRowLevel: true,
    async table({ baseline }) {
      const columns = await engine.columns()
      refuseIfAny(columnProblems(protocol, { isCsv }, columns, baseline))
      const types = new Map(columns.map(({ name, type }) => [name, type]))
      return { relation: engine.relation, types, isCsv }
    },
    ask: (statements, done) => askEngine(engine, statements, { signal, done }),
  }
}

/** What an engine's summaries gave. */
export interface EngineAnalysis {
  findings: Findings
  /** Cases that the table holds: those that were allocated. */
  cases: number
  /** Where they are. */
  place: string
}

/**
 * Runs the plan on summaries that were made where the data is: artefacts 06-engine.json and 07 to 09 of a run that has a sample and an
 * allocation and no outcomes of its own. The cases of the table must be those that were allocated, and every statement must have seen them.
 */
export async function analyseInEngine(
  trial: Trial,
  run: string,
  source: AnswerSource,
  progress: Progress,
): Promise<EngineAnalysis> {
  requireDraw(run, 'sample', 'allocation')
  if (hasRunLog(run)) throw new TrialError([runHasOutcomes(artefactPath(run, 'log'))])
  await requireRecordedAmendments(trial, run)
  prepareRun(trial, run)
  const { notice } = readManifest(run, 'allocation')
  const [allocation, sample] = await Promise.all([
    readAllocation(artefactPath(run, 'allocation')),
    readSample(artefactPath(run, 'sample'), trial.protocol),
  ])
  const { protocol, plan } = withDrawnTargets(trial, run)
  const { redraw, replay } = redrawingOf({ sample, allocation }, protocol)
  const needs = engineNeeds(trial, {
    ...{ sampling: strataSampling(run), placed: replay !== undefined },
    isRowLevel: source.isRowLevel,
  })
  const { answers, statements } = await reconciledAnswers(trial, source, needs, allocatedRoster(allocation), progress)
  const all = summariesFrom(source.dialect, needs.asked, answers)
  const kept = all.filter(({ kind }) => !rowLevel[kind])
  const summaries = Object.assign(
    sourceOf(needs.all, all, () => undefined),
    {
      sets: new Map(needs.sets.map(set => [set.id, set])),
      largestCluster: largestCluster({ cases: allocation }),
      redraw,
      replay,
      isEngine: true as const,
    },
  )
  const drawn = await resample(drawingJobs(plan, summaries), { progress })
  const amendments = planAmendments(trial, run)
  const analyses = labelAmended(analysePlan(plan, summaries, drawn), amendments)
  const findings: Findings = {
    ...{ protocol, plan, basis: 'run', notice, analyses, summaries, amendments },
    assurance: assuranceOf(run),
    economics: evaluateEconomics({
      ...{ protocol, plan, notice, source: summaries, analyses, drawn },
      costs: protocolCosts(protocol),
    }),
  }
  const from = {
    'protocol.yaml': trial.hashes.protocol,
    ...(needs.sets.length === 0 ? {} : { 'plan.yaml': trial.hashes.plan }),
    [artefacts.allocation]: await hashFile(artefactPath(run, 'allocation')),
  }
  const results = resultArtefacts(trial, { findings, summaries: kept }, from)
  writeFileAtomically(artefactPath(run, 'engine'), engineText(trial, source, statements, notice))
  for (const artefact of results.artefacts) artefact.write(run)
  requireAgreement(analyses)
  return { findings, cases: allocation.length, place: source.shown }
}

async function reconciledAnswers(
  { protocol }: Trial,
  source: AnswerSource,
  needs: EngineNeeds,
  roster: ReturnType<typeof allocatedRoster>,
  progress: Progress,
) {
  const table = await source.table(needs)
  const check = checkStatement(protocol, source.dialect, table)
  const hasClusters = [...roster.values()].some(({ linked }) => linked > 0)
  const statements = statementsFor(protocol, source.dialect, table, needs.asked, hasClusters)
  const total = statements.length + 1
  progress.report('Summarising', 0, total)
  const checked = await source.ask([check], done => progress.report('Summarising', done, total))
  const { roster: found, issues } = readChecks(protocol, checked.get('checks') ?? { statement: check, rows: [] })
  refuseIfAny([...rosterProblems(roster, found), ...issues])
  const answers = await source.ask(statements, done => progress.report('Summarising', done + 1, total))
  refuseIfAny([...answerProblems(roster, answers), ...answerIssues(needs.asked, answers)])
  return { answers, statements: [check, ...statements] }
}

/** Where the summaries were made, and by which statements; no secret and no case. */
function engineText(
  { protocol }: Trial,
  { shown, dialect }: AnswerSource,
  statements: readonly Statement[],
  notice: string | null,
) {
  return `${canonicalJson({
    schema: 'equipoise/engine/1',
    trial: protocol.id,
    notice,
    place: shown,
    dialect: dialect.id,
    statements: statements.map(({ id, title, sql }) => ({ id, title, sql })),
  })}\n`
}
