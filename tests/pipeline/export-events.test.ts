import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { silent } from '../../src/core/progress.ts'
import { pseudonym } from '../../src/core/pseudonym.ts'
import { afterEnrolment } from '../../src/model/enrolment.ts'
import type { OutcomeEvent } from '../../src/model/event.ts'
import { standingEvents } from '../../src/outcomes/corrections.ts'
import { type EventsExportRequest, exportEvents } from '../../src/pipeline/export-events.ts'
import { recordEventsOfRun } from '../../src/pipeline/record-events.ts'
import { readRunLog, withRunLog } from '../../src/pipeline/run-log.ts'
import { readTrial, type Trial } from '../../src/pipeline/trial-folder.ts'
import { withDuckDB } from '../../src/storage/duckdb.ts'
import { readEvents } from '../../src/storage/events-file.ts'
import { readPseudonymKey, writePseudonymKey } from '../../src/storage/pseudonym-key.ts'
import { brief, issuesOf, temporaryFolder } from '../storage/temporary.ts'
import { SealedRun } from '../support/sealed-run.ts'
import { SequentialRun, several } from '../support/sequential-run.ts'

const { folder, put } = temporaryFolder()
const place = new SealedRun(join(folder, 'place'))
const keyFile = join(folder, 'keys', 'pseudonyms.key')
const digits = '0123456789abcdef'.repeat(4)
let trial: Trial
let all: readonly OutcomeEvent[]
let made = 0
const newFile = (ending: string): string => {
  made += 1
  return join(folder, `export-${made}${ending}`)
}
const exported = async (out: string, more: Partial<EventsExportRequest> = {}) =>
  exportEvents({ trial, run: place.run, out, ...more })
const plain = ({ amountPence, corrects, ...event }: OutcomeEvent) => ({
  ...event,
  ...(amountPence === undefined ? {} : { amountPence }),
  ...(corrects === undefined ? {} : { corrects }),
  fields: Object.fromEntries(Object.entries(event.fields).filter(([, value]) => value !== null)),
})
const read = async (path: string) => {
  const { events, issues } = await readEvents(path, trial.protocol.process.events)
  expect(issues).toEqual([])
  return events.map(({ event }) => JSON.parse(JSON.stringify(plain(event))))
}

beforeAll(async () => {
  await place.prepare()
  trial = await readTrial(place.trial)
  const record = (events: string) =>
    recordEventsOfRun({ trial, run: place.run, events, clock: () => new Date('2026-01-02T03:04:05Z') }, silent)
  await record(place.events)
  const held = (await readRunLog(place.run)).events
  const payments = held.filter(({ kind, corrects }) => kind === 'payment' && corrects === undefined)
  const [one, two] = payments as [OutcomeEvent, OutcomeEvent]
  const corrections = join(folder, 'corrections.ndjson')
  writeFileSync(
    corrections,
    [
      {
        id: 'K1',
        case: one.case,
        kind: 'payment',
        at: one.at,
        by: '=team',
        amount: '1.05',
        corrects: one.id,
        reason: '+misread, "twice"',
        ...one.fields,
      },
      { id: 'K2', case: two.case, kind: 'void', at: two.at, by: 'team', corrects: two.id, reason: 'never came' },
    ]
      .map(each => JSON.stringify(each))
      .join('\n'),
  )
  await record(corrections)
  all = (await readRunLog(place.run)).events
  writePseudonymKey(keyFile, digits)
}, 120_000)

describe('an export of events', () => {
  it.each(['.csv', '.ndjson'])('as %s is what `record` reads: the events that stand, each for itself', async ending => {
    const out = newFile(ending)
    const outcome = await exported(out)
    const standing = standingEvents(afterEnrolment(all))
    expect(outcome).toMatchObject({ events: standing.length, leftOut: 0, pseudonymised: false })
    expect(outcome.notice).toMatch(/^These cases are made up/)
    expect(standing.length).toBe(all.length - 3)
    expect(await read(out)).toEqual(
      standing.map(event => JSON.parse(JSON.stringify(plain({ ...event, corrects: undefined })))),
    )
    const text = readFileSync(out, 'utf8')
    expect(text.includes(`'=team`)).toBe(ending === '.csv')
  })

  it('with everything has what was corrected too, and its place in the log', async () => {
    const [csv, ndjson] = [newFile('.csv'), newFile('.ndjson')]
    expect((await exported(csv, { all: true })).events).toBe(all.length)
    await exported(ndjson, { all: true })
    const header = readFileSync(csv, 'utf8').split('\n')[0]
    expect(header?.endsWith('stands,seq,recorded_at,hash')).toBe(true)
    const rows = readFileSync(ndjson, 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    const { head } = await readRunLog(place.run)
    expect(rows.map(({ seq, recorded_at }) => [seq, recorded_at])).toEqual(
      all.map((_, index) => [index + 1, '2026-01-02T03:04:05.000Z']),
    )
    expect(rows.at(-1)).toMatchObject({
      id: 'K2',
      kind: 'void',
      stands: false,
      hash: head.hash,
      corrects: expect.any(String),
    })
    expect(rows.at(-2)).toMatchObject({ id: 'K1', amount: '1.05', stands: true })
    expect(rows.filter(({ stands }) => !stands)).toHaveLength(3)
  })

  it('as Parquet has typed columns and sums that agree', async () => {
    const out = newFile('.parquet')
    const { events } = await exported(out, { all: true })
    const [columns, [sums]] = await withDuckDB(async connection => {
      const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM '${out}'`)
      const query = `SELECT count(*), sum(amount_pence)::bigint, count(DISTINCT "case"), max(seq), count(*) FILTER (stands) FROM '${out}'`
      return [
        described.getRows().map(([name, type]) => `${name} ${type}`),
        (await connection.runAndReadAll(query)).getRows(),
      ]
    })
    expect(columns).toEqual(
      expect.arrayContaining(['id VARCHAR', 'amount_pence BIGINT', 'stands BOOLEAN', 'seq BIGINT']),
    )
    const pence = all.reduce((sum, { amountPence = 0 }) => sum + amountPence, 0)
    const cases = new Set(all.map(event => event.case)).size
    expect(sums?.map(Number)).toEqual([events, pence, cases, all.length, all.length - 3])
  })

  it('under pseudonyms has no id of a case or an event, and joins with itself', async () => {
    const files = ['.csv', '.ndjson'].map(newFile)
    for (const out of files) expect((await exported(out, { keyFile })).pseudonymised).toBe(true)
    const [rows, again] = await Promise.all(files.map(read))
    expect(rows).toEqual(again)
    const key = Buffer.from(digits, 'hex')
    const standing = standingEvents(all)
    expect(rows?.map(event => [event.id, event.case])).toEqual(
      standing.map(event => [pseudonym(key, 'event', event.id), pseudonym(key, 'case', event.case)]),
    )
    const text = readFileSync(files[0] ?? '', 'utf8')
    for (const event of all) expect(text).not.toContain(event.id.length > 4 ? event.id : `\n${event.id},`)
    for (const event of all) expect(text).not.toContain(event.case)
    const chained = newFile('.ndjson')
    const outcome = await exported(chained, { keyFile, all: true })
    const last = JSON.parse(readFileSync(chained, 'utf8').trimEnd().split('\n').at(-1) ?? '')
    expect(last.corrects).toBe(pseudonym(key, 'event', all.at(-1)?.corrects ?? ''))
    expect(outcome.freeText).toEqual(expect.arrayContaining(['by', 'reason']))
  })

  it('leaves arrivals out and says how many', async () => {
    const sequential = new SequentialRun(join(folder, 'sequential')).prepare()
    await sequential.open()
    await sequential.enrol(several(5))
    const outcome = await exportEvents({
      trial: await readTrial(sequential.trial),
      run: sequential.run,
      out: newFile('.csv'),
    })
    expect(outcome).toMatchObject({ events: 0, leftOut: 5 })
  })

  it('is refused in another format, over a file, without a log, and under what is no key', async () => {
    const out = newFile('.csv')
    const codes = async (more: Partial<EventsExportRequest>) => brief(await issuesOf(() => exported(out, more)))
    expect(await codes({ out: newFile('.xlsx') })).toEqual(['table.unknown_format'])
    expect(await codes({ out: put('there.csv', '') })).toEqual(['run.export_exists --out'])
    expect(await codes({ keyFile: join(folder, 'none') })).toEqual(['storage.pseudonym_key_missing'])
    expect(await codes({ keyFile: put('bad.key', 'secret-but-wrong\n') })).toEqual(['storage.pseudonym_key_invalid'])
    expect(await codes({ run: join(folder, 'nowhere') })).toEqual(['run.artefact_missing'])
    expect(existsSync(out)).toBe(false)
    expect(await withRunLog(place.run, log => log.verifyChain())).toBeUndefined()
  })
})

describe('a key of pseudonyms', () => {
  it('is 64 hexadecimal digits that its owner alone may read, never written over', async () => {
    expect(readFileSync(keyFile, 'utf8')).toBe(`${digits}\n`)
    expect(readPseudonymKey(keyFile).toString('hex')).toBe(digits)
    expect(brief(await issuesOf(() => writePseudonymKey(keyFile, 'f'.repeat(64))))).toEqual([
      'storage.pseudonym_key_exists --out',
    ])
    expect(readFileSync(keyFile, 'utf8')).toBe(`${digits}\n`)
  })
})
