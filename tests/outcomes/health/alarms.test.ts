import { describe, expect, it } from 'vitest'
import { readAlarms, type TrialState } from '../../../src/outcomes/index.ts'
import { stateWith, watchedCase, watchedProtocol, watchedRecord } from '../../support/watched.ts'

const called = watchedCase('A', 'call')
const control = watchedCase('B', 'control', { row: 1, stratum: '2003' })
const quiet = { id: 'quiet', title: 'Quiet', measure: 'quiet_days' }

const alarmsOf = (alarms: object[], more: Partial<TrialState> = {}) =>
  readAlarms(stateWith([called, control], { protocol: watchedProtocol({ alarms }), ...more }))

describe('readAlarms', () => {
  it.each([
    ['atLeast', 91, 'on'],
    ['atLeast', 92, 'off'],
    ['atMost', 91, 'on'],
    ['atMost', 90, 'off'],
    ['above', 91, 'off'],
    ['above', 90, 'on'],
    ['below', 91, 'off'],
    ['below', 92, 'on'],
  ])('judges 91 days %s %i: %s', (kind, limit, state) => {
    const [alarm] = alarmsOf([{ ...quiet, [kind]: limit }])
    expect(alarm?.state).toBe(state)
    expect(alarm?.limit).toEqual({ kind, value: limit })
  })

  it('puts those that are on first, then those not known, each in their order', () => {
    const states = alarmsOf([
      { ...quiet, id: 'off', atLeast: 100 },
      { ...quiet, id: 'spend', measure: 'spent_share', above: 1 },
      { ...quiet, id: 'on', atLeast: 1 },
      { ...quiet, id: 'on_too', above: 1 },
    ]).map(({ alarm, state }) => `${alarm.id} ${state}`)
    expect(states).toEqual(['on on', 'on_too on', 'spend unknown', 'off off'])
  })

  it('is on where any group is, and says which', () => {
    const records = [watchedRecord(control, '2015-10-01')]
    const [alarm] = alarmsOf([{ id: 'dates', title: 'Dates', measure: 'impossible_records', atLeast: 1, per: 'arm' }], {
      records,
    })
    expect(alarm?.state).toBe('on')
    expect(alarm?.readings.map(({ group, on }) => [group, on])).toEqual([
      ['control', true],
      ['call', false],
    ])
  })

  it('is off where there is nothing to measure yet, in some groups or all', () => {
    const waiting = { id: 'waiting', title: 'Waiting', measure: 'waiting_cases', above: 0.5, per: 'arm' }
    expect(alarmsOf([waiting])[0]?.state).toBe('on')
    expect(
      alarmsOf([waiting], { records: [watchedRecord(called, '2015-11-02', { kind: 'screened' })] })[0]?.state,
    ).toBe('off')
  })

  it('hands its settings to the measure', () => {
    const waiting = { id: 'waiting', title: 'Waiting', measure: 'waiting_cases', above: 0.5 }
    expect(alarmsOf([{ ...waiting, days: 91 }])[0]?.state).toBe('off')
    expect(alarmsOf([{ ...waiting, days: 90 }])[0]?.state).toBe('on')
  })
})
