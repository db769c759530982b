import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PlannedSet } from '../../src/model/analysis-sets.ts'
import { armsObserved, setFacts } from '../../src/model/analysis-sets.ts'
import type { Condition } from '../../src/model/condition.ts'
import type { OutcomeEvent } from '../../src/model/event.ts'
import type { Outcome } from '../../src/model/protocol.ts'
import { analysisRows } from '../../src/outcomes/analysis-rows.ts'
import { buildAnalysisSet } from '../../src/outcomes/analysis-set.ts'
import { membershipOf, restrictTo, setCells } from '../../src/outcomes/set-membership.ts'
import { setMembershipText } from '../../src/outcomes/set-membership-file.ts'
import { allocation, event, protocol, sample } from './trial.ts'

const planned = (where: Condition, id = 'chosen'): PlannedSet => ({ id, title: 'Chosen', where })
const events = [
  event('screened', { case: 'C2' }, { suitability: 'suitable' }),
  event('response', { case: 'C2' }, { answer: 'yes' }),
  event('payment', { case: 'C1', amountPence: 4000 }),
  event('payment', { case: 'C3', amountPence: 12_000 }),
]
const build = (recorded: readonly OutcomeEvent[] = events) =>
  buildAnalysisSet(protocol, { allocation, sample, events: recorded })
/** Of C1 and C10 (control), C2 and C3 (call). */
const droppedBy = (where: Condition) => membershipOf(planned(where), protocol, build()).droppedBy

describe('a set of cases', () => {
  test('is defined in the arms in which its outcomes are observed, and there drops cases with the part that failed', () => {
    expect(droppedBy({ field: 'suitability', is: 'suitable' })).toEqual([
      undefined,
      undefined,
      null,
      'suitability is missing',
    ])
    expect(droppedBy({ not: { field: 'suitability', is: 'suitable' } })).toEqual([
      undefined,
      undefined,
      'suitability is suitable',
      null,
    ])
    expect(
      droppedBy({
        all: [
          { field: 'interest', is: 'settled' },
          { field: 'amount', atLeast: '5.00' },
        ],
      }),
    ).toEqual([
      undefined,
      undefined,
      'not: interest is settled; not: amount is at least 5.00',
      'interest does not apply',
    ])
  })

  test('asks baseline fields, amounts and yes or no of every arm', () => {
    expect(droppedBy({ field: 'scheme', is: '1993' })).toEqual([
      'not: scheme is 1993',
      'not: scheme is 1993',
      null,
      'not: scheme is 1993',
    ])
    expect(droppedBy({ field: 'payer', is: true })).toEqual([null, 'not: payer is true', 'not: payer is true', null])
    expect(droppedBy({ field: 'amount', atMost: '40.00' })).toEqual([null, null, null, 'not: amount is at most 40.00'])
    expect(droppedBy({ field: 'arrears', is: null })).toEqual([
      'not: arrears is missing',
      'not: arrears is missing',
      'not: arrears is missing',
      null,
    ])
  })

  test('is a subgroup only where all that forms it was known before allocation', () => {
    const formed = (where: Condition) => setFacts(planned(where), protocol).formed
    expect(formed({ field: 'scheme', is: '1993' })).toBe('at_baseline')
    expect(formed({ field: 'arrears', atLeast: '1' })).toBe('at_baseline')
    expect(formed({ any: [{ field: 'scheme', is: '1993' }, { not: { field: 'payer', is: true } }] })).toBe(
      'after_allocation',
    )
  })

  test('an outcome of events that only some arms may have is observed in those, if it declares no arms itself', () => {
    const made: Outcome = { id: 'asked', title: 'Asked', type: 'binary', when: { field: 'kind', is: 'response' } }
    expect(armsObserved(made, protocol)).toEqual(['call'])
    expect(armsObserved({ ...made, observed: { arms: ['control', 'call'] } }, protocol)).toEqual(['control', 'call'])
    expect(armsObserved({ ...made, when: { field: 'kind', oneOf: ['payment', 'settlement'] } }, protocol)).toEqual([
      'control',
      'call',
    ])
    const decided: Outcome = {
      ...made,
      when: { field: 'kind', is: 'payment' },
      observed: { outcome: 'suitability', levels: ['suitable'] },
    }
    expect(armsObserved(decided, protocol)).toEqual(['call'])
  })

  test('keeps its rows, in their order, of every outcome', () => {
    const set = build()
    const membership = membershipOf(planned({ field: 'payer', is: true }), protocol, set)
    const kept = restrictTo(set, membership)
    expect(kept.cases.map(({ id }) => id)).toEqual(['C1', 'C3'])
    expect([...analysisRows(kept, 'amount')].map(({ value }) => value)).toEqual([4000, 12_000])
  })

  test('is counted by arm and stratum, and what is in and what was dropped adds up', () => {
    const set = build()
    const arms = ['control', 'call']
    const cells = setCells(membershipOf(planned({ field: 'suitability', is: 'suitable' }), protocol, set), set, arms)
    expect(cells).toEqual([
      { arm: 'control', stratum: '1993', cases: 0 },
      { arm: 'call', stratum: '1993', cases: 1, in: 1, dropped: [] },
      { arm: 'control', stratum: '2003', cases: 2 },
      { arm: 'call', stratum: '2003', cases: 1, in: 0, dropped: [{ by: 'suitability is missing', cases: 1 }] },
    ])
    fc.assert(
      fc.property(fc.array(fc.constantFrom('C1', 'C2', 'C3', 'C10'), { maxLength: 6 }), payers => {
        const drawn = build(payers.map(id => event('payment', { case: id })))
        const counted = setCells(membershipOf(planned({ field: 'payer', is: true }), protocol, drawn), drawn, arms)
        for (const cell of counted) {
          const dropped = (cell.dropped ?? []).reduce((sum, each) => sum + each.cases, 0)
          expect((cell.in ?? 0) + dropped).toBe(cell.cases)
        }
        expect(counted.reduce((sum, cell) => sum + (cell.in ?? 0), 0)).toBe(new Set(payers).size)
      }),
    )
  })

  test('is written with a row a case, whatever the order of the allocation', () => {
    const sets = [
      planned({ field: 'suitability', is: 'suitable' }, 'suitable'),
      planned({ field: 'payer', is: true }, 'payers'),
    ]
    const text = (set: ReturnType<typeof build>) =>
      setMembershipText(
        set,
        sets.map(each => membershipOf(each, protocol, set)),
      )
    expect(text(build())).toBe(
      [
        'case_id,suitable,suitable_dropped_by,payers,payers_dropped_by',
        'C1,NA,,in,',
        'C10,NA,,out,not: payer is true',
        'C2,in,,out,not: payer is true',
        'C3,out,suitability is missing,in,',
        '',
      ].join('\n'),
    )
    const other = buildAnalysisSet(protocol, { allocation: [...allocation].reverse(), sample, events })
    expect(text(other)).toBe(text(build()))
    expect(setMembershipText(build(), [])).toBe('case_id\nC1\nC10\nC2\nC3\n')
  })
})
