import { describe, expect, it } from 'vitest'
import { singleEvent } from '../../../src/pipeline/recording/single-event.ts'
import { protocol } from '../../outcomes/trial.ts'
import { brief, issuesOf } from '../../storage/temporary.ts'

const kinds = protocol.process.events
const clock = () => new Date('2026-01-02T03:04:05.678Z')
const payment = { case: 'C2', kind: 'payment', at: '2016-03-01', by: 'team', amount: '12.50', set: [] }
const eventOf = (texts: Parameters<typeof singleEvent>[0]) => singleEvent(texts, kinds, clock).events[0]?.event

describe('one event by its texts', () => {
  it('has the values that a row of a file has', () => {
    const set = ['answer=yes', 'attempts=2', 'offer=1.50', 'urgent=true', 'note=a=b']
    expect(eventOf({ ...payment, kind: 'response', id: 'R1', corrects: 'R0', reason: 'typo', set })).toEqual({
      ...{ id: 'R1', case: 'C2', kind: 'response', at: '2016-03-01', by: 'team', amountPence: 1250 },
      ...{ corrects: 'R0', reason: 'typo' },
      fields: { answer: 'yes', attempts: 2, offer: 150, urgent: true, note: 'a=b' },
    })
  })

  it('happens now, in UTC, unless it is said when', () => {
    expect(eventOf({ ...payment, at: undefined })?.at).toBe('2026-01-02T03:04:05Z')
  })

  it('has an id that follows from all that it says, and from nothing else', () => {
    const id = eventOf(payment)?.id
    expect(id).toMatch(/^e-[0-9a-f]{20}$/)
    expect(eventOf({ ...payment, amount: '12.5', set: ['note='] })?.id).toBe(id)
    const others = [
      { ...payment, amount: '12.51' },
      { ...payment, by: 'other' },
      { ...payment, case: 'C1' },
      { ...payment, at: '2016-03-02' },
      { ...payment, set: ['note=x'] },
      { ...payment, corrects: 'P', reason: 'x' },
    ].map(texts => eventOf(texts)?.id)
    expect(new Set([id, ...others]).size).toBe(7)
  })

  it('is no event without case, kind and recorder, or with settings that are none', async () => {
    const issues = await issuesOf(() => eventOf({ by: ' ', set: ['x', 'a=1', 'a=2', 'kind=call'] }))
    expect(brief(issues)).toEqual([
      'cli.setting --set',
      'cli.setting --set',
      'cli.setting --set',
      'cli.event_part --case',
      'cli.event_part --kind',
      'cli.event_part --by',
    ])
    expect(issues[0]?.exit).toBe(2)
  })

  it('keeps what is wrong with it for the trial to refuse', () => {
    expect(brief(singleEvent({ ...payment, amount: '12.505' }, kinds, clock).issues)).toEqual([
      'event_file.amount amount',
    ])
    expect(eventOf({ ...payment, kind: 'response', set: ['attempts=many'] })?.fields).toEqual({ attempts: 'many' })
  })
})
