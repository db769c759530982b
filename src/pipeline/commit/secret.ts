import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { InternalError, TrialError } from '../../core/errors.ts'
import { sha256 } from '../../core/hash.ts'
import type { Commitment } from '../../model/commitment.ts'
import { readText } from '../../storage/files.ts'
import { writePrivateFile } from '../../storage/private-file.ts'
import { manifestPath, readManifest } from '../run-folder.ts'
import { secretExists, secretInRun, secretMismatch, secretMissing } from './issues.ts'

/** 32 bytes from the operating system's cryptographic source, in hexadecimal. */
export const newSecret = (): string => randomBytes(32).toString('hex')

/** Where the secret of a run is kept unless another file is named: beside the run folder. */
export const defaultSecretFile = (run: string): string => join(run, '..', `${basename(resolve(run))}.secret`)

/** Refuses a file of a secret in the run folder, which others read. */
export function requireOutsideRun(run: string, file: string): void {
  const fromRun = relative(resolve(run), resolve(file))
  if (!isAbsolute(fromRun) && !/^\.\.([/\\]|$)/.test(fromRun)) throw new TrialError([secretInRun(file, run)])
}

/** Refuses a file for a new secret that exists, or that lies in the run folder. */
export function requireSecretFileFree(run: string, file: string): void {
  requireOutsideRun(run, file)
  if (existsSync(file)) throw new TrialError([secretExists(file)])
}

/** Keeps a new secret in a file that its owner alone may read. */
export function writeSecret(file: string, secret: string): void {
  if (!/^[0-9a-f]{64}$/.test(secret)) throw new InternalError('a secret is 64 lower-case hexadecimal digits')
  mkdirSync(dirname(resolve(file)), { recursive: true })
  writePrivateFile(file, `${secret}\n`)
}

/**
 * The secret of a commitment: of the file that is named, else as the sample revealed it, else of the default file. Refuses
 * one that was not committed to.
 */
export function readSecret(run: string, { secret: { sha256: committed } }: Commitment, file?: string): string {
  const [place, secret] = file === undefined ? unnamedSecret(run) : [file, secretIn(file)]
  if (sha256(secret) !== committed) throw new TrialError([secretMismatch(place)])
  return secret
}

function unnamedSecret(run: string): [place: string, secret: string] {
  const revealed = existsSync(manifestPath(run, 'sample')) ? readManifest(run, 'sample').secret : undefined
  if (revealed !== undefined) return [manifestPath(run, 'sample'), String(revealed)]
  const file = defaultSecretFile(run)
  return [file, secretIn(file)]
}

function secretIn(file: string): string {
  if (!existsSync(file)) throw new TrialError([secretMissing(file)])
  return readText(file).trim()
}
