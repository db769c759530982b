import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { InternalError, refuseIfAny, TrialError } from '../../core/errors.ts'
import { hashFile, sha256 } from '../../core/hash.ts'
import type { Progress } from '../../core/progress.ts'
import { readRecipients, sealContent } from '../../storage/age/index.ts'
import { writeFileAtomically } from '../../storage/files.ts'
import { readCommitment } from '../commit/commitment.ts'
import { defaultSecretFile } from '../commit/secret.ts'
import { requireBatch } from '../enrolment/records.ts'
import {
  artefactPath,
  artefacts,
  hasArtefact,
  readManifest,
  requireDraw,
  requireSameProtocol,
  writeJson,
} from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import { runAnalysed, sealedToOthers, secretInClear } from './issues.ts'
import { requireSealedFiles } from './open-run.ts'
import {
  clearName,
  isSealed,
  leftInClear,
  readBytes,
  readSealRecord,
  type SealRecord,
  sealable,
  sealedName,
  sealRecordPath,
} from './sealed-run.ts'

/** What to seal, and to whom. */
export interface SealRequest {
  trial: Trial
  run: string
  /** Public keys, or files of keys. */
  to: readonly string[]
}

/** What sealing did. */
export interface SealOutcome {
  schema: 'equipoise/sealed/1'
  trial: string
  run: string
  notice: string | null
  recipients: readonly string[]
  /** The sealed files, each in place of a clear one. */
  files: readonly string[]
  /** SHA-256 of 04-sealed.json. */
  sha256: string
  /** What a seal of this run does not keep secret. */
  cautions: readonly string[]
  state: 'written' | 'unchanged'
}

/**
 * Seals what tells the arm of a case, and the seed that anybody derives the arms from, to those who may open it. Every sealed
 * file is read back and compared with the clear one before any clear file goes. An interruption leaves the clear files, the
 * sealed ones or both, and the same command goes on from there.
 */
export async function sealRun({ trial, run, to }: SealRequest, progress: Progress): Promise<SealOutcome> {
  requireBatch(
    trial,
    'seal',
    'Keep the run folder where only those may read who may know the arms: its log shows them.',
  )
  requireSameProtocol(trial, run)
  const recipients = await readRecipients(to)
  if (isSealed(run)) return finishSeal(run, recipients)
  requireSealable(run)
  const cautions = seedCautions(String(readManifest(run, 'allocation').seed))
  progress.report('Sealing', 0, 2)
  const record = await sealFiles(trial, run, recipients)
  progress.report('Sealing', 1, 2)
  removeClear(run, record)
  progress.report('Sealing', 2, 2)
  return outcomeOf(run, record, cautions, 'written')
}

function requireSealable(run: string): void {
  requireDraw(run, 'sample', 'allocation')
  const analysed = [artefacts.analysisSet, artefacts.summaries, artefacts.results].filter(name =>
    existsSync(join(run, name)),
  )
  if (analysed.length > 0) throw new TrialError([runAnalysed(analysed.map(name => join(run, name)))])
  refuseIfAny(secretsBeside(run).map(secretInClear))
}

/** The secret of a commitment where `commit` left it. Its sample reveals it, and is sealed. */
function secretsBeside(run: string): string[] {
  const file = defaultSecretFile(run)
  if (!hasArtefact(run, 'commit') || !existsSync(file)) return []
  const { commitment } = readCommitment(run)
  return sha256(readFileSync(file, 'utf8').trim()) === commitment.secret.sha256 ? [file] : []
}

/** A run that is sealed already. Clear files that are still there were sealed and compared before an interruption. */
function finishSeal(run: string, recipients: readonly string[]): SealOutcome {
  const record = readSealRecord(run)
  requireSealedFiles(run, record)
  if (recipients.join() !== record.recipients.join()) {
    throw new TrialError([sealedToOthers(sealRecordPath(run), record.recipients)])
  }
  const isWhole = leftInClear(run, record).length === 0
  removeClear(run, record)
  return outcomeOf(run, record, [], isWhole ? 'unchanged' : 'written')
}

async function sealFiles({ protocol, hashes }: Trial, run: string, recipients: readonly string[]): Promise<SealRecord> {
  const files: Record<string, string> = {}
  for (const name of sealable.filter(each => existsSync(join(run, each)))) {
    files[sealedName(name)] = await sealFile(run, name, recipients)
  }
  const record: SealRecord = {
    schema: 'equipoise/seal/1',
    trial: protocol.id,
    notice: readManifest(run, 'allocation').notice,
    inputs: {
      'protocol.yaml': hashes.protocol,
      [artefacts.sample]: await hashFile(artefactPath(run, 'sample')),
    },
    recipients,
    files,
  }
  writeJson(sealRecordPath(run), record)
  return record
}

/** Writes the sealed form of a file and reads it back. Returns its SHA-256. */
async function sealFile(run: string, name: string, recipients: readonly string[]): Promise<string> {
  const sealed = await sealContent(readBytes(run, name), recipients)
  writeFileAtomically(join(run, sealedName(name)), sealed.bytes)
  const written = readBytes(run, sealedName(name))
  if (!(await sealed.opens(written))) throw new InternalError(`${sealedName(name)} does not open to what was sealed`)
  return sha256(written)
}

function removeClear(run: string, { files }: SealRecord): void {
  for (const name of Object.keys(files)) rmSync(join(run, clearName(name)), { force: true })
}

/** Fewest characters with which a seed can have 128 bits, in the 64 of base64. */
const shortestSafeSeed = 22

function seedCautions(seed: string): string[] {
  if (seed.length >= shortestSafeSeed) return []
  return [
    'The seed is short enough to be guessed: whoever has the caseload, the protocol and the sample can try seeds until one gives this sample, and then derives every arm. A seed that keeps a seal is random and long, as of `openssl rand -hex 32`, or follows from a commitment.',
  ]
}

function outcomeOf(
  run: string,
  { trial, notice, recipients, files }: SealRecord,
  cautions: readonly string[],
  state: SealOutcome['state'],
): SealOutcome {
  const hash = sha256(readFileSync(sealRecordPath(run)))
  const sealed = { recipients, files: Object.keys(files), sha256: hash }
  return { schema: 'equipoise/sealed/1', trial, run, notice, ...sealed, cautions, state }
}
