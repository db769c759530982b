import { existsSync, readFileSync } from 'node:fs'
import { canonicalJson } from '../core/canonical-json.ts'
import { TrialError } from '../core/errors.ts'
import { hashFile } from '../core/hash.ts'
import type { Progress } from '../core/progress.ts'
import { type Balance, type CovariateBalance, defaultRedraws, prepareBalance } from '../design/index.ts'
import { readJson, writeFileAtomically } from '../storage/files.ts'
import { drawBalance } from './balance-redraws.ts'
import { baselineFields, readAllocation, readSample } from './case-files.ts'
import { batchUnknown, redrawsNotUsable } from './issues.ts'
import {
  artefactPath,
  artefacts,
  readManifest,
  requireDraw,
  requireSameProtocol,
  withDrawnTargets,
} from './run-folder.ts'
import { tidyBalance } from './tidy-balance.ts'
import type { Trial } from './trial-folder.ts'

const balanceAlgorithm = { name: 'balance', version: 1 } as const

/** How the balance of a run is to be looked at. */
export interface BalanceRequest {
  /** Redraws of the omnibus test, as a person writes it. */
  draws?: string | undefined
  /** A baseline field whose values are batches. */
  batch?: string | undefined
}

/** 04-balance.json. */
export interface BalanceArtefact extends Balance {
  schema: 'equipoise/balance/1'
  trial: string
  notice: string | null
  inputs: Readonly<Record<string, string>>
  algorithm: { name: string; version: number }
  seed: string
  draws: number
  batch: string | null
}

/** What `balance` did, and what it found. */
export interface BalanceOutcome extends BalanceArtefact {
  run: string
  state: 'written' | 'unchanged'
}

/** Compares the arms of a run at baseline: artefacts 04-balance.json and 04-balance.csv. */
export async function balanceRun(
  { trial, run, ...request }: { trial: Trial; run: string } & BalanceRequest,
  progress: Progress,
): Promise<BalanceOutcome> {
  requireDraw(run, 'sample', 'allocation')
  requireSameProtocol(trial, run)
  const { balance, tidy } = await deriveBalance(trial, run, request, progress)
  const changed = [
    write(artefactPath(run, 'balance'), `${canonicalJson(balance)}\n`),
    write(artefactPath(run, 'tidyBalance'), tidy),
  ]
  return { ...balance, run, state: changed.includes(true) ? 'written' : 'unchanged' }
}

/** What a run's sample, allocation, protocol and seed determine. Used to make the artefacts and to verify them. */
export async function deriveBalance(
  trial: Trial,
  run: string,
  { draws: wanted = String(defaultRedraws), batch }: BalanceRequest,
  progress: Progress,
): Promise<{ balance: BalanceArtefact; tidy: string }> {
  const { hashes } = trial
  const { protocol } = withDrawnTargets(trial, run)
  const draws = redraws(wanted)
  requireBaseline(trial, batch)
  const paths = [artefactPath(run, 'sample'), artefactPath(run, 'allocation')] as const
  const [sample, allocated] = [await readSample(paths[0], protocol), await readAllocation(paths[1])]
  const manifest = readManifest(run, 'allocation')
  const seed = String(manifest.seed)
  const { omnibus, ...prepared } = prepareBalance(sample, allocated, protocol, { seed, batch })
  const job = { sample, allocated, protocol, seed }
  const compared: Balance = {
    ...prepared,
    omnibus: 'status' in omnibus ? omnibus : omnibus.finish(await drawBalance(job, omnibus, draws, { progress })),
  }
  const inputs = {
    'protocol.yaml': hashes.protocol,
    [artefacts.sample]: await hashFile(paths[0]),
    [artefacts.allocation]: await hashFile(paths[1]),
  }
  const { notice } = manifest
  const head = {
    schema: 'equipoise/balance/1',
    trial: protocol.id,
    notice,
    inputs,
    algorithm: balanceAlgorithm,
  } as const
  return { balance: { ...head, seed, draws, batch: batch ?? null, ...compared }, tidy: tidyBalance(compared, notice) }
}

/** The arms of a run at baseline, without the redraws. */
export async function baselineOf(trial: Trial, run: string): Promise<readonly CovariateBalance[]> {
  const { protocol } = withDrawnTargets(trial, run)
  const sample = await readSample(artefactPath(run, 'sample'), protocol)
  const allocated = await readAllocation(artefactPath(run, 'allocation'))
  const seed = String(readManifest(run, 'allocation').seed)
  return prepareBalance(sample, allocated, protocol, { seed }).covariates
}

/** What the report of a run was made by. */
export function recordedRequest(run: string): BalanceRequest {
  const { draws, batch } = readJson(artefactPath(run, 'balance')) as Partial<BalanceArtefact>
  return { draws: String(draws), batch: batch ?? undefined }
}

function redraws(text: string): number {
  if (!/^[1-9]\d{1,5}$/.test(text) || Number(text) < 99) throw new TrialError([redrawsNotUsable(text)])
  return Number(text)
}

function requireBaseline({ protocol }: Trial, batch: string | undefined): void {
  const known = baselineFields(protocol).map(({ id }) => id)
  if (batch !== undefined && !known.includes(batch)) throw new TrialError([batchUnknown(batch, known)])
}

/** Whether the file had to be written. */
function write(path: string, text: string): boolean {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return false
  writeFileAtomically(path, text)
  return true
}
