import { expect, test } from 'vitest'
import { comparisonsIn } from '../../src/model/condition.ts'
import { conditionText } from '../../src/model/condition-text.ts'

test('rules in words', () => {
  expect(conditionText({ field: 'a', is: null })).toBe('a is missing')
  expect(conditionText({ field: 'a', oneOf: ['x', 2, true] })).toBe('a is one of x, 2, true')
  expect(
    conditionText({
      all: [
        { field: 'a', atLeast: 1 },
        {
          any: [
            { field: 'b', atMost: '2.00' },
            { field: 'c', is: 'x' },
          ],
        },
      ],
    }),
  ).toBe('a is at least 1 and (b is at most 2.00 or c is x)')
  expect(conditionText({ not: { field: 'd', before: '2016-01-01' } })).toBe('not (d is before 2016-01-01)')
  expect(conditionText({ field: 'd', after: '2016-01-01' })).toBe('d is after 2016-01-01')
  expect(conditionText({ field: 'd', withinLast: { months: 3, days: 2 } })).toBe(
    'd is within the last 3 months and 2 days',
  )
  expect(conditionText({ linked: { through: 'p', none: { field: 'a', is: true } } })).toBe(
    'no other case of the same p: a is true',
  )
  expect(conditionText({ linked: { through: 'p', some: { all: [{ field: 'a', is: true }] } } })).toBe(
    'some other case of the same p: (a is true)',
  )
})

test('every comparison of a rule is found', () => {
  const fields = comparisonsIn({
    any: [
      { not: { field: 'a', is: 1 } },
      { all: [{ field: 'b', is: 1 }] },
      { linked: { through: 'p', some: { field: 'c', is: 1 } } },
    ],
  }).map(({ field }) => field)
  expect(fields).toEqual(['a', 'b', 'c'])
})
