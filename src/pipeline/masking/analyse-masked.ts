import { join } from 'node:path'
import { canonicalJson } from '../../core/canonical-json.ts'
import { TrialError } from '../../core/errors.ts'
import type { Progress } from '../../core/progress.ts'
import { whyCaseByCase } from '../../design/index.ts'
import type { Mask } from '../../model/mask.ts'
import type { Redraw } from '../../model/redraw.ts'
import { type AnalysisRows, readMaskedSet } from '../../outcomes/index.ts'
import { writeFileAtomically } from '../../storage/files.ts'
import { analysePlan, drawingJobs } from '../analyse-plan.ts'
import type { Findings } from '../findings.ts'
import { resample } from '../resample.ts'
import { requireAgreement } from '../second-opinion.ts'
import { summariesOf } from '../summary-source.ts'
import { tidyResults } from '../tidy-results.ts'
import type { Trial } from '../trial-folder.ts'
import { maskedSetChanged } from './issues.ts'
import { maskFiles, readMask } from './mask-folder.ts'
import { analysesLeftOut, maskedOutcomes, maskedTrial } from './masked-trial.ts'

/** What an analysis of a masked set gave. */
export interface MaskedAnalysis {
  schema: 'equipoise/masked-analysis/1'
  trial: string
  folder: string
  notice: string | null
  labels: readonly string[]
  /** Planned analyses that cannot be done without knowing the arms. */
  leftOut: readonly string[]
  cautions: readonly string[]
  findings: Findings
}

/**
 * Runs the plan on a masked set: masked-results.json and masked-results.csv in its folder. It reads nothing of the run. Every pair
 * of labels is compared, no P is adjusted, and there are no costs: families, the control and costs all name arms.
 */
export async function analyseMasked(trial: Trial, folder: string, progress: Progress): Promise<MaskedAnalysis> {
  const mask = readMask(trial, folder)
  const path = join(folder, maskFiles.set)
  progress.report('Analysing', 0, 2)
  const { set, sha256 } = await readMaskedSet(path, maskedOutcomes(trial.protocol, mask))
  if (sha256 !== mask.content) throw new TrialError([maskedSetChanged(path)])
  const masked = maskedTrial(trial, mask, set)
  const findings = await findingsOf(masked, set, redrawUnder(mask, set, trial), mask.notice, progress)
  progress.report('Analysing', 1, 2)
  const isAmended = mask.inputs['plan.yaml'] !== trial.hashes.plan
  const outcome: MaskedAnalysis = {
    schema: 'equipoise/masked-analysis/1',
    trial: trial.protocol.id,
    folder,
    notice: mask.notice,
    labels: mask.labels,
    leftOut: analysesLeftOut(trial.plan, masked.plan),
    cautions: [...mask.cautions, ...limits, ...(isAmended ? [amended] : [])],
    findings,
  }
  write(trial, outcome, sha256)
  requireAgreement(findings.analyses)
  progress.report('Analysing', 2, 2)
  return outcome
}

const limits = [
  'Every pair of labels is compared and no P is adjusted: which comparisons are planned, and which arm is the control, would tell the arms.',
  'Tests that draw the allocation again draw it with the numbers of cases of each label in each stratum, or say that it would be drawn case by case.',
]
const amended = 'The plan is not the one by which the cases were allocated.'

/** A draw that goes case by case takes the sample and the real arms, which a mask withholds: tests that need it say so. */
function redrawUnder({ labels }: Mask, { cases }: AnalysisRows, { protocol }: Trial): Redraw {
  const reason = whyCaseByCase(cases, protocol)
  return reason === undefined ? { given: 'realised_counts' } : { given: 'artefacts', reason, arms: labels, chances: [] }
}

async function findingsOf(
  { protocol, plan }: Pick<Trial, 'protocol' | 'plan'>,
  set: AnalysisRows,
  redraw: Redraw,
  notice: string | null,
  progress: Progress,
): Promise<Findings> {
  const source = Object.assign(summariesOf(protocol, set).source, { redraw })
  const drawn = await resample(drawingJobs(plan, source), { progress })
  const analyses = analysePlan(plan, source, drawn)
  return { protocol, plan, basis: 'run', notice, analyses, summaries: source, economics: null }
}

function write({ hashes }: Trial, { findings, ...outcome }: MaskedAnalysis, set: string): void {
  const { folder, trial, notice, labels, leftOut, cautions } = outcome
  const results = {
    schema: 'equipoise/masked-results/1',
    trial,
    notice,
    inputs: { 'plan.yaml': hashes.plan, [maskFiles.set]: set },
    algorithm: { name: 'results', version: 1 },
    labels,
    leftOut,
    cautions,
    contrasts: findings.plan.contrasts,
    analyses: findings.analyses,
  }
  writeFileAtomically(join(folder, maskFiles.results), `${canonicalJson(results)}\n`)
  writeFileAtomically(join(folder, maskFiles.tidyResults), tidyResults(findings))
}
