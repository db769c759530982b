import { expect, test } from 'vitest'
import { flagCounts, flagsOf, flagsText } from '../../src/outcomes/flags.ts'
import { allocation, event, protocol } from './trial.ts'

const flags = (...events: ReturnType<typeof event>[]) => flagsOf(protocol, { allocation, events })
const pay = (id: string, more: object = {}) => event('payment', { id, at: '2016-03-01', amountPence: 500, ...more })

test('events alike in case, kind, day, amount and fields are flagged, in the order of recording', () => {
  const { duplicates } = flags(
    pay('P2', { at: '2016-03-01T09:00:00Z' }),
    pay('P1'),
    pay('P3', { amountPence: 501 }),
    pay('P4', { at: '2016-03-02' }),
    pay('P5', { case: 'C3' }),
    pay('P6', { case: 'C3', by: 'another team' }),
    event('response', { id: 'R1' }, { answer: 'yes', note: null }),
    event('response', { id: 'R2' }, { answer: 'yes' }),
    event('response', { id: 'R3' }, { answer: 'no' }),
  )
  expect(duplicates).toEqual([
    { case: 'C2', events: ['P2', 'P1'] },
    { case: 'C2', events: ['R1', 'R2'] },
    { case: 'C3', events: ['P5', 'P6'] },
  ])
})

test('an event that was corrected away is no duplicate of another', () => {
  const corrected = event('payment', {
    id: 'P9',
    amountPence: 700,
    at: '2016-03-01',
    corrects: 'P1',
    reason: 'typed twice',
  })
  expect(flags(pay('P1'), pay('P2'), corrected).duplicates).toEqual([])
})

test('cases of one cluster in two arms are flagged, and written beside the duplicates with their counts', () => {
  const split = allocation.map(each => (each.id === 'C10' ? { ...each, arm: 'call', linked: false } : each))
  const found = flagsOf(protocol, { allocation: split, events: [pay('P1'), pay('P2')] })
  expect(found.splitClusters).toEqual([
    {
      cluster: 'N1',
      cases: [
        { id: 'C1', arm: 'control' },
        { id: 'C10', arm: 'call' },
      ],
    },
  ])
  expect(flagsText(found)).toBe(
    [
      'flag,case_id,cluster,arm,events',
      'duplicate_events,C2,,,P1 P2',
      'linked_across_arms,C1,N1,control,',
      'linked_across_arms,C10,N1,call,',
      '',
    ].join('\n'),
  )
  expect(flagCounts(found)).toEqual({
    duplicateEvents: { groups: 1, events: 2 },
    linkedAcrossArms: { clusters: 1, cases: 2 },
  })
  expect(flags().splitClusters).toEqual([])
})
