import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { beforeAll, describe, expect, it } from 'vitest'
import { CheckFailed } from '../../src/core/errors.ts'
import { silent } from '../../src/core/progress.ts'
import { analyseRun } from '../../src/pipeline/analyse-run.ts'
import { backupLog } from '../../src/pipeline/backup-log.ts'
import { recordEventsOfRun } from '../../src/pipeline/record-events.ts'
import { restoreLog } from '../../src/pipeline/restore-log.ts'
import { withRunLog } from '../../src/pipeline/run-log.ts'
import { readTrial } from '../../src/pipeline/trial-folder.ts'
import { verifyRun } from '../../src/pipeline/verify-run.ts'
import { openLog } from '../../src/storage/log/sqlite-log.ts'
import { brief, issuesOf, temporaryFolder } from '../storage/temporary.ts'
import { snapshot } from '../support/folders.ts'
import { needsPostgres, testServer } from '../support/postgres.ts'
import { SealedRun } from '../support/sealed-run.ts'
import { SequentialRun, several } from '../support/sequential-run.ts'

const isThere = needsPostgres()
const server = testServer(isThere)
const { folder } = temporaryFolder()
/** A run with no log yet, and the same with events of two recordings. */
const drawn = new SealedRun(join(folder, 'drawn'))
let recorded: SealedRun
let copies = 0
const copyOf = <T extends { copy(folder: string): T }>(place: T): T => {
  copies += 1
  return place.copy(join(folder, `copy-${copies}`))
}
let files = 0
const newFile = (): string => {
  files += 1
  return join(folder, `backup-${files}.sqlite`)
}
const ofTrial = async ({ trial, run }: { trial: string; run: string }) => ({ trial: await readTrial(trial), run })
const record = async (place: SealedRun, events: string, store?: string, at = '2026-01-02T03:04:05Z') =>
  recordEventsOfRun({ ...(await ofTrial(place)), events, store, clock: () => new Date(at) }, silent)
const backup = async (place: { trial: string; run: string }, out = newFile()) => {
  const { log } = await backupLog({ ...(await ofTrial(place)), out })
  return { out, log }
}
const restore = async (place: { trial: string; run: string }, from: string, store?: string) =>
  restoreLog({ ...(await ofTrial(place)), from, store })
const rowsOf = async (run: string) =>
  withRunLog(run, async log => {
    const rows = []
    for await (const page of log.pages()) rows.push(...page)
    return rows
  })
const [first, second] = ['first', 'second'].map(name => join(folder, `${name}.csv`)) as [string, string]

beforeAll(async () => {
  await drawn.prepare()
  const lines = readFileSync(drawn.events, 'utf8').split('\n')
  writeFileSync(first, lines.slice(0, 61).join('\n'))
  writeFileSync(second, lines.join('\n'))
  recorded = copyOf(drawn)
  await record(recorded, first)
  await record(recorded, second, undefined, '2026-02-03T04:05:06Z')
}, 120_000)

describe('a backup of the log', () => {
  it('is one file that is a log of its own, with every event and time of recording', async () => {
    const before = snapshot(recorded.run)
    const { out, log } = await backup(recorded)
    expect(snapshot(recorded.run)).toEqual(before)
    expect(readdirSync(folder).filter(name => name.includes(out.slice(folder.length + 1)))).toHaveLength(1)
    const copy = openLog(out)
    expect(await copy.head()).toEqual(log)
    expect(await copy.verifyChain(log)).toBeUndefined()
    const rows = []
    for await (const page of copy.pages()) rows.push(...page)
    await copy.close()
    expect(rows).toEqual(await rowsOf(recorded.run))
    expect(new Set(rows.map(({ recordedAt }) => recordedAt)).size).toBe(2)
  })

  it('is not made over a file, of nothing, nor of a log that was changed', async () => {
    const { out } = await backup(recorded)
    const bytes = readFileSync(out)
    expect(brief(await issuesOf(() => backup(recorded, out)))).toEqual(['log.backup_exists --out'])
    expect(readFileSync(out).equals(bytes)).toBe(true)
    expect(brief(await issuesOf(() => backup(drawn)))).toEqual(['run.artefact_missing'])
    const changed = copyOf(recorded)
    await analyseRun((await ofTrial(changed)).trial, changed.run, silent)
    for (const sql of [
      "UPDATE event SET event = replace(event, 'payment', 'Payment') || ' ' WHERE seq = 5",
      'DELETE FROM event WHERE seq > 50',
    ]) {
      const place = copyOf(changed)
      const database = new Database(join(place.run, '05-outcomes.sqlite'))
      database.exec(`DROP TRIGGER event_not_changed; DROP TRIGGER event_not_deleted; ${sql}`)
      database.close()
      const to = newFile()
      await expect(backup(place, to)).rejects.toThrow(CheckFailed)
      expect(existsSync(to)).toBe(false)
    }
  })
})

describe('restoring', () => {
  it('brings a lost log back as it was, and then changes nothing', async () => {
    const place = copyOf(recorded)
    const { out, log } = await backup(place)
    const rows = await rowsOf(place.run)
    rmSync(join(place.run, '05-outcomes.sqlite'))
    expect(await restore(place, out)).toMatchObject({ restored: log.count, log, lost: 0, state: 'written' })
    expect(await rowsOf(place.run)).toEqual(rows)
    const before = snapshot(place.run)
    expect(await restore(place, out)).toMatchObject({ restored: 0, log, state: 'unchanged' })
    expect(snapshot(place.run)).toEqual(before)
  })

  it('adds what an older log lacks, and says what an older backup lacks', async () => {
    const older = copyOf(drawn)
    await record(older, first)
    const [{ out }, old] = [await backup(recorded), await backup(older)]
    const { count } = await withRunLog(recorded.run, log => log.head())
    expect(await restore(older, out)).toMatchObject({ restored: count - 60, log: { count } })
    expect(await rowsOf(older.run)).toEqual(await rowsOf(recorded.run))
    expect(brief(await issuesOf(() => restore(older, old.out)))).toEqual(['log.backup_older'])
    const lost = copyOf(recorded)
    await analyseRun((await ofTrial(lost)).trial, lost.run, silent)
    rmSync(join(lost.run, '05-outcomes.sqlite'))
    expect(await restore(lost, old.out)).toMatchObject({ restored: 60, lost: count - 60 })
  })

  it.each([1, 2, 37, 60])('refuses a backup that parts from the log at event %i, and names the place', async at => {
    const lines = readFileSync(first, 'utf8').split('\n')
    const other = join(folder, `other-${at}.csv`)
    const row = lines[at]?.split(',') ?? []
    writeFileSync(other, lines.with(at, ['other', ...row.slice(1)].join(',')).join('\n'))
    const place = copyOf(drawn)
    await record(place, other)
    const before = snapshot(place.run)
    const { out } = await backup(recorded)
    const issues = await issuesOf(() => restore(place, out))
    expect(brief(issues)).toEqual(['log.backup_parts'])
    expect(issues[0]?.received).toBe(`another event at ${at}`)
    expect(snapshot(place.run)).toEqual(before)
  })

  it('refuses a backup that was changed, and one that is not what the run noted', async () => {
    const place = copyOf(recorded)
    const { out } = await backup(place)
    await analyseRun((await ofTrial(place)).trial, place.run, silent)
    rmSync(join(place.run, '05-outcomes.sqlite'))
    const changed = newFile()
    cpSync(out, changed)
    const database = new Database(changed)
    database.exec(
      "DROP TRIGGER event_not_changed; UPDATE event SET recorded_at = 'x', event = replace(event, 'payment', 'Payment') || ' ' WHERE seq = 7",
    )
    database.close()
    await expect(restore(place, changed)).rejects.toThrow(/event 7 .* was changed/)
    const foreign = openLog(newFile())
    const events = (await withRunLog(recorded.run, log => log.readAll())).map(each => ({ ...each, by: 'somebody' }))
    await foreign.append(events, () => new Date(0))
    await foreign.close()
    await expect(restore(place, foreign.place)).rejects.toThrow('computed anew')
    expect(existsSync(join(place.run, '05-outcomes.sqlite'))).toBe(false)
    expect(brief(await issuesOf(() => restore(place, newFile())))).toEqual(['file.not_found'])
    const undrawn = copyOf(drawn)
    rmSync(join(undrawn.run, '04-allocation.csv'))
    expect(brief(await issuesOf(() => restore(undrawn, out)))).toEqual(['run.artefact_missing'])
  })
})

describe.runIf(isThere)('a log in PostgreSQL', () => {
  it('is backed up to the same file content, and moves from and to a file by it', async () => {
    const [inFile, url] = [await backup(recorded), server.url(await server.database())]
    const moved = copyOf(recorded)
    expect(brief(await issuesOf(() => restore(moved, inFile.out, url)))).toEqual(['run.store_differs'])
    rmSync(join(moved.run, '05-outcomes.sqlite'))
    expect(await restore(moved, inFile.out, url)).toMatchObject({ log: inFile.log, state: 'written' })
    expect(await rowsOf(moved.run)).toEqual(await rowsOf(recorded.run))
    const back = await backup(moved)
    expect(back.log).toEqual(inFile.log)
    rmSync(join(moved.run, '05-store.json'))
    await restore(moved, back.out)
    expect(await rowsOf(moved.run)).toEqual(await rowsOf(recorded.run))
  })

  it('of arrivals is restored with their seals', async () => {
    const place = new SequentialRun(join(folder, 'arrivals')).prepare()
    await place.open()
    await place.enrol(several(8))
    await place.close()
    const { out } = await backup(place)
    rmSync(join(place.run, '05-outcomes.sqlite'))
    await restore(place, out, server.url(await server.database()))
    expect(
      (await verifyRun((await ofTrial(place)).trial, place.run, silent)).steps.filter(
        ({ status }) => status === 'differs',
      ),
    ).toEqual([])
  })
})
