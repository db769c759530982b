import { describe, expect, it } from 'vitest'
import { InternalError } from '../../src/core/errors.ts'
import type { CaseTable } from '../../src/model/case.ts'
import type { Condition } from '../../src/model/condition.ts'
import { compilePredicate, compileRecordPredicate } from '../../src/model/condition-predicate.ts'
import { fields } from '../support/conditions.ts'

const table: CaseTable = {
  ids: ['c0', 'c1', 'c2', 'c3', 'c4'],
  columns: new Map<string, readonly (string | number | boolean | null)[]>([
    ['note', ['x', 'y', null, 'x', '']],
    ['nrp', ['n1', 'n1', 'n2', null, null]],
    ['scheme', ['1993', '2003', '2003', null, 'other']],
    ['open', [true, false, null, true, false]],
    ['children', [0, 1, 2, null, 3]],
    ['arrears', [41250, 41251, 41249, null, 0]],
    ['last_paid', ['2015-12-31', '2016-03-31', '2016-02-29', null, '2016-04-01']],
  ]),
}

/** The rows at which a rule holds on 31 March 2016. */
function holdsAt(rule: Condition): number[] {
  const holds = compilePredicate(rule, { table, fields, asOf: '2016-03-31' })
  return [...[...table.ids].keys()].filter(holds)
}

describe('comparisons', () => {
  it.each<[string, Condition, number[]]>([
    ['text', { field: 'note', is: 'x' }, [0, 3]],
    ['empty text is not a missing value', { field: 'note', is: '' }, [4]],
    ['missing', { field: 'note', is: null }, [2]],
    ['category', { field: 'scheme', oneOf: ['1993', 'other'] }, [0, 4]],
    ['boolean false is not missing', { field: 'open', is: false }, [1, 4]],
    ['integer', { field: 'children', is: 0 }, [0]],
    ['integer at least', { field: 'children', atLeast: 2 }, [2, 4]],
    ['money in pounds against pence', { field: 'arrears', is: '412.50' }, [0]],
    ['money at least, the limit included', { field: 'arrears', atLeast: '412.50' }, [0, 1]],
    ['money at most, the limit included', { field: 'arrears', atMost: '412.5' }, [0, 2, 4]],
    ['before, the day left out', { field: 'last_paid', before: '2016-02-29' }, [0]],
    ['after, the day left out', { field: 'last_paid', after: '2016-03-31' }, [4]],
    [
      'within 3 months: from 31 December to 31 March, both included',
      { field: 'last_paid', withinLast: { months: 3 } },
      [0, 1, 2],
    ],
    ['within 31 days: from 29 February', { field: 'last_paid', withinLast: { days: 31 } }, [1, 2]],
    ['within 30 days: from 1 March', { field: 'last_paid', withinLast: { days: 30 } }, [1]],
    ['not of a comparison holds where the value is missing', { not: { field: 'arrears', atLeast: '0' } }, [3]],
    [
      'all',
      {
        all: [
          { field: 'open', is: true },
          { field: 'children', is: 0 },
        ],
      },
      [0],
    ],
    [
      'any',
      {
        any: [
          { field: 'open', is: null },
          { field: 'children', is: 0 },
        ],
      },
      [0, 2],
    ],
  ])('%s', (_, rule, rows) => {
    expect(holdsAt(rule)).toEqual(rows)
  })
})

describe('linked rules look at the other cases that share the value', () => {
  it.each<[string, Condition, number[]]>([
    ['some: not the case itself', { linked: { through: 'nrp', some: { field: 'scheme', is: '1993' } } }, [1]],
    [
      'none: also where nothing is shared or the value is missing',
      { linked: { through: 'nrp', none: { field: 'scheme', is: '1993' } } },
      [0, 2, 3, 4],
    ],
    [
      'both linked cases, each by the other',
      { linked: { through: 'nrp', some: { field: 'children', atMost: 5 } } },
      [0, 1],
    ],
    ['missing values link no cases', { linked: { through: 'nrp', some: { field: 'nrp', is: null } } }, []],
    [
      'nested: a case of my NRP has another case in the 1993 scheme, which is mine',
      { linked: { through: 'nrp', some: { linked: { through: 'nrp', some: { field: 'scheme', is: '1993' } } } } },
      [0],
    ],
  ])('%s', (_, rule, rows) => {
    expect(holdsAt(rule)).toEqual(rows)
  })
})

describe('rules about records', () => {
  const eventFields = [
    { id: 'kind', type: 'category' as const, levels: ['payment', 'response'] },
    { id: 'amount', type: 'money' as const },
    { id: 'answer', type: 'category' as const, levels: ['interested', 'refused'] },
  ]
  const holds = compileRecordPredicate(
    {
      all: [
        { field: 'kind', is: 'payment' },
        { field: 'amount', atLeast: '0.01' },
        { not: { field: 'answer', is: 'refused' } },
      ],
    },
    eventFields,
  )

  it('reads kind, amount and fields; an absent field is a missing value', () => {
    expect(holds({ kind: 'payment', amount: 1 })).toBe(true)
    expect(holds({ kind: 'payment', amount: 0 })).toBe(false)
    expect(holds({ kind: 'payment' })).toBe(false)
    expect(holds({ kind: 'payment', amount: 5, answer: 'refused' })).toBe(false)
    expect(holds({ kind: 'response', amount: 5 })).toBe(false)
  })
})

it('treats a rule that was not checked as a fault of the program', () => {
  expect(() => holdsAt({ field: 'scheme', is: '2012' })).toThrow(InternalError)
  expect(() => holdsAt({ field: 'nowhere', is: null })).toThrow(InternalError)
  expect(() =>
    compileRecordPredicate({ linked: { through: 'nrp', none: { field: 'open', is: true } } }, fields),
  ).toThrow(InternalError)
  expect(() => compileRecordPredicate({ field: 'last_paid', withinLast: { days: 1 } }, fields)).toThrow(InternalError)
})
