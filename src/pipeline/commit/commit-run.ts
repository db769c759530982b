import { existsSync, rmSync } from 'node:fs'
import { TrialError } from '../../core/errors.ts'
import { sha256 } from '../../core/hash.ts'
import type { Progress } from '../../core/progress.ts'
import { streamsOf } from '../../core/random.ts'
import { assessEligibility, drawSample } from '../../design/index.ts'
import type { CaseTable } from '../../model/case.ts'
import type { Commitment } from '../../model/commitment.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { Clock } from '../../storage/log/outcome-log.ts'
import { requireBatch } from '../enrolment/records.ts'
import { artefactPath, hasArtefact, manifestPath, prepareRun, writeJson } from '../run-folder.ts'
import { type CaseloadFiles, readTrialCaseload } from '../trial-caseload.ts'
import type { Trial } from '../trial-folder.ts'
import { readBeaconRound } from './beacon.ts'
import { changedFacts, type DrawFacts, drawFacts, readCommitment } from './commitment.ts'
import { committedAlready, drawnBefore } from './issues.ts'
import { defaultSecretFile, readSecret, requireSecretFileFree, writeSecret } from './secret.ts'
import { requireDrawnByCommitment } from './start.ts'

/** What to commit to, and where its secret is kept. */
export interface CommitRequest extends CaseloadFiles {
  trial: Trial
  run: string
  /** The beacon and the round of it that will give the value, in words. */
  beaconRound: string
  /** File for the secret; beside the run folder where absent. */
  secretFile?: string | undefined
  /** A secret of 64 lower-case hexadecimal digits that nobody can guess. */
  secret: () => string
  clock: Clock
}

/** What committing did. The secret itself is in its file alone. */
export interface CommitOutcome {
  schema: 'equipoise/commitment/1'
  trial: string
  run: string
  notice: string | null
  /** SHA-256 of 00-commit.json, to be published before the value of the beacon. */
  sha256: string
  secretFile: string
  commitment: Commitment
  state: 'written' | 'unchanged'
}

/**
 * Fixes what a draw will be made from before the value of a public beacon is known: artefact 00. The seed will follow from
 * both, so that nobody can choose it. Refuses a second commitment on one run, and one after the draw.
 */
export async function commitRun(request: CommitRequest, progress: Progress): Promise<CommitOutcome> {
  const { trial, run } = request
  requireBatch(trial, 'commit')
  const round = readBeaconRound(request.beaconRound)
  const secretFile = request.secretFile ?? defaultSecretFile(run)
  const isCommitted = hasArtefact(run, 'commit')
  if (isCommitted) requireDrawnByCommitment(run)
  else {
    requireUndrawn(run)
    requireSecretFileFree(run, secretFile)
  }
  progress.report('Reading the caseload', 0)
  const { table } = await readTrialCaseload(trial, request)
  progress.report('Committing', 0, 2)
  requireSampleable(table, trial.protocol)
  progress.report('Committing', 1, 2)
  const facts = await drawFacts(trial, run, table)
  if (isCommitted) requireSame(run, facts, round, request.secretFile)
  else write(request, facts, round, secretFile)
  progress.report('Committing', 2, 2)
  const { commitment, hash } = readCommitment(run)
  return {
    schema: 'equipoise/commitment/1',
    trial: trial.protocol.id,
    run,
    notice: commitment.notice,
    sha256: hash,
    secretFile,
    commitment,
    state: isCommitted ? 'unchanged' : 'written',
  }
}

function requireUndrawn(run: string): void {
  const path = artefactPath(run, 'sample')
  if (existsSync(path) || existsSync(manifestPath(run, 'sample'))) throw new TrialError([drawnBefore(path)])
}

/** Targets that no sample can meet are found now. Whether they can be met depends on the cases, never on this seed. */
function requireSampleable(table: CaseTable, protocol: Protocol): void {
  drawSample(table, assessEligibility(table, protocol).eligibleRows, protocol, streamsOf('not the seed of any draw'))
}

function requireSame(run: string, facts: DrawFacts, round: string, secretFile: string | undefined): void {
  const { commitment } = readCommitment(run)
  const differing = [
    ...changedFacts(commitment, facts).map(({ fact }) => fact),
    ...(round === commitment.beacon.round ? [] : ['the beacon or its round']),
  ]
  if (differing.length > 0) throw new TrialError([committedAlready(artefactPath(run, 'commit'), differing)])
  readSecret(run, commitment, secretFile)
}

/** The secret first: a commitment without it could never be drawn. */
function write(
  { trial, run, secret, clock }: CommitRequest,
  facts: DrawFacts,
  round: string,
  secretFile: string,
): void {
  const made = secret()
  const commitment: Commitment = {
    schema: 'equipoise/commit/1',
    ...facts,
    secret: { sha256: sha256(made) },
    beacon: { round },
    recorded_at: clock().toISOString(),
  }
  prepareRun(trial, run)
  writeSecret(secretFile, made)
  try {
    writeJson(artefactPath(run, 'commit'), commitment)
  } catch (error) {
    rmSync(secretFile)
    throw error
  }
}
