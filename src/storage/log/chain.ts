import { sha256 } from '../../core/hash.ts'

/** State of a log: how many events, and the hash that all of them determine. */
export interface LogHead {
  count: number
  hash: string
}

/** The head of an empty log. */
export const emptyHead: LogHead = { count: 0, hash: '0'.repeat(64) }

/** A row of the log as it is stored. `event` is canonical JSON. */
export interface LogRow {
  seq: number
  id: string
  event: string
  previous: string
  hash: string
}

/**
 * Hash of an event in the chain: SHA-256 of the previous hash (hexadecimal), a line feed and the event's canonical JSON.
 * The time of recording stays outside, so that the same events in the same order give the same head on every machine.
 */
export function chainHash(previous: string, event: string): string {
  return sha256(`${previous}\n${event}`)
}

/** The first place where a log is not what was recorded. */
export interface ChainBreak {
  kind: 'changed' | 'missing' | 'reordered' | 'truncated'
  /** Position in the log, from 1, of the first event concerned. */
  seq: number
  /** Id of the event, where it can be told. */
  id: string | undefined
  /** A sentence that names the event. */
  detail: string
}

/** Reads a log from its start, some rows at a time. */
export type Pages = () => AsyncIterable<readonly LogRow[]>

/**
 * The first changed, missing or reordered event of a log; `undefined` when there is none. `expected` is a head noted
 * earlier: with it, events cut off at the end and a chain computed anew are found too. Later events may follow it.
 */
export async function findChainBreak(pages: Pages, expected?: LogHead): Promise<ChainBreak | undefined> {
  let last: LogRow | undefined
  let position = 0
  for await (const page of pages()) {
    for (const row of page) {
      position += 1
      const isLinked = row.previous === (last?.hash ?? emptyHead.hash) && row.seq === position
      if (!isLinked) return linkBreak(pages, row, position, last)
      const found = changedRow(row, expected)
      if (found !== undefined) return found
      last = row
    }
  }
  return truncation(position, last, expected)
}

/** A row whose content is not what its hash says, or whose hash is not the one that was noted. */
function changedRow(row: LogRow, expected: LogHead | undefined): ChainBreak | undefined {
  const { seq, id, hash } = row
  if (chainHash(row.previous, row.event) !== hash || eventId(row) !== id) {
    return { kind: 'changed', seq, id, detail: `event ${seq} (${id}) was changed` }
  }
  if (seq !== expected?.count || hash === expected.hash) return undefined
  const detail = `the first ${seq} events are not those recorded, up to ${id}: the chain was computed anew`
  return { kind: 'changed', seq, id, detail }
}

function truncation(count: number, last: LogRow | undefined, expected: LogHead | undefined): ChainBreak | undefined {
  if (expected === undefined || count >= expected.count) return undefined
  const after = last === undefined ? 'all' : `those after event ${last.seq} (${last.id})`
  const missing = expected.count - count
  const detail = `${missing === 1 ? '1 event is' : `${missing} events are`} missing at the end, ${after}`
  return { kind: 'truncated', seq: count + 1, id: undefined, detail }
}

/** A row does not follow the one before it: its own predecessor stands elsewhere, or is gone. */
async function linkBreak(pages: Pages, row: LogRow, seq: number, before: LogRow | undefined): Promise<ChainBreak> {
  const isElsewhere = row.previous === emptyHead.hash || (row.seq === seq && (await holdsHash(pages, row.previous)))
  if (row.seq === seq && isElsewhere) {
    return { kind: 'reordered', seq, id: row.id, detail: `event ${row.id} stands at ${seq}, which is not its place` }
  }
  const between = before === undefined ? `before ${row.id}` : `between ${before.id} and ${row.id}`
  return { kind: 'missing', seq, id: undefined, detail: `an event is missing ${between}, at ${seq}` }
}

async function holdsHash(pages: Pages, hash: string): Promise<boolean> {
  for await (const page of pages()) if (page.some(row => row.hash === hash)) return true
  return false
}

function eventId({ event }: LogRow): unknown {
  try {
    return (JSON.parse(event) as { id?: unknown }).id
  } catch {
    return undefined
  }
}
