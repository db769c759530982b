import { describe, expect, it } from 'vitest'
import { shownHarms } from '../../../src/pipeline/disclosure/shown-harms.ts'
import { harmNumbers } from '../../../src/pipeline/results/harm-numbers.ts'

const rules = { leastCases: 5, roundTo: null, exemption: null }
const found = {
  harms: [
    { id: 'complaint', title: 'Complaint', arms: [tally('a', 12, 14), tally('b', 9, 9)] },
    { id: 'distress', title: 'Distress', arms: [tally('a', 3, 6), tally('b', 0, 0)] },
  ],
  anyHarm: [tally('a', 15, 20), tally('b', 9, 9)],
  departures: [{ id: 'late', title: 'Late', arms: [tally('a', 7, 8)] }],
  anyDeparture: [tally('a', 7, 8), tally('b', 0, 0)],
  records: ['a', 'b'].map(arm => ({ arm, cases: 103, events: 200, corrected: 2, voided: 1 })),
}

function tally(arm: string, cases: number, events: number) {
  return { arm, cases, events }
}

const casesOf = (changes: Partial<typeof rules | { roundTo: number; exemption: string }> = {}) =>
  Object.fromEntries(
    harmNumbers(shownHarms(found, { ...rules, ...changes }))
      .filter(({ id }) => id.endsWith('.cases'))
      .map(({ id, value }) => [id.replace('.cases', ''), value]),
  )

describe('harms and departures that may be shown', () => {
  it('are without few cases, and without the number of an arm for all harms that would tell them', () => {
    expect(casesOf()).toEqual({
      ...{ 'harm.complaint.a': 12, 'harm.complaint.b': 9, 'harm.distress.b': 0, 'harms.b': 9 },
      ...{ 'departure.late.a': 7, 'departures.a': 7, 'departures.b': 0, 'records.a': 103, 'records.b': 103 },
    })
  })

  it('hold events back with their cases', () => {
    const ids = harmNumbers(shownHarms(found, rules)).map(({ id }) => id)
    expect(ids).not.toContain('harm.distress.a.events')
    expect(ids).toContain('harm.complaint.a.events')
  })

  it('are rounded, or whole', () => {
    expect(casesOf({ roundTo: 5 })).toMatchObject({ 'harm.complaint.a': 10, 'harm.complaint.b': 10, 'records.a': 105 })
    expect(casesOf({ exemption: 'made up' })).toMatchObject({ 'harm.distress.a': 3, 'harms.a': 15 })
  })
})
