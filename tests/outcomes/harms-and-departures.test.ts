import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OutcomeEvent } from '../../src/model/event.ts'
import type { EventKind, Process } from '../../src/model/process.ts'
import { changedRecords } from '../../src/outcomes/corrections.ts'
import { harmsAndDepartures } from '../../src/outcomes/index.ts'
import { allocation, event, protocol } from './trial.ts'

// Cases C1 and C10 are in the control arm, C2 and C3 are called.
const kind = (name: string, more: Partial<EventKind> = {}): EventKind => ({
  ...{ kind: name, title: `Title of ${name}`, amount: 'none', fields: [] },
  ...more,
})
const rule = (id: string, more: Partial<Process['rules'][number]>): Process['rules'][number] => ({
  ...{ id, title: `Title of ${id}`, of: ['payment'], override: 'deviation' },
  ...more,
})
const process: Process = {
  events: [
    kind('payment', { amount: 'required' }),
    kind('complaint', { harm: true }),
    kind('threat', { harm: true, arms: ['call'] }),
    kind('screened', { arms: ['call'] }),
  ],
  rules: [
    rule('one_payment', {}),
    rule('guide', { override: 'allowed' }),
    rule('in_control', { arms: ['control'] }),
    rule('of_called', { of: ['screened'] }),
    rule('firm', { override: undefined }),
  ],
}
const counted = (...events: OutcomeEvent[]) => harmsAndDepartures({ ...protocol, process }, { allocation, events })
const tallies = (found: readonly { id: string; arms: readonly { arm: string; cases: number; events: number }[] }[]) =>
  Object.fromEntries(
    found.map(({ id, arms }) => [id, Object.fromEntries(arms.map(({ arm, ...tally }) => [arm, Object.values(tally)]))]),
  )

describe('harms', () => {
  it('are counted as cases and as events, by the arm of the case, each kind with the arms that may have it', () => {
    const found = counted(
      event('complaint', { case: 'C2' }),
      event('complaint', { case: 'C2' }),
      event('complaint', { case: 'C10' }),
      event('threat', { case: 'C2' }),
      event('threat', { case: 'C3' }),
      event('payment', { case: 'C3' }),
    )
    expect(tallies(found.harms)).toEqual({
      complaint: { control: [1, 1], call: [1, 2] },
      threat: { call: [2, 2] },
    })
    // C2 had harms of both kinds and is one case
    expect(found.anyHarm).toEqual([
      { arm: 'control', cases: 1, events: 1 },
      { arm: 'call', cases: 2, events: 4 },
    ])
  })

  it('that were taken away do not count, and those that were corrected count as they stand', () => {
    const found = counted(
      event('complaint', { id: 'A' }),
      event('complaint', { id: 'B' }),
      event('void', { corrects: 'A', reason: 'of another case' }),
      event('payment', { corrects: 'B', reason: 'it was a payment' }),
      event('payment', { id: 'D', case: 'C1' }),
      event('complaint', { case: 'C1', corrects: 'D', reason: 'it was a complaint' }),
    )
    expect(tallies(found.harms).complaint).toEqual({ control: [1, 1], call: [0, 0] })
  })

  it('are none where the protocol names none', () => {
    const found = harmsAndDepartures(protocol, { allocation, events: [event('payment')] })
    expect(found.harms).toEqual([])
    expect(found.departures).toEqual([])
  })
})

describe('departures', () => {
  it('are counted by rule and arm, where the rule holds; what a rule allows is none', () => {
    const found = counted(
      event('payment', { case: 'C1', override: ['in_control', 'one_payment'] }),
      event('payment', { case: 'C1', override: ['one_payment'] }),
      event('payment', { case: 'C10', override: ['guide'] }),
      event('payment', { case: 'C2', override: ['guide', 'one_payment'] }),
    )
    expect(tallies(found.departures)).toEqual({
      one_payment: { control: [1, 2], call: [1, 1] },
      in_control: { control: [1, 1] },
      of_called: { call: [0, 0] },
    })
    // an event that departs from two rules is one event
    expect(found.anyDeparture).toEqual([
      { arm: 'control', cases: 1, events: 2 },
      { arm: 'call', cases: 1, events: 1 },
    ])
  })
})

describe('records that were changed', () => {
  it('are counted once however often, by what stands in the end', () => {
    const found = counted(
      event('payment', { id: 'A', case: 'C1' }),
      event('payment', { id: 'A2', case: 'C1', corrects: 'A' }),
      event('payment', { id: 'A3', case: 'C1', corrects: 'A2' }),
      event('payment', { id: 'B', case: 'C1' }),
      event('payment', { id: 'B2', case: 'C1', corrects: 'B' }),
      event('void', { id: 'B3', case: 'C1', corrects: 'B2' }),
      event('payment', { id: 'D' }),
      event('void', { id: 'D2', corrects: 'D' }),
      event('payment', { id: 'D3', corrects: 'D2' }),
      event('payment', { id: 'E' }),
    )
    expect(found.records).toEqual([
      { arm: 'control', cases: 2, events: 2, corrected: 1, voided: 1 },
      { arm: 'call', cases: 2, events: 2, corrected: 1, voided: 0 },
    ])
  })

  it('add up: what was recorded stands, or stands corrected, or was taken away', () => {
    const steps = fc.array(fc.record({ target: fc.nat(30), makes: fc.constantFrom('payment', 'void', 'none') }), {
      maxLength: 40,
    })
    fc.assert(
      fc.property(steps, all => {
        const events: OutcomeEvent[] = []
        for (const [at, { target, makes }] of all.entries()) {
          const corrected = makes === 'none' ? undefined : events[target % Math.max(events.length, 1)]?.id
          if (makes === 'void' && corrected === undefined) continue
          events.push(event(makes === 'void' ? 'void' : 'complaint', { id: `E${at}`, corrects: corrected }))
        }
        const { records, harms } = counted(...events)
        const [, called] = records
        expect((called?.events ?? 0) - (called?.voided ?? 0)).toBe(tallies(harms).complaint?.call?.[1])
        expect(changedRecords(events)).toHaveLength((called?.corrected ?? 0) + (called?.voided ?? 0))
      }),
    )
  })
})
