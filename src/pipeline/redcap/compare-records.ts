import { TrialError } from '../../core/errors.ts'
import { groupBy } from '../../core/lists.ts'
import type { Progress } from '../../core/progress.ts'
import type { AllocatedCase } from '../../model/case.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { RedcapCoding } from '../../model/redcap-coding.ts'
import { type CsvTable, readCsv } from '../../storage/csv-reader.ts'
import { missingColumn } from '../../storage/issues.ts'
import { readAllocation } from '../case-files.ts'
import { artefactPath, readManifest, requireDraw, requireSameProtocol } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import { codingOf, stratumCodes } from './coding.ts'

/** Something in which REDCap's records and the allocation of a run do not agree. */
export interface RedcapMismatch {
  kind: 'not_allocated' | 'no_record' | 'other_arm' | 'unknown_code' | 'other_stratum' | 'ambiguous'
  record: string
  /** First line of the record in the file; null where it has none. */
  line: number | null
  /** A sentence that names the record. */
  detail: string
}

/** REDCap's records beside the allocation of a run. */
export interface RedcapComparison {
  schema: 'equipoise/redcap-comparison/1'
  trial: string
  run: string
  notice: string | null
  file: string
  records: number
  /** Records that have the arm and the stratum that the run gave them. */
  agreeing: number
  /** Records that have no arm yet. */
  notRandomised: number
  mismatches: readonly RedcapMismatch[]
}

/** Compares an export of records (raw values, CSV) with the allocation of a run, and names every mismatch. Writes nothing. */
export async function compareRedcapRecords(
  { trial, run, file, coding: codingFile }: { trial: Trial; run: string; file: string; coding?: string | undefined },
  progress: Progress,
): Promise<RedcapComparison> {
  const { protocol } = trial
  const coding = codingOf(protocol, codingFile)
  requireDraw(run, 'allocation')
  requireSameProtocol(trial, run)
  progress.report('Comparing', 0, 1)
  const records = recordsOf(file, await readCsv(file), namesOf(protocol, coding))
  const allocated = new Map((await readAllocation(artefactPath(run, 'allocation'))).map(item => [item.id, item]))
  const found = [...records.values()].map(record => compared(protocol, coding, record, allocated.get(record.id)))
  const without = [...allocated.keys()].filter(id => !records.has(id)).map(withoutRecord)
  progress.report('Comparing', 1, 1)
  return {
    schema: 'equipoise/redcap-comparison/1',
    trial: protocol.id,
    run,
    notice: readManifest(run, 'allocation').notice,
    file,
    records: records.size,
    agreeing: found.filter(each => each === 'agrees').length,
    notRandomised: found.filter(each => each === 'not randomised').length,
    mismatches: [...found.flatMap(each => (Array.isArray(each) ? each : [])), ...without],
  }
}

/** A record with its values, field by field. Over several rows (events, repeats) a field may be filled in one of them. */
interface RedcapRecord {
  id: string
  line: number
  values: ReadonlyMap<string, readonly string[]>
}

const namesOf = ({ strata: ids }: Protocol, { record, arm, strata }: RedcapCoding) => ({
  record,
  fields: [arm.field, ...ids.map(id => strata[id]?.field ?? id)],
})

function recordsOf(
  file: string,
  { header, rows }: CsvTable,
  { record, fields }: { record: string; fields: readonly string[] },
): Map<string, RedcapRecord> {
  const missing = [record, ...fields].filter(name => !header.includes(name))
  if (missing.length > 0) throw new TrialError(missing.map(name => missingColumn(file, name, header)))
  const places = fields.map(name => [name, header.indexOf(name)] as const)
  const groups = groupBy(rows, ({ cells }) => cells[header.indexOf(record)] ?? '')
  return new Map(
    [...groups].map(([id, own]) => {
      const filled = (at: number) =>
        [...new Set(own.map(({ cells }) => cells[at]?.trim() ?? ''))].filter(text => text !== '')
      return [id, { id, line: own[0]?.line ?? 0, values: new Map(places.map(([name, at]) => [name, filled(at)])) }]
    }),
  )
}

function compared(
  protocol: Protocol,
  coding: RedcapCoding,
  record: RedcapRecord,
  allocated: AllocatedCase | undefined,
): 'agrees' | 'not randomised' | RedcapMismatch[] {
  const { id, line, values } = record
  const mismatch = (kind: RedcapMismatch['kind'], detail: string): RedcapMismatch => ({
    kind,
    record: id,
    line,
    detail,
  })
  if (allocated === undefined) return [mismatch('not_allocated', `${id} was not allocated in this run`)]
  const ambiguous = [...values].filter(([, texts]) => texts.length > 1)
  if (ambiguous.length > 0) {
    return ambiguous.map(([field, texts]) =>
      mismatch('ambiguous', `${id} has several values of ${field}: ${texts.join(', ')}`),
    )
  }
  const strata = stratumMismatches(protocol, coding, record, allocated, mismatch)
  const code = values.get(coding.arm.field)?.[0]
  if (code === undefined) return strata.length === 0 ? 'not randomised' : strata
  const arm = Object.entries(coding.arm.codes).find(([, each]) => each === code)?.[0]
  const arms =
    arm === undefined
      ? [
          mismatch(
            'unknown_code',
            `${id} has ${JSON.stringify(code)} in ${coding.arm.field}, which is no code of an arm`,
          ),
        ]
      : arm === allocated.arm
        ? []
        : [mismatch('other_arm', `${id} is in ${arm} in REDCap, and was allocated to ${allocated.arm}`)]
  const all = [...arms, ...strata]
  return all.length === 0 ? 'agrees' : all
}

function stratumMismatches(
  protocol: Protocol,
  coding: RedcapCoding,
  { id, values }: RedcapRecord,
  { stratum }: AllocatedCase,
  mismatch: (kind: RedcapMismatch['kind'], detail: string) => RedcapMismatch,
): RedcapMismatch[] {
  const expected = stratumCodes(protocol, coding, stratum)
  return protocol.strata.flatMap((name, index) => {
    const field = coding.strata[name]?.field ?? name
    const found = values.get(field)?.[0] ?? 'nothing'
    if (found === expected[index]) return []
    return [mismatch('other_stratum', `${id} has ${found} in ${field} in REDCap, and ${expected[index]} in the sample`)]
  })
}

const withoutRecord = (id: string): RedcapMismatch => ({
  kind: 'no_record',
  record: id,
  line: null,
  detail: `${id} was allocated and has no record in REDCap`,
})
