import { sha256 } from '../core/hash.ts'

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

/**
 * The first changed, missing or reordered event of a log; `undefined` when there is none. `expected` is a head noted
 * earlier: with it, events cut off at the end and a chain computed anew are found too. Later events may follow it.
 */
export function findChainBreak(rows: readonly LogRow[], expected?: LogHead): ChainBreak | undefined {
  let previous = emptyHead.hash
  for (const [index, row] of rows.entries()) {
    const position = index + 1
    if (row.previous !== previous || row.seq !== position) return linkBreak(rows, index)
    if (chainHash(previous, row.event) !== row.hash || eventId(row) !== row.id) {
      return { kind: 'changed', seq: row.seq, id: row.id, detail: `event ${position} (${row.id}) was changed` }
    }
    previous = row.hash
    if (position === expected?.count && row.hash !== expected.hash) {
      const detail = `the first ${position} events are not those recorded, up to ${row.id}: the chain was computed anew`
      return { kind: 'changed', seq: position, id: row.id, detail }
    }
  }
  if (expected === undefined || rows.length >= expected.count) return undefined
  const last = rows.at(-1)
  const after = last === undefined ? 'all' : `those after event ${last.seq} (${last.id})`
  const missing = expected.count - rows.length
  const detail = `${missing === 1 ? '1 event is' : `${missing} events are`} missing at the end, ${after}`
  return { kind: 'truncated', seq: rows.length + 1, id: undefined, detail }
}

/** A row does not follow the one before it: its own predecessor stands elsewhere, or is gone. */
function linkBreak(rows: readonly LogRow[], index: number): ChainBreak {
  const row = rows[index] as LogRow
  const seq = index + 1
  const isElsewhere = row.previous === emptyHead.hash || rows.some(other => other.hash === row.previous)
  if (row.seq === seq && isElsewhere) {
    return { kind: 'reordered', seq, id: row.id, detail: `event ${row.id} stands at ${seq}, which is not its place` }
  }
  const before = rows[index - 1]
  const between = before === undefined ? `before ${row.id}` : `between ${before.id} and ${row.id}`
  return { kind: 'missing', seq, id: undefined, detail: `an event is missing ${between}, at ${seq}` }
}

function eventId({ event }: LogRow): unknown {
  try {
    return (JSON.parse(event) as { id?: unknown }).id
  } catch {
    return undefined
  }
}
