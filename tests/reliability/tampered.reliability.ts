import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { simulationStream } from '../../src/core/simulation-random.ts'
import { chainHash, emptyHead, type LogHead } from '../../src/storage/log/chain.ts'
import { openLog } from '../../src/storage/log/sqlite-log.ts'
import { figure } from './figures.ts'
import { allocatedPlace, type Place, somePayments } from './place.ts'
import { recorder } from './stream.ts'

const events = 400
const rounds = 300

/** A log as somebody with a database tool could change it: the rows, in their order. */
interface Row {
  seq: number
  id: string
  event: string
  recorded_at: string
  previous: string
  hash: string
}
type Tampering = (rows: Row[], below: (n: number) => number) => { rows: Row[]; first: number }

const at = (rows: readonly Row[], index: number): Row => rows[index] as Row

/** Ways to tamper with a log; each says at which position, from 1, the log first differs from what was recorded. */
const tamperings: Readonly<Record<string, Tampering>> = {
  'a byte of an event': (rows, below) => {
    const index = below(rows.length)
    const row = at(rows, index)
    const place = below(row.event.length)
    const other = row.event[place] === '7' ? '8' : '7'
    rows[index] = { ...row, event: row.event.slice(0, place) + other + row.event.slice(place + 1) }
    return { rows, first: index + 1 }
  },
  'the id of a row': (rows, below) => {
    const index = below(rows.length)
    rows[index] = { ...at(rows, index), id: `${at(rows, index).id}x` }
    return { rows, first: index + 1 }
  },
  'an event and its hash': (rows, below) => {
    const index = below(rows.length - 1)
    const row = at(rows, index)
    const event = row.event.replace('cs2', 'cs3')
    rows[index] = { ...row, event, hash: chainHash(row.previous, event) }
    return { rows, first: index + 2 }
  },
  'an event, and the whole chain after it': (rows, below) => {
    const index = below(rows.length)
    const changed = at(rows, index).event.replace('cs2', 'cs3')
    let previous = at(rows, index).previous
    for (let i = index; i < rows.length; i += 1) {
      const event = i === index ? changed : at(rows, i).event
      const hash = chainHash(previous, event)
      rows[i] = { ...at(rows, i), event, previous, hash }
      previous = hash
    }
    // Only the noted head tells, and so only that the last position differs.
    return { rows, first: rows.length }
  },
  'a row taken out': (rows, below) => {
    const index = below(rows.length - 1)
    return { rows: rows.filter((_, i) => i !== index), first: index + 1 }
  },
  'a row taken out, the others moved up': (rows, below) => {
    const index = below(rows.length - 1)
    const kept = rows.filter((_, i) => i !== index).map((row, i) => ({ ...row, seq: i + 1 }))
    return { rows: kept, first: index + 1 }
  },
  'two rows exchanged': (rows, below) => {
    const index = below(rows.length - 1)
    const [a, b] = [at(rows, index), at(rows, index + 1)]
    rows[index] = { ...b, seq: a.seq }
    rows[index + 1] = { ...a, seq: b.seq }
    return { rows, first: index + 1 }
  },
  'rows cut off at the end': (rows, below) => {
    const kept = below(rows.length)
    return { rows: rows.slice(0, kept), first: kept + 1 }
  },
}

describe('a log that was tampered with', () => {
  let place: Place
  let log: string
  let noted: LogHead = emptyHead
  let recorded: Row[]
  beforeAll(async () => {
    place = await allocatedPlace()
    const { ended } = recorder([place.trial, '--run', 'run'], somePayments(place, 'e', events), place.folder)
    expect((await ended).code).toBe(0)
    log = join(place.folder, 'run', '05-outcomes.sqlite')
    const opened = openLog(log)
    noted = await opened.head()
    await opened.close()
    recorded = rowsOf(log)
    expect(recorded).toHaveLength(events)
  })
  afterAll(() => place.remove())

  test(`is found to be, at the right place, in ${rounds} random ways`, async () => {
    const random = simulationStream({ purpose: 'reliability', seed: 'tampered' })
    const names = Object.keys(tamperings)
    let found = 0
    for (let round = 0; round < rounds; round += 1) {
      const name = names[round % names.length] as string
      const { rows, first } = (tamperings[name] as Tampering)([...recorded], n => random.below(n))
      const copy = join(place.folder, `tampered-${round}.sqlite`)
      copyFileSync(log, copy)
      writeRows(copy, rows)
      const opened = openLog(copy)
      const chainBreak = await opened.verifyChain(noted)
      await opened.close()
      expect({ round, name, seq: chainBreak?.seq }).toEqual({ round, name, seq: first })
      found += 1
    }
    figure(`tampered ${rounds} times in ${names.length} ways, ${found} found and located`)
  })
})

function rowsOf(path: string): Row[] {
  const database = new Database(path)
  const rows = database.prepare('SELECT * FROM event ORDER BY seq').all() as Row[]
  database.close()
  return rows
}

function writeRows(path: string, rows: readonly Row[]): void {
  const database = new Database(path)
  database.exec('DROP TRIGGER event_not_changed; DROP TRIGGER event_not_deleted; BEGIN; DELETE FROM event;')
  const insert = database.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)')
  for (const { seq, id, event, recorded_at, previous, hash } of rows) {
    insert.run(seq, id, event, recorded_at, previous, hash)
  }
  database.exec('COMMIT')
  database.close()
}
