import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Condition } from '../../src/model/condition.ts'
import { conditionSchema } from '../../src/model/condition.ts'
import { eventConditionFields } from '../../src/model/condition-field.ts'
import { conditionProblems } from '../../src/model/condition-problems.ts'
import type { EventKind } from '../../src/model/protocol.ts'
import { conditions, fields } from '../support/conditions.ts'

const pathsOf = (rule: Condition) => conditionProblems(rule, fields).map(({ path }) => path.join('.'))

describe('conditionProblems', () => {
  it('passes every rule that suits the fields, and so does the grammar', () => {
    fc.assert(
      fc.property(conditions, rule => {
        expect(conditionProblems(rule, fields)).toEqual([])
        expect(conditionSchema.safeParse(rule).success).toBe(true)
      }),
    )
  })

  it.each<[string, Condition, string, string]>([
    [
      'unknown field',
      { field: 'arears', is: null },
      'field',
      'a declared field: note, nrp, scheme, open, children, arrears, last_paid',
    ],
    ['unquoted level', { field: 'scheme', is: 1993 }, 'is', 'a level: "1993", "2003", "other" (scheme is category)'],
    [
      'unknown level',
      { field: 'scheme', oneOf: ['1993', '2012'] },
      'oneOf.1',
      'a level: "1993", "2003", "other" (scheme is category)',
    ],
    [
      'unquoted pounds',
      { field: 'arrears', atLeast: 5 },
      'atLeast',
      'pounds in quotes, as "412.50" (arrears is money)',
    ],
    [
      'three decimals',
      { field: 'arrears', atMost: '12.505' },
      'atMost',
      'pounds in quotes, as "412.50" (arrears is money)',
    ],
    ['quoted number', { field: 'children', is: '2' }, 'is', 'a whole number (children is integer)'],
    ['half a child', { field: 'children', atLeast: 1.5 }, 'atLeast', 'a whole number (children is integer)'],
    ['quoted truth', { field: 'open', is: 'true' }, 'is', 'true or false (open is boolean)'],
    ['no such day', { field: 'last_paid', is: '2015-02-29' }, 'is', 'a calendar date YYYY-MM-DD (last_paid is date)'],
    ['number for text', { field: 'note', is: 7 }, 'is', 'text in quotes (note is text)'],
    ['order of text', { field: 'note', atLeast: 'a' }, 'atLeast', 'one of is, oneOf (note is text)'],
    [
      'date of money',
      { field: 'arrears', before: '2016-01-01' },
      'before',
      'one of is, oneOf, atLeast, atMost (arrears is money)',
    ],
    [
      'period of a level',
      { field: 'scheme', withinLast: { days: 1 } },
      'withinLast',
      'one of is, oneOf (scheme is category)',
    ],
  ])('%s', (_, rule, path, expected) => {
    expect(conditionProblems(rule, fields)).toMatchObject([
      { path: path.split('.').map(part => (part === '1' ? 1 : part)), expected },
    ])
  })

  it('finds all of them at once, with paths from the root of the rule', () => {
    const bad: Condition = { field: 'scheme', is: 'x' }
    expect(
      pathsOf({
        all: [{ any: [{ field: 'open', is: true }, bad] }, { not: bad }, { linked: { through: 'nobody', none: bad } }],
      }),
    ).toEqual(['all.0.any.1.is', 'all.1.not.is', 'all.2.linked.through', 'all.2.linked.none.is'])
  })

  it('refuses in rules about events what only a caseload has', () => {
    const linked: Condition = { linked: { through: 'nrp', some: { field: 'open', is: true } } }
    const rule: Condition = {
      any: [linked, { field: 'last_paid', withinLast: { months: 1 } }, { field: 'open', is: true }],
    }
    expect(conditionProblems(rule, fields, 'event').map(({ path }) => path.join('.'))).toEqual([
      'any.0.linked',
      'any.1.withinLast',
    ])
  })
})

it('a rule about events may name kind, amount and every declared field', () => {
  const answer = (levels: string[]) => ({ id: 'answer', title: 'Answer', type: 'category' as const, levels })
  const events: EventKind[] = [
    { kind: 'payment', title: 'Payment', amount: 'required', fields: [] },
    { kind: 'response', title: 'Response', amount: 'none', fields: [answer(['yes', 'no'])] },
    { kind: 'reminder', title: 'Reminder', amount: 'none', fields: [answer(['no', 'later'])] },
  ]
  expect(eventConditionFields(events)).toEqual([
    { id: 'kind', type: 'category', levels: ['payment', 'response', 'reminder'] },
    { id: 'amount', type: 'money' },
    { id: 'deviation', type: 'boolean' },
    { id: 'override', type: 'boolean' },
    { id: 'answer', type: 'category', levels: ['yes', 'no', 'later'] },
  ])
})
