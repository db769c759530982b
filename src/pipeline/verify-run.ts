import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodes, TrialError } from '../core/errors.ts'
import { hashFile, sha256 } from '../core/hash.ts'
import { type Progress, silent } from '../core/progress.ts'
import { type AllocationRecord, describeDifference, verifyAllocation } from '../design/index.ts'
import { unrecorded } from '../model/plan-amendments.ts'
import { readJson } from '../storage/files.ts'
import type { LogHead } from '../storage/log/chain.ts'
import { openLog } from '../storage/log/sqlite-log.ts'
import { allocationRecord, deriveAllocation } from './allocate-sample.ts'
import { planAmendments, planAtAllocation } from './amended-plan.ts'
import { type RunAnalysis, readAndDerive } from './analyse-run.ts'
import { analysisArtefacts } from './analysis-artefacts.ts'
import { deriveBalance, recordedRequest } from './balance-run.ts'
import { allocationText, readAllocation, readSampleTable } from './case-files.ts'
import { assuranceOf, type DrawAssurance } from './commit/assurance.ts'
import { recordedStart } from './commit/start.ts'
import { commitmentFindings } from './commit/verify-commitment.ts'
import { hashFindings, jsonDifferences, textDifferences } from './differences.ts'
import { deriveSample, sampleRecords } from './draw-sample.ts'
import { engineStages, requireOutcomesElsewhere } from './engines/verify-in-engine.ts'
import type { OutcomesElsewhere } from './engines/with-answers.ts'
import { isOpen, isSequential, readClosing, readOpening } from './enrolment/records.ts'
import { arrivalFindings, noticeOfEnrolment, openingFindings, withoutSecret } from './enrolment/verify-enrolment.ts'
import { receiptInvalid } from './issues.ts'
import { chainFindings, notedHeads } from './noted-heads.ts'
import { noticeOfCases } from './notices.ts'
import { deriveProfile } from './profile-run.ts'
import { readAnalysed } from './read-analysed.ts'
import { compareRun } from './report-run.ts'
import {
  type Artefact,
  artefactPath,
  artefacts,
  hasArtefact,
  type Manifest,
  manifestName,
  manifestOf,
  manifestPath,
  readManifest,
  requireArtefact,
  withDrawnTargets,
} from './run-folder.ts'
import { hasRunLog, isElsewhere, withRunLog } from './run-log.ts'
import { isSealed, readSealRecord } from './sealing/sealed-run.ts'
import { sealFindings } from './sealing/verify-sealed.ts'
import {
  caseloadFacts,
  missingFiles,
  readSampledCaseload,
  recordedCaseload,
  recordedFiles,
  type TrialCaseload,
} from './trial-caseload.ts'
import { readPublished, type Trial, trialFiles } from './trial-folder.ts'
import type { Stage } from './verification-stage.ts'

/** A stage of a run, and what differs in it. */
export interface VerifiedStep {
  step: string
  /** `absent`: the run does not hold it yet, or not what it is derived from. `sealed`: it cannot be derived again while the run is sealed. */
  status: 'verified' | 'differs' | 'absent' | 'sealed'
  /** What differs; of an absent step why it cannot be derived. */
  findings: readonly string[]
}

/** A run, checked stage by stage. */
export interface Verification {
  schema: 'equipoise/verification/1'
  trial: string
  run: string
  notice: string | null
  /** What can be said against the suspicion that the draw was chosen. */
  assurance: DrawAssurance
  steps: readonly VerifiedStep[]
}

/** What a reader holds of a run beside its folder. */
export interface Evidence {
  /** File of the secret, for arrivals of which enrolment is still open. */
  secretFile?: string | undefined
  /** Receipts of events, `n:hash`: the log must hold the first n events as they were. */
  receipts?: readonly string[] | undefined
  /** Where the outcomes are, of a run that keeps them in an engine: they are asked for again. */
  outcomes?: OutcomesElsewhere | undefined
}

/** Derives everything that a run holds anew, checks every recorded hash, and names what differs. Changes nothing. */
export async function verifyRun(
  trial: Trial,
  run: string,
  progress: Progress,
  { secretFile, receipts = [], outcomes }: Evidence = {},
): Promise<Verification> {
  const heads = receipts.map(readReceipt)
  if (outcomes !== undefined) requireOutcomesElsewhere(run)
  if (isSealed(run)) return verifySealedRun(trial, run, heads)
  const open = isOpen(run)
  if (!open) requireArtefact(run, 'sample')
  const notice = open ? await noticeOfEnrolment(trial, run) : readManifest(run, 'sample').notice
  let derived: Promise<RunAnalysis> | undefined
  const derive: Derive = () => {
    derived ??= readAndDerive(trial, run, progress)
    return derived
  }
  let sampled: Promise<TrialCaseload> | undefined
  const caseload = () => {
    sampled ??= readSampledCaseload(trial, run)
    return sampled
  }
  const drawn: readonly Stage[] = [
    ['00: commitment', () => commitmentFindings(trial, run, async () => (await caseload()).table)],
    ['protocol', async () => protocolFindings(trial, run)],
    ['01 to 03: caseload, eligibility and sample', () => sampleFindings(trial, run, caseload)],
    ['03: profile', () => profileFindings(trial, run, caseload)],
    ['04: allocation', () => allocationFindings(trial, run)],
  ]
  const arrived: readonly Stage[] = [
    ['00: opening of enrolment', async () => openingFindings(trial, run)],
    ['protocol', async () => protocolFindings(trial, run)],
    ['01 to 04: arrivals, sample and allocation', () => arrivalFindings(trial, run, secretFile), withoutSecret],
  ]
  const stages: readonly Stage[] = [
    ...(isSequential(run) ? arrived : drawn),
    ['04: balance', () => balanceFindings(trial, run)],
    ['plan since the allocation', async () => planFindings(trial, run)],
    ['05: outcome log', () => logFindings(run, heads)],
    unblindingStage(run),
    ...(hasArtefact(run, 'engine')
      ? engineStages(trial, run, outcomes, progress)
      : [
          [
            '06 to 09: analysis set, summaries, results and economics',
            () => analysisFindings(trial, run, derive),
          ] satisfies Stage,
        ]),
    ['10 and 11: charts and report', async () => reportFindings(run)],
    [
      '12: comparison',
      () => comparisonFindings(trial, run, isElsewhere(run) ? () => readAnalysed(trial, run, progress) : derive),
    ],
  ]
  const steps: VerifiedStep[] = []
  for (const [index, stage] of stages.entries()) {
    progress.report('Verifying', index, stages.length)
    steps.push(await verified(stage))
  }
  progress.report('Verifying', stages.length, stages.length)
  const isCommitted = steps[0]?.status !== 'differs'
  const assurance = assuranceOf(run, isCommitted)
  return { schema: 'equipoise/verification/1', trial: trial.protocol.id, run, notice, assurance, steps }
}

/** What can be checked of a run without a key: that what is sealed and what lies open are what was sealed and recorded. */
async function verifySealedRun(trial: Trial, run: string, heads: readonly LogHead[]): Promise<Verification> {
  const sealed = (step: string): VerifiedStep => ({ step, status: 'sealed', findings: [] })
  const steps = [
    sealed('00: commitment'),
    await verified(['protocol, 03-sample.csv and the sealed files', () => sealFindings(trial, run)]),
    sealed('01 to 03: caseload, eligibility and sample'),
    sealed('04: allocation'),
    await verified(['05: outcome log', () => logFindings(run, heads)]),
    await verified(unblindingStage(run)),
  ]
  const { notice } = readSealRecord(run)
  const assurance = { commitment: null, statement: sealedAssurance }
  return { schema: 'equipoise/verification/1', trial: trial.protocol.id, run, notice, assurance, steps }
}

const sealedAssurance = 'The run is sealed: how it was drawn can be checked once it is open.'

/** A stage's check as a step. What makes its files unreadable is a finding too: the other stages are still checked. */
async function verified([step, check, absentBecause]: Stage): Promise<VerifiedStep> {
  try {
    const findings = await check()
    if (findings === undefined) {
      return { step, status: 'absent', findings: absentBecause === undefined ? [] : [absentBecause] }
    }
    return { step, status: findings.length === 0 ? 'verified' : 'differs', findings }
  } catch (error) {
    // Where a database does not answer nothing was found out.
    if (!(error instanceof TrialError) || error.exitCode === exitCodes.engine) throw error
    return { step, status: 'differs', findings: error.message.split('\n') }
  }
}

/** The analysis of the run, derived once for all stages that need it. */
type Derive = () => Promise<RunAnalysis>

function protocolFindings({ hashes }: Trial, run: string): string[] {
  const path = join(run, 'protocol.yaml')
  const copy = existsSync(path) ? sha256(readFileSync(path)) : undefined
  const [recorded, by] = isSequential(run)
    ? [readOpening(run).opening.inputs['protocol.yaml'], 'enrolment was opened with']
    : [readManifest(run, 'sample').inputs['protocol.yaml'], 'the sample was drawn by']
  return [
    ...(copy === recorded ? [] : [`protocol.yaml in the run is not the one that ${by}`]),
    ...(hashes.protocol === recorded ? [] : [`the protocol of the trial is not the one that ${by}`]),
  ]
}

async function sampleFindings(trial: Trial, run: string, caseload: () => Promise<TrialCaseload>): Promise<string[]> {
  const missing = missingFiles(run)
  if (missing.length > 0) return missing.map(name => `${name} is not there, so the sample cannot be derived again`)
  const recorded = recordedCaseload(run)
  const found = await caseload()
  const { table, sha256: hash } = found
  const start = recordedStart(readManifest(run, 'sample'))
  const derived = deriveSample(trial, table, start.seed)
  const notice = noticeOfCases(trial, table.ids)
  const records = sampleRecords(trial, { ...caseloadFacts(run, recordedFiles(run), found), notice }, derived, start)
  return [
    ...(hash === recorded.sha256 ? [] : [`the caseload ${recorded.path} is not the file that was sampled`]),
    ...(found.register?.sha256 === recorded.register?.sha256
      ? []
      : [`the register ${recorded.register?.path} is not the file that was sampled by`]),
    ...jsonDifferences(run, artefacts.caseload, records.caseload),
    ...textDifferences(run, artefacts.eligibility, derived.eligibilityText),
    ...textDifferences(run, artefacts.sample, derived.sampleText),
    ...manifestDifferences(run, 'eligibility', manifestOf(records.eligibility, derived.eligibilityText)),
    ...manifestDifferences(run, 'sample', manifestOf(records.sample, derived.sampleText)),
    ...(records.replacements === undefined
      ? []
      : [
          ...textDifferences(run, artefacts.replacements, derived.replacementsText),
          ...manifestDifferences(run, 'replacements', manifestOf(records.replacements, derived.replacementsText)),
        ]),
  ]
}

async function profileFindings(
  trial: Trial,
  run: string,
  caseload: () => Promise<TrialCaseload>,
): Promise<string[] | undefined> {
  if (!hasArtefact(run, 'profile')) return undefined
  return jsonDifferences(run, artefacts.profile, await deriveProfile(trial, run, await caseload()))
}

async function allocationFindings(trial: Trial, run: string): Promise<string[] | undefined> {
  if (!existsSync(manifestPath(run, 'allocation'))) return undefined
  const manifest = readManifest(run, 'allocation')
  const sample = await readSampleTable(artefactPath(run, 'sample'), trial.protocol)
  const start = { ...recordedStart(readManifest(run, 'sample')), seed: String(manifest.seed) }
  const derived = deriveAllocation(withDrawnTargets(trial, run), sample, start.seed)
  const text = allocationText(derived)
  const changed = textDifferences(run, artefacts.allocation, text)
  const differences = changed.length === 0 ? [] : await caseDifferences(run, derived)
  const sampleHash = await hashFile(artefactPath(run, 'sample'))
  const { notice } = readManifest(run, 'sample')
  const planHash = await planAtAllocation(trial, run)
  const record = allocationRecord(trial, { sampleHash, planHash, notice, start }, derived)
  return [
    ...differences.map(difference => `${artefacts.allocation}: ${difference}`),
    ...(differences.length > 0 ? [] : changed),
    ...(manifest.inputs[artefacts.sample] === sampleHash
      ? []
      : [`${artefacts.sample} is not the sample that was allocated`]),
    ...manifestDifferences(run, 'allocation', manifestOf(record, text)),
    ...verifierFindings(run),
  ]
}

/** What a recorded allocation says otherwise, case by case. */
async function caseDifferences(run: string, derived: AllocationRecord): Promise<string[]> {
  const recorded = await readAllocation(artefactPath(run, 'allocation'))
  return verifyAllocation(recorded, [...derived]).map(describeDifference)
}

/** The balance report, made again with as many redraws; what it was not asked for it cannot hold. */
async function balanceFindings(trial: Trial, run: string): Promise<string[] | undefined> {
  if (!hasArtefact(run, 'balance') && !hasArtefact(run, 'tidyBalance')) return undefined
  if (!hasArtefact(run, 'balance')) return [`${artefacts.balance} is gone`]
  const { balance, tidy } = await deriveBalance(trial, run, recordedRequest(run), silent)
  return [...jsonDifferences(run, artefacts.balance, balance), ...textDifferences(run, artefacts.tidyBalance, tidy)]
}

/** What is no longer as it was when the verifier scripts were exported, if they were. */
function verifierFindings(run: string): string[] {
  const path = artefactPath(run, 'verifiers')
  if (!existsSync(path)) return []
  const { inputs, files = {} } = readJson(path) as FileHashes
  return hashFindings(run, { ...inputs, ...files }, 'the verifier scripts were exported')
}

/** What was changed in the plan after allocation without a deviation that says so. */
function planFindings(trial: Trial, run: string): string[] | undefined {
  const amendments = planAmendments(trial, run)
  return amendments === null
    ? undefined
    : unrecorded(amendments).map(part => `no deviation in plan.yaml records: ${part}`)
}

/** The head of the log that a receipt states. */
function readReceipt(text: string): LogHead {
  const [, count, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text.trim()) ?? []
  if (count === undefined || hash === undefined) throw new TrialError([receiptInvalid(text)])
  return { count: Number(count), hash }
}

async function logFindings(run: string, receipts: readonly LogHead[]): Promise<string[] | undefined> {
  if (!hasRunLog(run)) {
    const recorded = existsSync(artefactPath(run, 'logHead')) || readClosing(run) !== undefined || receipts.length > 0
    return recorded ? ['the log is gone'] : undefined
  }
  return withRunLog(run, log => chainFindings(log, [...notedHeads(run), ...receipts]))
}

const unblindingStage = (run: string): Stage => ['05: unblinding', () => unblindingFindings(run)]

async function unblindingFindings(run: string): Promise<string[] | undefined> {
  if (!hasArtefact(run, 'unblinding')) return undefined
  const log = openLog(artefactPath(run, 'unblinding'))
  try {
    return await chainFindings(log, [])
  } finally {
    await log.close()
  }
}

async function analysisFindings(trial: Trial, run: string, derive: Derive): Promise<string[] | undefined> {
  if (!hasArtefact(run, 'analysisSet')) return undefined
  const expected = await analysisArtefacts(trial, await derive())
  return expected.flatMap(({ texts }) => [...texts].flatMap(([name, text]) => textDifferences(run, name, text)))
}

interface FileHashes {
  inputs: Readonly<Record<string, string>>
  files?: Readonly<Record<string, string>>
}

function reportFindings(run: string): string[] | undefined {
  const path = join(artefactPath(run, 'report'), 'manifest.json')
  if (!existsSync(path)) return undefined
  const { inputs, files = {} } = readJson(path) as FileHashes
  return hashFindings(run, { ...inputs, ...files }, 'the report was made')
}

async function comparisonFindings(
  trial: Trial,
  run: string,
  read: () => Promise<Pick<RunAnalysis, 'findings'>>,
): Promise<string[] | undefined> {
  const path = artefactPath(run, 'comparison')
  if (!existsSync(path)) return undefined
  const printed = readPublished(trial)
  const { inputs } = readJson(path) as FileHashes
  const since = 'the comparison was made'
  const { 'published.yaml': published, ...own } = inputs
  if (published !== (await hashFile(join(trial.folder, trialFiles.published)))) {
    return [`published.yaml was changed after ${since}`, ...hashFindings(run, own, since)]
  }
  const comparison = compareRun((await read()).findings, printed)
  return [...hashFindings(run, own, since), ...jsonDifferences(run, artefacts.comparison, { ...comparison, inputs })]
}

const manifestDifferences = (run: string, artefact: Artefact, expected: Manifest): string[] =>
  jsonDifferences(run, manifestName(artefact), expected)
