import { TrialError } from '../../core/errors.ts'
import { hashFile } from '../../core/hash.ts'
import type { Progress } from '../../core/progress.ts'
import { rowLevel } from '../../model/summary.ts'
import { casesAtBaseline, divideCases, largestCluster } from '../../outcomes/index.ts'
import { type ColumnSigns, signsFrom, summariesFrom } from '../../summaries/engines/sql/summarise.ts'
import { labelAmended, planAmendments, requireRecordedAmendments } from '../amended-plan.ts'
import { analysePlan, drawingJobs } from '../analyse-plan.ts'
import { type AnalysisArtefact, resultArtefacts } from '../analysis-artefacts.ts'
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
import { type AnswerSource, checkedAnswers } from './checked-answers.ts'
import { engineNeeds } from './engine-needs.ts'
import { engineArtefact, signsIn } from './engine-record.ts'
import { runHasOutcomes } from './issues.ts'
import { allocatedRoster, answerProblems, rosterProblems, subgroupProblems } from './reconcile.ts'

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
 * allocation and no outcomes of its own. The cases of the table must be those that were allocated, in the subgroups that they were
 * sampled in, and every statement must have seen them.
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
  const { artefacts: made, ...analysis } = await deriveFromEngine(trial, run, source, progress)
  for (const artefact of made) artefact.write(run)
  requireAgreement(analysis.findings.analyses)
  return analysis
}

/** Asks a source, and makes of its answers all that `analyseInEngine` writes. Writes nothing. */
export async function deriveFromEngine(
  trial: Trial,
  run: string,
  source: AnswerSource,
  progress: Progress,
): Promise<EngineAnalysis & { artefacts: readonly AnalysisArtefact[]; amounts: readonly ColumnSigns[] }> {
  const { notice } = readManifest(run, 'allocation')
  const [allocation, sample] = await Promise.all([
    readAllocation(artefactPath(run, 'allocation')),
    readSample(artefactPath(run, 'sample'), trial.protocol),
  ])
  const asDrawn = withDrawnTargets(trial, run)
  const { protocol, plan } = asDrawn
  const { redraw, replay } = redrawingOf({ sample, allocation }, protocol)
  const needs = engineNeeds(trial, {
    ...{ sampling: strataSampling(run), placed: replay !== undefined },
    isRowLevel: source.isRowLevel,
  })
  const known = casesAtBaseline(protocol, { allocation, sample })
  const subgroupings = plan.subgroups ?? []
  const divisions = subgroupings.map(subgrouping => divideCases(subgrouping, protocol, known))
  const roster = allocatedRoster(known.cases, divisions)
  const { answers, statements } = await checkedAnswers(trial, source, needs, {
    known: {
      ofTable: found => rosterProblems(roster, found, subgroupings),
      ofAnswers: found => [
        ...answerProblems(roster, found),
        ...subgroupProblems(roster, found, needs.asked, { protocol, plan }),
      ],
    },
    progress,
  })
  const all = summariesFrom(source.dialect, needs.asked, answers)
  const amounts = signsFrom(needs.asked, answers)
  const summaries = Object.assign(
    sourceOf(needs.all, all, () => undefined),
    {
      signs: signsIn(amounts),
      sets: new Map(needs.sets.map(set => [set.id, set])),
      largestCluster: largestCluster({ cases: allocation }),
      ...{ redraw, replay, divisions },
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
      ...{ costs: protocolCosts(protocol), benchmarks: trial.benchmarks },
    }),
  }
  const from = {
    'protocol.yaml': trial.hashes.protocol,
    ...(needs.sets.length === 0 ? {} : { 'plan.yaml': trial.hashes.plan }),
    [artefacts.allocation]: await hashFile(artefactPath(run, 'allocation')),
  }
  const kept = all.filter(({ kind }) => !rowLevel[kind])
  const engine = engineArtefact(trial, source, { statements, amounts, notice })
  return {
    ...{ findings, cases: allocation.length, place: source.shown, amounts },
    artefacts: [engine, ...resultArtefacts(trial, { findings, summaries: kept }, from).artefacts],
  }
}
