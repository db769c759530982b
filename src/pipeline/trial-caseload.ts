import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { TrialError } from '../core/errors.ts'
import { type Progress, silent } from '../core/progress.ts'
import { withRegister } from '../design/index.ts'
import { type Caseload, readCaseload } from '../storage/caseload.ts'
import { readJson } from '../storage/files.ts'
import { readRegister } from '../storage/register.ts'
import { caseloadChanged, registerMissing, registerNotDeclared } from './issues.ts'
import { artefactPath, type CaseloadArtefact, type RecordedRegister, relativeToRun } from './run-folder.ts'
import type { Trial } from './trial-folder.ts'

/** The files that a sample is drawn from. */
export interface CaseloadFiles {
  caseload: string
  /** The register of concurrent trials; for a protocol that declares one, and for no other. */
  register?: string | undefined
}

/** A caseload with the register's column, where the protocol has one. */
export interface TrialCaseload extends Caseload {
  register?: Omit<RecordedRegister, 'path'> | undefined
}

/** Reads the caseload and, where the protocol declares it, the register; refuses one that is missing or asked by nobody. */
export async function readTrialCaseload(
  { protocol }: Trial,
  files: CaseloadFiles,
  progress: Progress = silent,
): Promise<TrialCaseload> {
  const { register } = protocol
  if (register === undefined) {
    if (files.register !== undefined) throw new TrialError([registerNotDeclared(files.register)])
    return readCaseload(files.caseload, protocol.caseload, progress)
  }
  if (files.register === undefined) throw new TrialError([registerMissing(register.field)])
  const { entries, sha256 } = await readRegister(files.register, register.through)
  const { table, ...caseload } = await readCaseload(files.caseload, protocol.caseload, progress)
  return { ...caseload, table: withRegister(table, entries, protocol), register: { sha256, entries: entries.length } }
}

export const recordedCaseload = (run: string) => readJson(artefactPath(run, 'caseload')) as CaseloadArtefact

/** What a run records of the files that it was sampled from. */
export function caseloadFacts(run: string, files: CaseloadFiles, { rows, sha256, register }: TrialCaseload) {
  const { register: path = '' } = files
  return {
    path: relativeToRun(run, resolve(files.caseload)),
    sha256,
    cases: rows,
    ...(register === undefined ? {} : { register: { path: relativeToRun(run, resolve(path)), ...register } }),
  }
}

/** Paths of the files that a run was sampled from. */
export function recordedFiles(run: string): CaseloadFiles {
  const { path, register } = recordedCaseload(run)
  return { caseload: resolve(run, path), register: register && resolve(run, register.path) }
}

/** The caseload that a run was sampled from, read where the run says that it is. */
export const readSampledCaseload = (trial: Trial, run: string): Promise<TrialCaseload> =>
  readTrialCaseload(trial, recordedFiles(run))

/** Refuses files that are not those that the run was sampled from. */
export function requireSampledFiles(run: string, { sha256, register }: TrialCaseload): void {
  const recorded = recordedCaseload(run)
  const files = recordedFiles(run)
  const changed = [
    ...(sha256 === recorded.sha256 ? [] : [files.caseload]),
    ...(register?.sha256 === recorded.register?.sha256 ? [] : [files.register ?? '']),
  ]
  if (changed.length > 0) throw new TrialError(changed.map(caseloadChanged))
}

/** The recorded files that are not there any more, as the run names them. */
export function missingFiles(run: string): string[] {
  const { path, register } = recordedCaseload(run)
  return [path, ...(register === undefined ? [] : [register.path])].filter(name => !existsSync(resolve(run, name)))
}

/** The hashes of the files, as the inputs of what was derived from them. */
export const caseloadInputs = ({ sha256, register }: Pick<TrialCaseload, 'sha256' | 'register'>) => ({
  caseload: sha256,
  ...(register === undefined ? {} : { register: register.sha256 }),
})
