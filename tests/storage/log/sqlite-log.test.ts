import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import { openExistingLog, openLog } from '../../../src/storage/log/sqlite-log.ts'
import { brief, issuesOf, temporaryFolder } from '../temporary.ts'
import { clock, conformance, event, events, type LogPlace, withLog } from './conformance.ts'

const { folder, put } = temporaryFolder()
let logs = 0

interface SqlitePlace extends LogPlace {
  path: string
}

function newPlace(name?: string): SqlitePlace {
  logs += 1
  const path = join(folder, name ?? `log${logs}.sqlite`)
  const run = (sql: string): void => {
    const database = new Database(path)
    try {
      database.exec(sql)
    } finally {
      database.close()
    }
  }
  return {
    path,
    open: patience => openLog(path, patience),
    sql: async text => run(text),
    tamper: async text => run(`DROP TRIGGER event_not_changed; DROP TRIGGER event_not_deleted; ${text}`),
    opener: { module: './storage/log/sqlite-log.js', expression: `store.openLog(${JSON.stringify(path)}, 60000)` },
  }
}

conformance('SQLite', true, async () => newPlace())

describe('the file of an outcome log', () => {
  it('is one, made by the first event, and no byte of it changes by reading', async () => {
    const place = newPlace('single.sqlite')
    const look = () =>
      withLog(place, async log => {
        await Promise.all([log.head(), log.readAll(), log.verifyChain(), log.append([], clock)])
      })
    await look()
    expect(existsSync(place.path)).toBe(false)
    await withLog(place, log => log.append(events(5), clock))
    expect(readdirSync(folder).filter(name => name.startsWith('single'))).toEqual(['single.sqlite'])
    const bytes = readFileSync(place.path)
    await look()
    expect(readFileSync(place.path).equals(bytes)).toBe(true)
  })

  it('has unused bytes, a change of which is no change of the log', async () => {
    const place = newPlace()
    const head = await withLog(place, log => log.append(events(1), clock))
    const bytes = readFileSync(place.path)
    bytes[bytes.indexOf(Buffer.alloc(64), 4096) + 32] = 1
    writeFileSync(place.path, bytes)
    expect(await withLog(place, log => log.verifyChain(head))).toBeUndefined()
  })

  it('says so where there is no log, or none that can be read', async () => {
    expect(brief(await issuesOf(() => openExistingLog(newPlace().path)))).toEqual(['file.not_found'])
    const nowhere = openLog(join(folder, 'no', 'log.sqlite'))
    expect(brief(await issuesOf(() => nowhere.append(events(1), clock)))).toEqual(['log.unreadable'])
    expect(brief(await issuesOf(() => openLog(folder)))).toEqual(['file.is_folder'])
    expect(brief(await issuesOf(() => openLog(put('text.sqlite', 'not a database '.repeat(100)))))).toEqual([
      'log.unreadable',
    ])
    const foreign = newPlace()
    await foreign.sql('CREATE TABLE other (a)')
    expect(brief(await issuesOf(() => foreign.open()))).toEqual(['log.unreadable'])
    const cut = newPlace()
    await withLog(cut, log => log.append(events(500), clock))
    writeFileSync(cut.path, readFileSync(cut.path).subarray(0, 20_000))
    expect(brief(await issuesOf(() => withLog(cut, log => log.verifyChain())))).toEqual(['log.unreadable'])
    const scrambled = newPlace()
    await withLog(scrambled, log => log.append(events(1), clock))
    await scrambled.tamper("UPDATE event SET event = 'x'")
    expect(brief(await issuesOf(() => withLog(scrambled, log => log.readAll())))).toEqual(['log.unreadable'])
  })

  it('says so where the disk is full, and holds what it held before', async () => {
    const place = newPlace()
    const head = await withLog(place, log => log.append(events(3), clock))
    const log = place.open()
    await onSmallDisk(async () => {
      const many = events(5000).slice(3)
      expect(await issuesOf(() => log.append(many, clock))).toMatchObject([{ code: 'log.not_written', exit: 6 }])
    }, 'PRAGMA max_page_count = 8')
    expect(await log.head()).toEqual(head)
    await log.close()
    await withLog(place, async again => {
      expect(await again.verifyChain(head)).toBeUndefined()
      expect((await again.append([event(4)], clock)).count).toBe(4)
    })
  })

  it('says so where it may only be read, and can be read', async () => {
    const sealed = join(folder, 'read-only')
    mkdirSync(sealed)
    const place = newPlace('read-only/log.sqlite')
    const head = await withLog(place, log => log.append(events(3), clock))
    const refused = async () => brief(await issuesOf(() => withLog(place, log => log.append([event(4)], clock))))
    await onSmallDisk(async () => expect(await refused()).toEqual(['log.not_written']), 'PRAGMA query_only = 1')
    chmodSync(place.path, 0o444)
    chmodSync(sealed, 0o555)
    // Root may write all the same.
    if (process.getuid?.() !== 0) expect(await refused()).toEqual(['log.not_written'])
    expect(await withLog(place, log => log.verifyChain(head))).toBeUndefined()
    chmodSync(sealed, 0o755)
  })
})

/** Runs work while connections have a limit, set just before they begin to write, that stands for one of the disk. */
async function onSmallDisk(work: () => Promise<void>, limit: string): Promise<void> {
  const { exec } = Database.prototype
  Database.prototype.exec = function (sql: string) {
    return exec.call(this, sql === 'BEGIN IMMEDIATE' ? `${limit}; ${sql}` : sql)
  }
  try {
    await work()
  } finally {
    Database.prototype.exec = exec
  }
}
