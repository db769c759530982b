import { createHash } from 'node:crypto'
import type { Place } from '../core/errors.ts'
import type { FieldValue } from '../model/event.ts'
import type { EventField, EventKind } from '../model/protocol.ts'
import { eventOf, type FieldReader, type LocatedEvent, poundsOf } from './event-parts.ts'
import type { IssueList } from './issue-list.ts'
import { eventShape, fileEmpty, jsonInvalid } from './issues.ts'
import { type FileSource, pathOf, readLineBlocks } from './lines.ts'

/** Streams the events of an NDJSON file; blank lines are skipped. */
export async function scanEventsNdjson(
  source: FileSource,
  kinds: readonly EventKind[],
  add: (event: LocatedEvent) => void,
  issues: IssueList,
): Promise<string> {
  const path = pathOf(source)
  const readLine = eventLineReader(kinds)
  const hash = createHash('sha256')
  let isEmpty = true
  for await (const { first, lines } of readLineBlocks(source, hash)) {
    for (const [index, line] of lines.entries()) {
      if (line.trim() === '') continue
      isEmpty = false
      const place = { file: path, line: first + index }
      const read = readLine(line, place)
      if ('event' in read) add({ event: read.event, place })
      else issues.add(...read.issues)
    }
  }
  if (isEmpty) issues.add(fileEmpty(path, 'an event on each line'))
  return hash.digest('hex')
}

/** Makes the reader of single lines of NDJSON. */
export function eventLineReader(
  kinds: readonly EventKind[],
): (line: string, place: Place) => ReturnType<typeof eventOf> {
  const readField = jsonFieldReader(kinds)
  return (line, place) => {
    const value = parseJson(line)
    if (value === undefined) return { issues: [jsonInvalid(place)] }
    if (nestsBeyond(value, deepest)) return { issues: [eventShape(place, 'values that are not nested', line)] }
    const members = objectMembers(value)
    if (members === undefined) return { issues: [eventShape(place, 'a JSON object', value)] }
    return eventOf(new Map(members), place, readField)
  }
}

/** An event is an object of values; a list in it may be a value. What goes deeper is none, and could exhaust the stack. */
const deepest = 3

function nestsBeyond(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value).some(member => nestsBeyond(member, depth - 1))
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function objectMembers(value: unknown): [string, unknown][] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.entries(value).filter(([, member]) => member !== null && member !== '')
}

/** JSON says what a value is, except that money is pounds. What cannot be a value is kept as its text, for the trial to refuse. */
function jsonFieldReader(kinds: readonly EventKind[]): FieldReader {
  const money = new Set(kinds.flatMap(({ kind, fields }) => fields.filter(isMoney).map(({ id }) => `${kind} ${id}`)))
  return (kind, field, value): FieldValue => {
    if (money.has(`${kind} ${field}`)) return poundsOf(value) ?? JSON.stringify(value)
    return typeof value === 'object' ? JSON.stringify(value) : (value as FieldValue)
  }
}

const isMoney = ({ type }: EventField): boolean => type === 'money'
