import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EnrolmentEvent } from '../../src/model/enrolment.ts'
import type { OutcomeEvent } from '../../src/model/event.ts'
import { type EventVerdict, Recorder } from '../../src/outcomes/recorder.ts'
import { openLog } from '../../src/storage/log/sqlite-log.ts'
import { temporaryFolder } from '../storage/temporary.ts'
import { context, event, rows } from './trial.ts'

const { folder } = temporaryFolder()
const clock = () => new Date('2026-01-02T03:04:05Z')

let logs = 0
const newLog = () => {
  logs += 1
  return openLog(join(folder, `log-${logs}.sqlite`))
}

const brief = (verdicts: readonly EventVerdict[]): string[] =>
  verdicts.map(verdict =>
    verdict.state === 'refused' ? verdict.issues.map(({ code }) => code).join(' ') : `${verdict.state} ${verdict.seq}`,
  )

const screened = event('screened', { id: 'S', at: '2016-02-01' }, { suitability: 'suitable' })
const answer = event('response', { id: 'R', at: '2016-02-02' }, { answer: 'yes' })
const payment = event('payment', { id: 'P' })

describe('a recorder of a stream', () => {
  it('records each event that can be, and says of every one what became of it', async () => {
    const log = newLog()
    const recorder = new Recorder(log, context, clock)
    const events = [
      answer,
      screened,
      answer,
      payment,
      payment,
      { ...payment, amountPence: 1 },
      event('payment', { case: 'C99' }),
      event('payment', { id: 'N', by: 'a\0b' }),
    ]
    const verdicts = await recorder.recordEach(rows(...events))
    expect(verdicts.map(({ state }) => state)).toEqual([
      ...['refused', 'recorded', 'recorded', 'recorded', 'held', 'refused', 'refused', 'refused'],
    ])
    expect(brief(verdicts).slice(1, 7)).toEqual([
      ...['recorded 1', 'recorded 2', 'recorded 3', 'held 3', 'outcome.recorded_event', 'outcome.unknown_case'],
    ])
    const logged = await log.readAfter(0)
    expect(logged.map(({ event: { id } }) => id)).toEqual(['S', 'R', 'P'])
    expect(verdicts[3]).toEqual({ state: 'recorded', seq: 3, hash: logged[2]?.hash })
    expect(
      brief(await recorder.recordEach(rows(payment, event('void', { id: 'V', corrects: 'P', reason: 'x' })))),
    ).toEqual(['held 3', 'recorded 4'])
    await log.close()
  })

  it('makes no log for events of which none can be recorded', async () => {
    const log = newLog()
    const verdicts = await new Recorder(log, context, clock).recordEach(rows(answer, event('payment', { case: 'C9' })))
    expect(verdicts.map(({ state }) => state)).toEqual(['refused', 'refused'])
    expect(await new Recorder(log, context, clock).recordEach([])).toEqual([])
    await log.close()
    expect(existsSync(join(folder, `log-${logs}.sqlite`))).toBe(false)
  })

  it('checks against what others recorded meanwhile', async () => {
    const log = newLog()
    const other = openLog(join(folder, `log-${logs}.sqlite`))
    const recorder = new Recorder(log, context, clock)
    expect(brief(await recorder.recordEach(rows(screened)))).toEqual(['recorded 1'])
    await other.append([payment, event('payment', { id: 'Q' })], clock)
    const verdicts = await recorder.recordEach(rows(answer, payment, event('payment', { id: 'Q', amountPence: 3 })))
    expect(brief(verdicts)).toEqual(['recorded 4', 'held 2', 'outcome.recorded_event'])
    await other.append([event('void', { id: 'V', corrects: 'S', reason: 'x' })], clock)
    const late = event('response', { id: 'R2', at: '2016-02-03' }, { answer: 'no' })
    expect((await recorder.recordEach(rows(late))).map(({ state }) => state)).toEqual(['refused'])
    await other.close()
    await log.close()
  })

  it('knows the cases that are enrolled while it records, and keeps their arrivals out of what events correct', async () => {
    const log = newLog()
    const allocation = new Map<string, { arm: string }>(context.allocation)
    const knownCases = new Set<string>()
    const arrived: string[] = []
    const recorder = new Recorder(log, { ...context, allocation, knownCases }, clock, each => {
      arrived.push(each.id)
      if (each.allocation !== undefined) allocation.set(each.case, { arm: each.allocation.arm })
    })
    const enrolment = {
      ...event('allocated', { id: 'A1', case: 'N1' }),
      seal: 's',
      allocation: { arm: 'call' },
    } as unknown
    const late = event('payment', { id: 'L', case: 'N1' })
    expect((await recorder.recordEach(rows(late))).map(({ state }) => state)).toEqual(['refused'])
    await log.append([enrolment as EnrolmentEvent], clock)
    expect(brief(await recorder.recordEach(rows(late)))).toEqual(['recorded 2'])
    expect(arrived).toEqual(['A1'])
    const corrects = event('payment', { id: 'X', case: 'N1', corrects: 'A1', reason: 'x' })
    expect(brief(await recorder.recordEach(rows(corrects)))).toEqual(['outcome.corrects_unknown'])
    expect(brief(await recorder.recordEach(rows(event('payment', { id: 'A1', case: 'N1' }))))).toEqual([
      'outcome.recorded_event',
    ])
    await log.close()
  })

  it('gives the log that one event after the other gives, in batches of any size', async () => {
    const drawn = fc.constantFrom<OutcomeEvent>(
      screened,
      answer,
      payment,
      { ...payment, amountPence: 9 },
      event('payment', { id: 'P9', corrects: 'P', reason: 'x' }),
      event('void', { id: 'V', corrects: 'R', reason: 'x' }),
      event('void', { id: 'W', corrects: 'S', reason: 'x' }),
      event('payment', { id: 'C', case: 'C1' }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawn, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 5 })),
        async (events, sizes) => {
          const [singly, batched] = [newLog(), newLog()]
          const expected: EventVerdict[] = []
          for (const each of events)
            expected.push(...(await new Recorder(singly, context, clock).recordEach(rows(each))))
          const recorder = new Recorder(batched, context, clock)
          const found: EventVerdict[] = []
          for (let from = 0, index = 0; from < events.length; index += 1) {
            const size = sizes[index] ?? 3
            found.push(...(await recorder.recordEach(rows(...events.slice(from, from + size)))))
            from += size
          }
          expect(brief(found)).toEqual(brief(expected))
          expect(await batched.head()).toEqual(await singly.head())
          await singly.close()
          await batched.close()
        },
      ),
      { numRuns: 25 },
    )
  })
})
