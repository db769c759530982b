import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { TrialError } from '../../core/errors.ts'
import { sha256 } from '../../core/hash.ts'
import type { Opening } from '../../model/enrolment.ts'
import { writeFileAtomically } from '../../storage/files.ts'
import type { Clock } from '../../storage/log/outcome-log.ts'
import { defaultSecretFile, requireSecretFileFree, writeSecret } from '../commit/secret.ts'
import { artefactPath, artefacts, prepareRun, writeJson } from '../run-folder.ts'
import { hasRunLog } from '../run-log.ts'
import { type Trial, trialFiles } from '../trial-folder.ts'
import { openedAlready } from './issues.ts'
import {
  changedOpening,
  enrolmentWindow,
  isSequential,
  openingFacts,
  readEnrolmentSecret,
  readOpening,
} from './records.ts'

/** What to open, and where its secret is kept. */
export interface OpenRequest {
  trial: Trial
  run: string
  /** File for the secret; beside the run folder where absent. */
  secretFile?: string | undefined
  /** A secret of 64 lower-case hexadecimal digits that nobody can guess. */
  secret: () => string
  clock: Clock
}

/** What opening did. The secret itself is in its file alone. */
export interface OpenOutcome {
  schema: 'equipoise/enrolment-opened/1'
  trial: string
  run: string
  /** SHA-256 of 00-enrolment.json. */
  sha256: string
  secretFile: string
  window: { from: string; until: string }
  opening: Opening
  state: 'written' | 'unchanged'
}

/**
 * Opens enrolment on a run: artefact 00-enrolment.json, which fixes the protocol, the plan, the algorithms and a secret
 * before the first case arrives. Given again it changes nothing; from something else it is refused.
 */
export function openEnrolment(request: OpenRequest): OpenOutcome {
  const { trial, run } = request
  const window = enrolmentWindow(trial, 'open')
  const secretFile = request.secretFile ?? defaultSecretFile(run)
  const isOpen = isSequential(run)
  if (isOpen) requireSame(trial, run, secretFile)
  else write(request, secretFile)
  const { opening, hash } = readOpening(run)
  const state = isOpen ? 'unchanged' : 'written'
  return {
    schema: 'equipoise/enrolment-opened/1',
    trial: trial.protocol.id,
    run,
    sha256: hash,
    secretFile,
    window,
    opening,
    state,
  }
}

function requireSame(trial: Trial, run: string, secretFile: string): void {
  const { opening } = readOpening(run)
  const differing = changedOpening(trial, opening).map(({ fact }) => fact)
  if (differing.length > 0) throw new TrialError([openedAlready(artefactPath(run, 'opening'), differing)])
  readEnrolmentSecret(run, opening, secretFile)
}

/** The secret before the record of it: an opening without one could enrol nobody. */
function write({ trial, run, secret, clock }: OpenRequest, secretFile: string): void {
  if (hasRunLog(run)) throw new TrialError([openedAlready(artefactPath(run, 'log'), [artefacts.log])])
  requireSecretFileFree(run, secretFile)
  const made = secret()
  const opening: Opening = {
    schema: 'equipoise/enrolment-opening/1',
    ...openingFacts(trial),
    secret: { sha256: sha256(made) },
    recorded_at: clock().toISOString(),
  }
  prepareRun(trial, run)
  writeSecret(secretFile, made)
  try {
    writeFileAtomically(artefactPath(run, 'allocatedPlan'), readFileSync(join(trial.folder, trialFiles.plan)))
    writeJson(artefactPath(run, 'opening'), opening)
  } catch (error) {
    if (!existsSync(artefactPath(run, 'opening'))) rmSync(secretFile)
    throw error
  }
}
