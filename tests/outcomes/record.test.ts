import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OutcomeEvent } from '../../src/model/event.ts'
import { Recorder } from '../../src/outcomes/recorder.ts'
import type { LogWriter, OutcomeLog } from '../../src/storage/log/outcome-log.ts'
import { openLog } from '../../src/storage/log/sqlite-log.ts'
import { brief, issuesOf, temporaryFolder } from '../storage/temporary.ts'
import { context, event, readSmall, rows } from './trial.ts'

const { folder, put } = temporaryFolder()
const clock = () => new Date('2026-01-02T03:04:05Z')

describe('recording events', () => {
  it('writes all of a submission, and then nothing of one with any fault', async () => {
    const log = openLog(join(folder, 'a.sqlite'))
    const good = rows(event('payment', { id: 'P1' }), event('payment', { id: 'P2' }))
    const { head, ...counts } = await new Recorder(log, context, clock).recordAll({ events: good, issues: [] })
    expect([head.count, counts]).toEqual([2, { recorded: 2, held: 0 }])
    const mixed = rows(
      event('payment', { id: 'P3' }),
      event('payment', { id: 'P4', case: 'C9' }),
      event('payment', { id: 'P1', amountPence: 1 }),
    )
    const issues = await issuesOf(() => new Recorder(log, context, clock).recordAll({ events: mixed, issues: [] }))
    expect(brief(issues)).toEqual(['outcome.case_not_allocated 3 case', 'outcome.recorded_event 4 id'])
    expect(await log.head()).toEqual(head)
    await log.close()
    const bytes = readFileSync(join(folder, 'a.sqlite'))
    const again = openLog(join(folder, 'a.sqlite'))
    await issuesOf(() => new Recorder(again, context, clock).recordAll({ events: mixed, issues: [] }))
    await again.close()
    expect(readFileSync(join(folder, 'a.sqlite')).equals(bytes)).toBe(true)
  })

  it('refuses the whole file for a bad row, together with what the trial refuses', async () => {
    const path = put(
      'events.csv',
      'id,case,kind,at,by,amount\nE1,C1,payment,2016-03-01,team,12.505\nE2,C9,payment,2016-03-01,team,1\nE3,C1,payment,2016-03-01,team,1\nE4,C1,payment,2016-03-01,,1\n',
    )
    const log = openLog(join(folder, 'b.sqlite'))
    const submission = await readSmall(path)
    const issues = await issuesOf(() => new Recorder(log, context, clock).recordAll(submission))
    expect(brief(issues)).toEqual([
      'event_file.amount 2 amount',
      'event_file.value 5 by',
      'outcome.case_not_allocated 3 case',
    ])
    expect(issues[0]?.exit).toBe(5)
    expect((await log.head()).count).toBe(0)
    await log.close()
    expect(existsSync(join(folder, 'b.sqlite'))).toBe(false)
  })

  it('checks again what another process recorded between check and recording', async () => {
    const path = join(folder, 'e.sqlite')
    const log = openLog(path)
    await new Recorder(log, context, clock).recordAll({ events: rows(event('payment', { id: 'P1' })), issues: [] })
    const other = openLog(path)
    const late = event('payment', { id: 'P3' })
    const racing = (...events: OutcomeEvent[]): OutcomeLog =>
      Object.create(log, {
        exclusively: {
          value: async <T>(work: (writer: LogWriter) => T | Promise<T>): Promise<T> => {
            await other.append(events, clock)
            return log.exclusively(work)
          },
        },
      })
    const submission = { events: rows(event('payment', { id: 'P2' })), issues: [] }
    const clash = racing(event('payment', { id: 'P2', amountPence: 7 }))
    const issues = await issuesOf(() => new Recorder(clash, context, clock).recordAll(submission))
    expect(brief(issues)).toEqual(['outcome.recorded_event 2 id'])
    const held = await new Recorder(racing(late), context, clock).recordAll({ events: rows(late), issues: [] })
    expect(held).toMatchObject({ recorded: 0, held: 1, head: { count: 3 } })
    await other.close()
    await log.close()
  })

  it('the same events in one file or in two give the same log', async () => {
    const events = rows(
      event('screened', { id: 'S', at: '2016-02-01' }, { suitability: 'suitable' }),
      event('response', { id: 'R' }, { answer: 'yes' }),
      event('payment', { id: 'P' }),
    )
    const whole = openLog(join(folder, 'c.sqlite'))
    const split = openLog(join(folder, 'd.sqlite'))
    await new Recorder(whole, context, clock).recordAll({ events, issues: [] })
    await new Recorder(split, context, clock).recordAll({ events: events.slice(0, 1), issues: [] })
    await new Recorder(split, context, () => new Date(0)).recordAll({ events: events.slice(1), issues: [] })
    expect(await split.head()).toEqual(await whole.head())
    expect(await split.readAll()).toEqual(await whole.readAll())
    await whole.close()
    await split.close()
  })

  it('skips what the log holds just so, and records what was added to the file', async () => {
    const log = openLog(join(folder, 'f.sqlite'))
    const record = (...events: OutcomeEvent[]) =>
      new Recorder(log, context, clock).recordAll({ events: rows(...events), issues: [] })
    const first = event('payment', { id: 'P1' })
    const second = event('payment', { id: 'P2', case: 'C1' })
    expect(await record(first)).toMatchObject({ recorded: 1, held: 0 })
    expect(await record(first, second)).toMatchObject({ recorded: 1, held: 1, head: { count: 2 } })
    const bytes = readFileSync(join(folder, 'f.sqlite'))
    expect(await record(second, { ...first, fields: { note: null } })).toMatchObject({ recorded: 0, held: 2 })
    expect(readFileSync(join(folder, 'f.sqlite')).equals(bytes)).toBe(true)
    await log.close()
  })

  it('takes any file in any pieces, some of them twice, to the same log', async () => {
    const all = Array.from({ length: 12 }, (_, index) =>
      event('payment', { id: `P${index}`, amountPence: index, case: index % 2 === 0 ? 'C1' : 'C2' }),
    )
    const whole = openLog(join(folder, 'g.sqlite'))
    await new Recorder(whole, context, clock).recordAll({ events: rows(...all), issues: [] })
    const head = await whole.head()
    await whole.close()
    let made = 0
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 6 }), async pieces => {
        made += 1
        const log = openLog(join(folder, `pieces-${made}.sqlite`))
        let upTo = 0
        for (const [start, size] of [...pieces, [0, 12] as const]) {
          const from = Math.min(start, upTo)
          const piece = all.slice(from, from + size)
          const { recorded, held } = await new Recorder(log, context, clock).recordAll({
            events: rows(...piece),
            issues: [],
          })
          const added = Math.max(0, from + piece.length - upTo)
          expect([recorded, held]).toEqual([added, piece.length - added])
          upTo += added
        }
        expect(await log.head()).toEqual(head)
        await log.close()
      }),
      { numRuns: 20 },
    )
  })
})
