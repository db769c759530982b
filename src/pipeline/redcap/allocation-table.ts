import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { compareBytes } from '../../core/byte-order.ts'
import { refuseIfAny, TrialError } from '../../core/errors.ts'
import { hashFile } from '../../core/hash.ts'
import { groupBy } from '../../core/lists.ts'
import type { Progress } from '../../core/progress.ts'
import { allocationStream, shuffled } from '../../core/random.ts'
import type { AllocatedCase, SampledCase } from '../../model/case.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { RedcapCoding } from '../../model/redcap-coding.ts'
import { writePrivateFile } from '../../storage/private-file.ts'
import { csvText, readAllocation, readSample } from '../case-files.ts'
import { artefactPath, readManifest, requireDraw, requireSameProtocol } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import { codingOf, fieldsOf, type RedcapField, stratumCodes } from './coding.ts'
import { redcapFileExists, redcapGroupMissing } from './issues.ts'

/** Which table to write, and where to. */
export interface RedcapTableRequest {
  trial: Trial
  run: string
  out: string
  coding?: string | undefined
  /** A table to try the project with: as many rows of each arm, in an order that has nothing to do with the allocation. */
  development?: boolean | undefined
}

/** What was written, and what the REDCap project must have for it. */
export interface RedcapTable {
  schema: 'equipoise/redcap-table/1'
  trial: string
  run: string
  notice: string | null
  file: string
  purpose: 'development' | 'production'
  columns: readonly string[]
  rows: number
  fields: readonly RedcapField[]
}

/** A row to be: the raw values by which REDCap finds it, and the arm that it gives. */
interface TableRow {
  keys: readonly string[]
  arm: string
}

/**
 * Writes the allocation of a run as a table for REDCap's randomisation module, which gives a record the first unused row that has
 * its stratum. Rows of a stratum are in byte order of case id, so REDCap repeats the allocation where its records are randomised
 * in that order. The file is for its owner alone.
 */
export async function writeRedcapTable(request: RedcapTableRequest, progress: Progress): Promise<RedcapTable> {
  const { trial, run, out, development = false } = request
  const { protocol } = trial
  const coding = codingOf(protocol, request.coding)
  if (existsSync(out)) throw new TrialError([redcapFileExists(out)])
  progress.report('Writing the table', 0, 1)
  const { columns, rows: real } = await productionTable(trial, run, coding)
  const rows = development ? unrelatedRows(protocol, real, await hashFile(artefactPath(run, 'sample'))) : real
  const text = csvText(
    columns,
    rows.map(({ arm, keys }) => [coding.arm.codes[arm], ...keys]),
  )
  mkdirSync(dirname(resolve(out)), { recursive: true })
  writePrivateFile(out, text)
  progress.report('Writing the table', 1, 1)
  return {
    schema: 'equipoise/redcap-table/1',
    trial: protocol.id,
    run,
    notice: readManifest(run, 'allocation').notice,
    file: out,
    purpose: development ? 'development' : 'production',
    columns,
    rows: rows.length,
    fields: fieldsOf(protocol, coding),
  }
}

/** The table of a run for REDCap's production status: its columns and, stratum by stratum, its rows. */
export async function productionTable(
  trial: Trial,
  run: string,
  coding: RedcapCoding,
): Promise<{ columns: string[]; rows: TableRow[] }> {
  const { protocol } = trial
  requireDraw(run, 'sample', 'allocation')
  requireSameProtocol(trial, run)
  const allocated = await readAllocation(artefactPath(run, 'allocation'))
  const sample = await readSample(artefactPath(run, 'sample'), protocol)
  return { columns: columnsOf(protocol, coding), rows: rowsOf(protocol, coding, allocated, sample) }
}

/** The field of the arm, that of each stratum, and the data access group where there is one: in this order also for versions that read by position. */
function columnsOf({ strata: ids }: Protocol, { arm, strata, dataAccessGroup }: RedcapCoding): string[] {
  const group = dataAccessGroup === undefined ? [] : ['redcap_data_access_group']
  return [arm.field, ...ids.map(id => strata[id]?.field ?? id), ...group]
}

function rowsOf(
  protocol: Protocol,
  coding: RedcapCoding,
  allocated: readonly AllocatedCase[],
  sample: readonly SampledCase[],
): TableRow[] {
  const groupOf = groupsOf(coding, sample)
  return [...allocated]
    .sort((a, b) => compareBytes(a.stratum, b.stratum) || compareBytes(a.id, b.id))
    .map(({ id, stratum, arm }) => ({ arm, keys: [...stratumCodes(protocol, coding, stratum), ...groupOf(id)] }))
}

function groupsOf({ dataAccessGroup: group }: RedcapCoding, sample: readonly SampledCase[]): (id: string) => string[] {
  if (group === undefined) return () => []
  const levels = new Map(sample.map(({ id, baseline }) => [id, baseline[group.of]]))
  const without = [...levels].filter(([, level]) => level === null || level === undefined)
  refuseIfAny(without.map(([id]) => redcapGroupMissing(id, group.of)))
  return id => [group.codes[String(levels.get(id))] ?? '']
}

/** The same numbers of rows, with arms put in order and then shuffled by a public stream: nothing of the allocation but its counts. */
function unrelatedRows(protocol: Protocol, rows: readonly TableRow[], seed: string): TableRow[] {
  const groups = groupBy(rows, ({ keys }) => keys.join('|'))
  return [...groups].flatMap(([name, group]) => {
    const arms = protocol.arms.flatMap(({ id }) => group.filter(({ arm }) => arm === id).map(() => id))
    const stream = allocationStream({ purpose: 'redcap development', stratum: name, seed })
    return shuffled(arms, stream).map((arm, index) => ({ arm, keys: group[index]?.keys ?? [] }))
  })
}
