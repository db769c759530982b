import { extname } from 'node:path'
import { type Issue, TrialError } from '../core/errors.ts'
import type { EventKind } from '../model/protocol.ts'
import type { LocatedEvent } from './event-parts.ts'
import { scanEventsCsv } from './events-csv.ts'
import { scanEventsNdjson } from './events-ndjson.ts'
import { requireFile } from './files.ts'
import { IssueList } from './issue-list.ts'
import { tableWithoutRows, unknownFormat } from './issues.ts'

/** A file of events, read; its problems are kept beside the events that are well formed. */
export interface EventsFile {
  events: readonly LocatedEvent[]
  /** Rows that are no events. They are returned and not thrown, so that they can be refused together with events that the trial refuses. */
  issues: readonly Issue[]
  sha256: string
}

/** A format of event files: adds its events and its issues, and returns the SHA-256 of the file. */
export type EventsScanner = (
  path: string,
  kinds: readonly EventKind[],
  add: (event: LocatedEvent) => void,
  issues: IssueList,
) => Promise<string>

const scanners: Readonly<Record<string, EventsScanner>> = {
  '.csv': scanEventsCsv,
  '.ndjson': scanEventsNdjson,
  '.jsonl': scanEventsNdjson,
}

/**
 * Reads events from CSV (columns id, case, kind, at, by, amount, corrects, reason and the declared fields) or from NDJSON
 * (an object of the same names on each line). Amounts are pounds. Whether the trial takes an event is not asked here.
 */
export async function readEvents(path: string, kinds: readonly EventKind[]): Promise<EventsFile> {
  requireFile(path)
  const scan = scanners[extname(path).toLowerCase()]
  if (scan === undefined) throw new TrialError([unknownFormat(path, Object.keys(scanners))])
  const issues = new IssueList(path)
  const events: LocatedEvent[] = []
  const sha256 = await issues.collect(() => scan(path, kinds, event => events.push(event), issues))
  if (sha256 !== undefined && issues.total === 0 && events.length === 0) issues.add(tableWithoutRows(path))
  return { events, issues: issues.all(), sha256: sha256 ?? '' }
}
