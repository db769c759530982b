import { extname } from 'node:path'
import { type Issue, TrialError } from '../core/errors.ts'
import type { EventKind } from '../model/protocol.ts'
import type { LocatedEvent } from './event-parts.ts'
import { scanEventsCsv } from './events-csv.ts'
import { scanEventsNdjson } from './events-ndjson.ts'
import { requireFile } from './files.ts'
import { IssueList } from './issue-list.ts'
import { tableWithoutRows, unknownFormat } from './issues.ts'
import { type FileSource, pathOf } from './lines.ts'

/** A file of events, read; its problems are kept beside the events that are well formed. */
export interface EventsFile {
  events: readonly LocatedEvent[]
  /** Rows that are no events. They are returned and not thrown, so that they can be refused together with events that the trial refuses. */
  issues: readonly Issue[]
  sha256: string
}

/** How a file holds events: a table, or an object on each line. */
export const eventsFormats = ['csv', 'ndjson'] as const
export type EventsFormat = (typeof eventsFormats)[number]

/** Adds the events of a file and its issues, and returns its SHA-256. */
export type EventsScanner = (
  source: FileSource,
  kinds: readonly EventKind[],
  add: (event: LocatedEvent) => void,
  issues: IssueList,
) => Promise<string>

const scanners: Readonly<Record<EventsFormat, EventsScanner>> = { csv: scanEventsCsv, ndjson: scanEventsNdjson }
const endings: Readonly<Record<string, EventsFormat>> = { '.csv': 'csv', '.ndjson': 'ndjson', '.jsonl': 'ndjson' }

/**
 * Reads events from CSV (columns id, case, kind, at, by, amount, corrects, reason and the declared fields) or from NDJSON
 * (an object of the same names on each line); which of the two, the ending of the file says unless it is given. Amounts are
 * pounds. Whether the trial takes an event is not asked here.
 */
export async function readEvents(
  source: FileSource,
  kinds: readonly EventKind[],
  format?: EventsFormat,
): Promise<EventsFile> {
  const path = pathOf(source)
  if (typeof source === 'string') requireFile(source)
  const scan = scanners[format ?? formatOf(path)]
  const issues = new IssueList(path)
  const events: LocatedEvent[] = []
  const sha256 = await issues.collect(() => scan(source, kinds, event => events.push(event), issues))
  if (sha256 !== undefined && issues.total === 0 && events.length === 0) issues.add(tableWithoutRows(path))
  return { events, issues: issues.all(), sha256: sha256 ?? '' }
}

function formatOf(path: string): EventsFormat {
  const format = endings[extname(path).toLowerCase()]
  if (format === undefined) throw new TrialError([unknownFormat(path, Object.keys(endings))])
  return format
}
