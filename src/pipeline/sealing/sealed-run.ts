import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TrialError } from '../../core/errors.ts'
import { readJson } from '../../storage/files.ts'
import { runNotSealed, runSealed } from './issues.ts'

/** 04-sealed.json: what was sealed, to whom, and the hashes that others of the run need to be checked by. */
export interface SealRecord {
  schema: 'equipoise/seal/1'
  trial: string
  notice: string | null
  inputs: Readonly<Record<'protocol.yaml' | '03-sample.csv', string>>
  /** Public keys; each of them alone opens the run. */
  recipients: readonly string[]
  /** SHA-256 of each sealed file. There is none of what they hold: with few cases it would tell the arms. */
  files: Readonly<Record<string, string>>
}

export const sealRecordName = '04-sealed.json'

/**
 * The files of a run that tell the arm of a case, or the seed that anybody derives the arms from, in the order in which they
 * are sealed. Those of the analysis are not among them: a run is sealed before it.
 */
export const sealable = [
  '03-sample.json',
  '04-allocation.csv',
  '04-allocation.json',
  '04-balance.csv',
  '04-balance.json',
  '04-verify.py',
  '04-verify.R',
  '04-verify.json',
] as const

export const sealedName = (name: string): string => `${name}.age`
export const clearName = (name: string): string => name.replace(/\.age$/, '')

export const sealRecordPath = (run: string): string => join(run, sealRecordName)

export const isSealed = (run: string): boolean => existsSync(sealRecordPath(run))

/** Refuses a sealed run where a stage needs it open. */
export function requireOpen(run: string): void {
  if (isSealed(run)) throw new TrialError([runSealed(sealRecordPath(run))])
}

export function readSealRecord(run: string): SealRecord {
  if (!isSealed(run)) throw new TrialError([runNotSealed(sealRecordPath(run))])
  return readJson(sealRecordPath(run)) as SealRecord
}

/** The files of a seal that lie in clear beside their sealed form, as an interruption leaves them. */
export const leftInClear = (run: string, { files }: SealRecord): string[] =>
  Object.keys(files)
    .map(clearName)
    .filter(name => existsSync(join(run, name)))

export const readBytes = (run: string, name: string): Uint8Array => readFileSync(join(run, name))
