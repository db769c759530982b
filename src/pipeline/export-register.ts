import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { TrialError } from '../core/errors.ts'
import type { RegisterEntry } from '../model/register.ts'
import { readRegister, writeRegister } from '../storage/register.ts'
import { readSample } from './case-files.ts'
import { exportExists } from './issues.ts'
import { artefactPath, readManifest, requireDraw, requireSameProtocol } from './run-folder.ts'
import { readSampledCaseload, recordedFiles, requireSampledFiles } from './trial-caseload.ts'
import type { Trial } from './trial-folder.ts'

/** What was written. */
export interface RegisterExport {
  schema: 'equipoise/register-export/1'
  trial: string
  run: string
  notice: string | null
  file: string
  /** Stays of this run's cases. */
  cases: number
  /** Stays that the register held when the run was drawn. */
  before: number
}

/**
 * Writes the register of trials for the next one: what the register held when the run was drawn, and a stay of every sampled case, from the
 * day on which eligibility was judged to the end of the follow-up. It tells no arm.
 */
export async function exportRegister(trial: Trial, run: string, { out }: { out: string }): Promise<RegisterExport> {
  requireDraw(run, 'sample')
  requireSameProtocol(trial, run)
  if (existsSync(out)) throw new TrialError([exportExists(out)])
  const { protocol } = trial
  const { register: before } = recordedFiles(run)
  const through = protocol.register?.through
  const linkOf = await linksOf(trial, run)
  const earlier = before === undefined ? [] : (await readRegister(before, through)).entries
  const stay = { trial: protocol.id, from: protocol.caseload.asOf.date, to: protocol.followUp.to }
  const own = (await readSample(artefactPath(run, 'sample'), protocol)).map(
    ({ id }): RegisterEntry => ({ ...stay, case: id, link: linkOf(id) }),
  )
  mkdirSync(dirname(resolve(out)), { recursive: true })
  writeRegister(out, [...earlier, ...own], through)
  return {
    schema: 'equipoise/register-export/1',
    ...{ trial: protocol.id, run, notice: readManifest(run, 'sample').notice, file: out },
    ...{ cases: own.length, before: earlier.length },
  }
}

/** The value of the register's field that a sampled case has; null of every case where it has no such field. */
async function linksOf(trial: Trial, run: string): Promise<(id: string) => string | null> {
  const { through } = trial.protocol.register ?? {}
  if (through === undefined) return () => null
  const caseload = await readSampledCaseload(trial, run)
  requireSampledFiles(run, caseload)
  const { ids, columns } = caseload.table
  const values = columns.get(through) ?? []
  const links = new Map<string, string>()
  for (let row = 0; row < ids.length; row += 1) {
    const value = values.at(row) ?? null
    if (value !== null) links.set(ids.at(row) ?? '', String(value))
  }
  return id => links.get(id) ?? null
}
