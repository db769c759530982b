import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { OutcomeEvent } from '../../../src/model/event.ts'
import { chainHash, emptyHead, type LogHead } from '../../../src/storage/log/chain.ts'
import type { LogWriter, OutcomeLog } from '../../../src/storage/log/outcome-log.ts'
import { openLog } from '../../../src/storage/log/sqlite-log.ts'
import { compiledSources } from '../../support/compiled.ts'
import { brief, issuesOf, temporaryFolder } from '../temporary.ts'

/** A place for a log in the store that is tested. */
export interface LogPlace {
  open(patience?: number): OutcomeLog
  /** Runs SQL on the table `event` behind the log's back, as somebody with a database tool would. */
  sql(text: string): Promise<void>
  /** The same, with the triggers out of the way. */
  tamper(text: string): Promise<void>
  /** Module and expression that open the log in another process. */
  opener: { module: string; expression: string }
}

export const clock = () => new Date('2026-01-02T03:04:05Z')

export const event = (number: number): OutcomeEvent => ({
  id: `E${number}`,
  case: `C${number % 3}`,
  kind: 'payment',
  at: '2016-03-01',
  by: 'team',
  amountPence: number * 100,
  fields: { note: `n${number}`, empty: null },
})
export const events = (count: number) => Array.from({ length: count }, (_, index) => event(index + 1))
const loaded = (each: OutcomeEvent) => ({
  ...each,
  fields: Object.fromEntries(Object.entries(each.fields).filter(([, value]) => value !== null)),
})

export async function withLog<T>(place: LogPlace, work: (log: OutcomeLog) => Promise<T>): Promise<T> {
  const log = place.open()
  try {
    return await work(log)
  } finally {
    await log.close()
  }
}

const swapped =
  'UPDATE event SET seq = 99 WHERE seq = 3; UPDATE event SET seq = 3 WHERE seq = 5; UPDATE event SET seq = 5 WHERE seq = 99;'

/** Every kind of tampering, and where it is found in a log of six events of which the head was noted. */
const tamperings: readonly (readonly [what: string, sql: string, found: object])[] = [
  [
    'a changed event',
    "UPDATE event SET event = replace(event, '400', '401') WHERE seq = 4",
    { kind: 'changed', seq: 4, id: 'E4' },
  ],
  ['an event that is no JSON', "UPDATE event SET event = 'x' WHERE seq = 2", { kind: 'changed', seq: 2, id: 'E2' }],
  ['a changed id', "UPDATE event SET id = 'X' WHERE seq = 4", { kind: 'changed', seq: 4, id: 'X' }],
  ['a changed hash', "UPDATE event SET hash = 'x' WHERE seq = 6", { kind: 'changed', seq: 6 }],
  ['a deletion in the middle', 'DELETE FROM event WHERE seq = 3', { kind: 'missing', seq: 3 }],
  ['a deletion at the start', 'DELETE FROM event WHERE seq = 1', { kind: 'missing', seq: 1 }],
  [
    'a deletion closed up',
    'DELETE FROM event WHERE seq = 3; UPDATE event SET seq = seq - 10 WHERE seq > 3; UPDATE event SET seq = seq + 9 WHERE seq < 0',
    { kind: 'missing', seq: 3 },
  ],
  ['a changed order', swapped, { kind: 'reordered', seq: 3, id: 'E5' }],
  ['a row before the first', 'UPDATE event SET seq = -7 WHERE seq = 6', { kind: 'missing', seq: 1 }],
  [
    'a position beyond all numbers',
    'UPDATE event SET seq = 9223372036854775807 WHERE seq = 6',
    { kind: 'missing', seq: 6 },
  ],
  ['a cut at the end', 'DELETE FROM event WHERE seq > 4', { kind: 'truncated', seq: 5 }],
  ['nothing left', 'DELETE FROM event', { kind: 'truncated', seq: 1 }],
]

/** What a log must do in whatever store it is. `isThere`: whether the store can be had; without it nothing runs. */
export function conformance(name: string, isThere: boolean, newPlace: () => Promise<LogPlace>): void {
  const { folder } = temporaryFolder()

  describe.runIf(isThere)(`an outcome log in ${name}`, () => {
    it('is empty before the first event, and stays so when nothing is appended', async () => {
      const place = await newPlace()
      await withLog(place, async log => {
        expect(await log.snapshot()).toEqual({ events: [], head: emptyHead })
        expect(await log.append([], clock)).toEqual(emptyHead)
        expect([await log.verifyChain(), await log.readAfter(0)]).toEqual([undefined, []])
        expect(await log.verifyChain({ count: 1, hash: 'a'.repeat(64) })).toMatchObject({ kind: 'truncated', seq: 1 })
      })
    })

    it('gives back what was appended, in order', async () => {
      const place = await newPlace()
      const head = await withLog(place, async log => {
        await log.append(events(2), clock)
        return log.append([event(3)], clock)
      })
      await withLog(place, async log => {
        expect(await log.readAll()).toEqual(events(3).map(loaded))
        expect(await log.head()).toEqual(head)
        expect([await log.verifyChain(), await log.verifyChain(head)]).toEqual([undefined, undefined])
        expect(await log.readAfter(2)).toMatchObject([{ seq: 3, event: loaded(event(3)), hash: head.hash }])
        const rows = []
        for await (const page of log.pages()) rows.push(...page)
        expect(rows.map(({ seq, id, recordedAt }) => [seq, id, recordedAt])).toEqual(
          [1, 2, 3].map(seq => [seq, `E${seq}`, '2026-01-02T03:04:05.000Z']),
        )
      })
    })

    it('has the hash chain of its description, computed here by hand', async () => {
      const sha = (text: string) => createHash('sha256').update(text).digest('hex')
      const json = (number: number) =>
        `{"amount_pence":${number}00,"at":"2016-03-01","by":"team","case":"C${number}","fields":{"note":"n${number}"},"id":"E${number}","kind":"payment"}`
      const first = sha(`${'0'.repeat(64)}\n${json(1)}`)
      const head = await withLog(await newPlace(), log => log.append(events(2), clock))
      expect(head).toEqual({ count: 2, hash: sha(`${first}\n${json(2)}`) })
    })

    it('pages through more events than are read at once', async () => {
      const place = await newPlace()
      const head = await withLog(place, log => log.append(events(4321), clock))
      await withLog(place, async log => {
        expect((await log.snapshot()).head).toEqual(head)
        expect((await log.readAfter(4300)).map(({ seq }) => seq)).toEqual(events(21).map((_, index) => 4301 + index))
        expect(await log.verifyChain(head)).toBeUndefined()
        const sizes = []
        for await (const page of log.pages()) sizes.push(page.length)
        expect(sizes.length).toBeGreaterThan(1)
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(4321)
      })
    })

    it('takes all events or none, and names every id that it holds already', async () => {
      const place = await newPlace()
      await withLog(place, async log => {
        const before = await log.append(events(2), clock)
        const given = [event(3), event(1), event(4), event(2), event(4)]
        const issues = await issuesOf(() => log.append(given, clock))
        expect(brief(issues)).toEqual(['E1', 'E2', 'E4'].map(id => `log.duplicate_event ${id}`))
        expect(issues[0]?.exit).toBe(5)
        const stopped = log.exclusively(async writer => {
          await writer.append([event(3)], clock)
          throw new Error('stopped')
        })
        await expect(stopped).rejects.toThrow('stopped')
        function* interrupted() {
          yield* events(3000).slice(2)
          throw new Error('the file ends here')
        }
        await expect(log.append(interrupted(), clock)).rejects.toThrow('the file ends here')
        expect(await log.snapshot()).toEqual({ events: events(2).map(loaded), head: before })
        expect(await log.verifyChain(before)).toBeUndefined()
      })
    })

    it('keeps nothing of a transaction in which an event was refused, even if nobody minds', async () => {
      const place = await newPlace()
      await withLog(place, async log => {
        const before = await log.append(events(1), clock)
        const careless = log.exclusively(async writer => {
          await writer.append([event(2), event(1)], clock).catch(() => undefined)
          await writer.append([event(3)], clock).catch(() => undefined)
        })
        expect(brief(await issuesOf(() => careless))).toEqual(['log.duplicate_event E1'])
        expect(await log.head()).toEqual(before)
        expect((await log.append([event(2)], clock)).count).toBe(2)
      })
    })

    it('lets a check hold until its events are appended', async () => {
      const place = await newPlace()
      await withLog(place, log =>
        withLog(place, async other => {
          await log.append(events(1), clock)
          let told = () => {}
          const begun = new Promise<void>(done => {
            told = done
          })
          const checked = log.exclusively(async writer => {
            const { count } = await writer.head()
            told()
            await new Promise(done => setTimeout(done, 50))
            return writer.append([event(count + 1)], clock)
          })
          await begun
          const late = await other.append([event(9)], clock)
          expect([(await checked).count, late.count]).toEqual([2, 3])
          expect((await log.readAll()).map(({ id }) => id)).toEqual(['E1', 'E2', 'E9'])
        }),
      )
    })

    it('lets calls on one log wait for each other, and shows nobody what is not yet kept', async () => {
      const place = await newPlace()
      await withLog(place, async log => {
        const slow = log.exclusively(async writer => {
          await writer.append([event(1)], clock)
          await new Promise(done => setTimeout(done, 30))
          expect((await writer.readAll()).map(({ id }) => id)).toEqual(['E1'])
          throw new Error('given up')
        })
        const [one, two, seen] = [log.append([event(2)], clock), log.append([event(3)], clock), log.readAll()]
        await expect(slow).rejects.toThrow('given up')
        expect([(await one).count, (await two).count, (await seen).length]).toEqual([1, 2, 2])
        expect(await log.verifyChain()).toBeUndefined()
      })
    })

    it('refuses to wait for itself, and a writer whose time is over', async () => {
      const place = await newPlace()
      await withLog(place, async log => {
        await expect(log.exclusively(() => log.head())).rejects.toThrow('ask its writer')
        let kept: LogWriter | undefined
        await log.exclusively(writer => {
          kept = writer
        })
        await expect(kept?.append([event(1)], clock)).rejects.toThrow('after its transaction')
        await expect(kept?.head()).rejects.toThrow('after its transaction')
        expect(await log.head()).toEqual(emptyHead)
      })
    })

    it('says that another process is writing, when it has waited long enough', async () => {
      const place = await newPlace()
      const impatient = place.open(60)
      await withLog(place, async other => {
        await other.append(events(1), clock)
        await other.exclusively(async () => {
          expect(await issuesOf(() => impatient.append([event(2)], clock))).toMatchObject([
            { code: 'log.busy', exit: 6 },
          ])
        })
      })
      expect((await impatient.append([event(2)], clock)).count).toBe(2)
      await impatient.close()
    })

    it('refuses to change, to delete and to empty', async () => {
      const place = await newPlace()
      const head = await withLog(place, log => log.append(events(2), clock))
      await expect(place.sql("UPDATE event SET event = '{}'")).rejects.toThrow('append-only')
      await expect(place.sql('DELETE FROM event WHERE seq = 2')).rejects.toThrow('append-only')
      await expect(place.sql(name === 'PostgreSQL' ? 'TRUNCATE equipoise.event' : 'DELETE FROM event')).rejects.toThrow(
        'append-only',
      )
      expect(await withLog(place, log => log.verifyChain(head))).toBeUndefined()
    })

    it.each(tamperings)('finds %s', async (_, sql, found) => {
      const place = await newPlace()
      const head = await withLog(place, log => log.append(events(6), clock))
      await place.tamper(sql)
      expect(await withLog(place, log => log.verifyChain(head))).toMatchObject(found)
    })

    it('finds a chain that was computed anew, where its head was noted', async () => {
      const place = await newPlace()
      const head = await withLog(place, log => log.append(events(6), clock))
      await place.tamper('DELETE FROM event')
      await withLog(place, async log => {
        await log.append([...events(5), { ...event(6), amountPence: 1 }], clock)
        expect(await log.verifyChain()).toBeUndefined()
        expect(await log.verifyChain(head)).toMatchObject({ kind: 'changed', seq: 6, id: 'E6' })
        await log.append([event(7)], clock)
        expect((await log.verifyChain(head))?.detail).toContain('computed anew')
      })
    })

    it('keeps any text as it is, and refuses what no store can keep', async () => {
      const place = await newPlace()
      const texts = [
        `'"\`;--\\'' DROP TABLE event; $1 \\u0000`,
        '🧾 naïve ﷽ \u2028\r\n\t\u007f',
        'x'.repeat(1_000_000),
        '',
        '\\ud800',
        '{}',
      ]
      const hostile = texts.map((text, index) => ({
        ...event(index),
        id: `${text.slice(0, 60)}#${index}`,
        by: text,
        fields: { note: text },
      }))
      await withLog(place, async log => {
        const head = await log.append(hostile, clock)
        expect(await log.readAll()).toEqual(hostile)
        expect(await log.verifyChain(head)).toBeUndefined()
        const bad = [
          { ...event(1), fields: { note: 'a\u0000b' } },
          { ...event(1), id: 'a\u0000b' },
          { ...event(1), by: 'half \ud83d' },
          { ...event(1), id: 'é'.repeat(501) },
        ]
        for (const each of bad) {
          expect(await issuesOf(() => log.append([event(50), each], clock))).toMatchObject([
            { code: 'log.text', exit: 5 },
          ])
        }
        expect(await log.head()).toEqual(head)
        await log.append([{ ...event(1), id: 'é'.repeat(500) }], clock)
      })
    })

    it('restores rows of another log with their time of recording, and only such as follow', async () => {
      const [from, to] = [openLog(join(folder, `from-${Math.random()}.sqlite`)), (await newPlace()).open()]
      const head = await from.append(events(2500), () => new Date(0))
      await to.append(events(10), clock)
      expect(await to.exclusively(writer => writer.restore(from.pages(10)))).toEqual(head)
      const recorded = []
      for await (const page of to.pages(9)) recorded.push(...page.map(({ recordedAt }) => recordedAt))
      expect(recorded.slice(0, 2)).toEqual(['2026-01-02T03:04:05.000Z', '1970-01-01T00:00:00.000Z'])
      expect(await to.verifyChain(head)).toBeUndefined()
      const again = to.exclusively(writer => writer.restore(from.pages(10)))
      expect(brief(await issuesOf(() => again))).toEqual(['log.unreadable'])
      expect(await to.head()).toEqual(head)
      await Promise.all([from.close(), to.close()])
    })

    it('has the head that the events alone determine, however they are split', async () => {
      const text = fc.string({ unit: 'binary', maxLength: 12 })
      const field = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null))
      const drawn = fc.record({ by: text, note: field, amountPence: fc.option(fc.integer(), { nil: undefined }) })
      await fc.assert(
        fc.asyncProperty(fc.array(drawn, { maxLength: 12 }), fc.nat(12), async (parts, cut) => {
          const given = parts.map(
            ({ by, note, amountPence }, index): OutcomeEvent => ({
              ...event(index),
              by,
              amountPence,
              fields: { note },
            }),
          )
          const place = await newPlace()
          await withLog(place, async log => {
            await log.append(given.slice(0, cut), () => new Date(0))
            const head = await log.append(given.slice(cut), clock)
            expect(head).toEqual(headOf(await log.readAll()))
            const memory = openLog(join(folder, `memory-${Math.random()}.sqlite`))
            expect(await memory.append(given, clock)).toEqual(head)
            await memory.close()
          })
        }),
        { numRuns: 12 },
      )
    })
  })

  describe.runIf(isThere)(`several processes and a log in ${name}`, () => {
    let compiled = ''
    beforeAll(() => {
      compiled = compiledSources(join(folder, 'compiled'), ['core', 'model', 'storage'])
    })

    it('keeps what each acknowledged, once, where four write at the same time', async () => {
      const place = await newPlace()
      const script = join(compiled, `four-${Math.random()}.js`)
      writeFileSync(script, writer(place, 40))
      const told = await Promise.all(['a', 'b', 'c', 'd'].map(each => acknowledged(script, each)))
      await withLog(place, async log => {
        const ids = (await log.readAll()).map(({ id }) => id)
        expect(told.map(list => list.length)).toEqual([40, 40, 40, 40])
        expect(ids.toSorted()).toEqual(told.flat().toSorted())
        expect(await log.verifyChain()).toBeUndefined()
      })
    }, 120_000)

    it('keeps what it acknowledged when the writer is killed at any moment', async () => {
      const place = await newPlace()
      const script = join(compiled, `killed-${Math.random()}.js`)
      writeFileSync(script, writer(place, 1_000_000))
      for (const [index, wait] of [0, 20, 70].entries()) {
        const told = await acknowledged(script, `k${index}-`, wait)
        await withLog(place, async log => {
          expect(await log.verifyChain()).toBeUndefined()
          const held = new Set((await log.readAll()).map(({ id }) => id))
          expect(told.filter(id => !held.has(id))).toEqual([])
          expect(told.length).toBeGreaterThan(0)
        })
      }
    }, 120_000)
  })
}

/** The head of events, from their canonical JSON as the log gives them back. */
function headOf(given: readonly OutcomeEvent[]): LogHead {
  const json = ({ amountPence, fields, ...rest }: OutcomeEvent) => {
    const stored: Record<string, unknown> = { ...rest, fields, amount_pence: amountPence }
    const keys = Object.keys(stored)
      .filter(key => stored[key] !== undefined)
      .sort()
    return `{${keys.map(key => `${JSON.stringify(key)}:${JSON.stringify(stored[key])}`).join(',')}}`
  }
  const hash = given.reduce((previous, each) => chainHash(previous, json(each)), emptyHead.hash)
  return { count: given.length, hash }
}

/** Appends events one by one, each in a transaction of its own, and tells of each once it is kept. */
const writer = ({ opener: { module, expression } }: LogPlace, count: number): string => `
import * as store from '${module}'
const log = ${expression}
for (let number = 0; number < ${count}; number += 1) {
  const id = process.argv[2] + number
  await log.append([{ id, case: 'C', kind: 'payment', at: '2016-03-01', by: 'team', fields: {} }], () => new Date(0))
  process.stdout.write(id + '\\n')
}
await log.close()
`

/** Ids that a writer acknowledged, to its end or until it is killed so long after the first. */
function acknowledged(script: string, prefix: string, killAfter?: number): Promise<string[]> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [script, prefix], { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', chunk => {
      if (output === '' && killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter)
      output += chunk
    })
    child.on('error', fail)
    child.on('close', code => {
      if (killAfter === undefined && code !== 0) fail(new Error(`a writer ended with ${code}`))
      else done(output.split('\n').slice(0, -1))
    })
  })
}
