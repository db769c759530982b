import { existsSync, mkdirSync } from 'node:fs'
import { dirname, extname, resolve } from 'node:path'
import { TrialError } from '../core/errors.ts'
import { pseudonym } from '../core/pseudonym.ts'
import { isEnrolment } from '../model/enrolment.ts'
import type { OutcomeEvent } from '../model/event.ts'
import { standingEvents } from '../outcomes/index.ts'
import { eventColumns } from '../storage/event-columns.ts'
import { type TableColumn, writeTableCsv, writeTableNdjson } from '../storage/events-writer.ts'
import { unknownFormat } from '../storage/issues.ts'
import type { OutcomeLog } from '../storage/log/outcome-log.ts'
import { eventOfText } from '../storage/log/stored-event.ts'
import { readPseudonymKey } from '../storage/pseudonym-key.ts'
import { writeTableParquet } from '../storage/table-parquet.ts'
import { exportExists } from './issues.ts'
import { noticeOfCases } from './notices.ts'
import { requireSameProtocol } from './run-folder.ts'
import { requireRunLog, withRunLog } from './run-log.ts'
import type { Trial } from './trial-folder.ts'

/** Which events to write, where and how. */
export interface EventsExportRequest {
  trial: Trial
  run: string
  /** A new file: its ending says the format. */
  out: string
  /** Corrected and voided events too, and what the log says of each. */
  all?: boolean | undefined
  /** File of the key by which ids are replaced. */
  keyFile?: string | undefined
}

/** What was written. */
export interface EventsExport {
  schema: 'equipoise/events-export/1'
  trial: string
  run: string
  notice: string | null
  file: string
  events: number
  /** Arrivals, which are in 04-enrolment.csv. */
  leftOut: number
  pseudonymised: boolean
  /** Columns of free text, which can hold names whatever is done with ids. */
  freeText: readonly string[]
}

/** An event with what the log says of it. */
interface Row {
  event: OutcomeEvent
  seq: number
  recordedAt: string
  hash: string
  stands: boolean
}

const writers: Readonly<
  Record<string, (path: string, columns: readonly TableColumn<Row>[], rows: readonly Row[]) => void | Promise<void>>
> = { '.csv': writeTableCsv, '.ndjson': writeTableNdjson, '.parquet': writeTableParquet }

/**
 * Writes the events of a run as CSV, NDJSON or Parquet. By default those that stand, in the form that `record` reads: a correction
 * stands for itself there. Arrivals are left out.
 */
export async function exportEvents(request: EventsExportRequest): Promise<EventsExport> {
  const { trial, run, out, all = false, keyFile } = request
  requireSameProtocol(trial, run)
  const write = writers[extname(out).toLowerCase()]
  if (write === undefined) throw new TrialError([unknownFormat(out, Object.keys(writers))])
  if (existsSync(out)) throw new TrialError([exportExists(out)])
  const key = keyFile === undefined ? undefined : readPseudonymKey(keyFile)
  await requireRunLog(run)
  const { rows, leftOut } = await withRunLog(run, readRows)
  const chosen = all ? rows : rows.filter(({ stands }) => stands).map(standingForItself)
  const named = key === undefined ? chosen : chosen.map(row => pseudonymous(row, key))
  const columns = [...columnsOf(trial), ...(all ? chainColumns : [])]
  mkdirSync(dirname(resolve(out)), { recursive: true })
  await write(out, columns, named)
  return {
    schema: 'equipoise/events-export/1',
    trial: trial.protocol.id,
    run,
    notice: noticeOfCases(
      trial,
      chosen.map(({ event }) => event.case),
    ),
    file: out,
    events: named.length,
    leftOut,
    pseudonymised: key !== undefined,
    freeText: freeTextOf(trial),
  }
}

async function readRows(log: OutcomeLog): Promise<{ rows: readonly Row[]; leftOut: number }> {
  const rows: Row[] = []
  let leftOut = 0
  for await (const page of log.pages()) {
    for (const { seq, event: text, recordedAt, hash } of page) {
      const event = eventOfText(log.place, text)
      if (isEnrolment(event)) leftOut += 1
      else rows.push({ event, seq, recordedAt, hash, stands: false })
    }
  }
  const standing = new Set(standingEvents(rows.map(({ event }) => event)))
  for (const row of rows) row.stands = standing.has(row.event)
  return { rows, leftOut }
}

/** The event that a correction names is not in the file, so the file does not name it either. */
const standingForItself = (row: Row): Row => ({ ...row, event: { ...row.event, corrects: undefined } })

/** Ids of events are replaced too: a recorder may have made them of the case's. */
function pseudonymous(row: Row, key: Buffer): Row {
  const { event } = row
  const corrects = event.corrects === undefined ? undefined : pseudonym(key, 'event', event.corrects)
  const ids = { id: pseudonym(key, 'event', event.id), case: pseudonym(key, 'case', event.case), corrects }
  return { ...row, event: { ...event, ...ids } }
}

const columnsOf = ({ protocol }: Trial): TableColumn<Row>[] =>
  eventColumns(protocol.process.events).map(({ id, type, of }) => ({ id, type, of: ({ event }) => of(event) }))

const chainColumns: readonly TableColumn<Row>[] = [
  { id: 'stands', type: 'boolean', of: ({ stands }) => stands },
  { id: 'seq', type: 'integer', of: ({ seq }) => seq },
  { id: 'recorded_at', type: 'id', of: ({ recordedAt }) => recordedAt },
  { id: 'hash', type: 'id', of: ({ hash }) => hash },
]

const freeTextOf = ({ protocol }: Trial): string[] => [
  ...['by', 'reason'],
  ...new Set(
    protocol.process.events.flatMap(({ fields }) => fields.filter(({ type }) => type === 'text').map(({ id }) => id)),
  ),
]
