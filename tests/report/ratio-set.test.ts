import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  costPerAdditionalPayerSentence,
  costPerAdditionalPoundSentence,
  probability,
  ratioSetText,
  roundDown,
  roundUp,
} from '../../src/report/index.ts'

const money = fc.double({ min: -1e6, max: 1e6, noNaN: true })

it('rounds a set outwards, by less than one unit of its last decimal', () => {
  fc.assert(
    fc.property(money, fc.integer({ min: 0, max: 3 }), (value, decimals) => {
      const unit = 10 ** -decimals
      const [down, up] = [roundDown(value, decimals), roundUp(value, decimals)]
      expect(down).toBeLessThanOrEqual(value)
      expect(up).toBeGreaterThanOrEqual(value)
      expect(value - down).toBeLessThan(unit * (1 + 1e-6))
      expect(up - value).toBeLessThan(unit * (1 + 1e-6))
    }),
  )
  expect([roundDown(5.6, 2), roundUp(5.6, 2), roundDown(-29.7, 2), roundUp(-29.7, 2)]).toEqual([5.6, 5.6, -29.7, -29.7])
  expect([roundDown(5.589, 2), roundUp(5.581, 2), roundUp(-0.004, 2)]).toEqual([5.58, 5.59, 0])
  expect(Object.is(roundUp(-0.004, 2), 0)).toBe(true)
})

it('writes every piece of a set: an interval wider, rays longer', () => {
  expect(ratioSetText({ type: 'interval', lower: 4.009, upper: 9.501 })).toBe('£4.00 to £9.51')
  expect(ratioSetText({ type: 'two_rays', below: -29.662, above: 5.584 })).toBe('above £5.58 or below −£29.66')
  expect(ratioSetText({ type: 'two_rays', below: -29.668, above: 5.589 }, 0)).toBe('above £5 or below −£29')
  expect(ratioSetText({ type: 'two_rays', below: -Infinity, above: 5.589 })).toBe('above £5.58')
  expect(ratioSetText({ type: 'two_rays', below: -3, above: Infinity })).toBe('below −£3.00')
  expect(ratioSetText({ type: 'whole_line' })).toBe('any value')
})

it('says what an unbounded set includes, of pounds and of payers', () => {
  const rays = {
    estimate: 8457.914,
    set: { type: 'two_rays', below: -30_384.73, above: 3712.28 },
    level: 0.95,
  } as const
  expect(costPerAdditionalPayerSentence(rays, 'control')).toBe(
    '£8,458 on the estimates alone for each additional payer, but the 95% confidence set is in two parts, above £3,712 ' +
      'and below −£30,384: it includes that nobody more paid, or fewer than in control.',
  )
  const one = { ...rays, set: { type: 'two_rays', below: -Infinity, above: 5.58 } } as const
  expect(costPerAdditionalPoundSentence(one, 'control')).toContain(
    'confidence set is all that is above £5.58: it includes',
  )
})

it('sets nothing against a set that has no estimate', () => {
  const rays = { estimate: undefined, set: { type: 'two_rays', below: -9, above: 4 }, level: 0.95 } as const
  expect(costPerAdditionalPoundSentence(rays, 'control')).toMatch(
    /^No single cost can be given for each additional pound collected, and the 95% confidence set is in two parts,/,
  )
  const line = { estimate: undefined, set: { type: 'whole_line' }, level: 0.95 } as const
  expect(costPerAdditionalPoundSentence(line, 'control')).toContain('collected, and the 95% confidence set excludes no')
  expect(costPerAdditionalPoundSentence({ ...line, estimate: 5 }, 'control')).toContain('collected, but the 95%')
})

it('says of a negative interval that less was collected', () => {
  const less = { estimate: undefined, set: { type: 'interval', lower: -9, upper: -4 }, level: 0.95 } as const
  expect(costPerAdditionalPoundSentence(less, 'control')).toBe(
    'No single cost can be given for each additional pound collected; the 95% confidence set is −£9.00 to −£4.00: ' +
      'less was collected than in control.',
  )
})

it('never rounds a probability to certainty', () => {
  expect([1e-70, 0.0009, 0.1666, 0.99999, 0, 1].map(probability)).toEqual([
    ...['less than 0.1%', 'less than 0.1%', '16.7%', 'more than 99.9%', '0%', '100%'],
  ])
})
