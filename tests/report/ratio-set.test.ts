import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  costPerAdditionalPayerSentence,
  costPerAdditionalPoundSentence,
  plainText,
  probability,
  type RatioSet,
  ratioSetText,
  roundDown,
  roundUp,
} from '../../src/report/index.ts'
import { numberOf } from './numbers.ts'

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

const pounds = (value: number, decimals?: number) => numberOf(value, 'pounds', { decimals })
const interval = (lower: number, upper: number): RatioSet => ({
  ...{ type: 'interval', lower: pounds(lower), upper: pounds(upper) },
})
const rays = (below: number, above: number, decimals?: number): RatioSet => ({
  ...{ type: 'two_rays', below: pounds(below, decimals), above: pounds(above, decimals) },
})
const line: RatioSet = { type: 'whole_line' }

it('writes every piece of a set: an interval wider, rays longer', () => {
  const set = (of: RatioSet): string => plainText(ratioSetText(of))
  expect(set(interval(4.009, 9.501))).toBe('£4.00 to £9.51')
  expect(set(rays(-29.662, 5.584))).toBe('above £5.58 or below −£29.66')
  expect(set(rays(-29.668, 5.589, 0))).toBe('above £5 or below −£29')
  expect(set(rays(-Infinity, 5.589))).toBe('above £5.58')
  expect(set(rays(-3, Infinity))).toBe('below −£3.00')
  expect(set(line)).toBe('any value')
})

const level = numberOf(0.95, 'level')
const poundSentence = (set: RatioSet, estimate?: number): string =>
  plainText(
    costPerAdditionalPoundSentence(
      { estimate: estimate === undefined ? undefined : pounds(estimate), set, level },
      'control',
    ),
  )

it('says what an unbounded set includes, of pounds and of payers', () => {
  const payers = { estimate: pounds(8457.914, 0), set: rays(-30_384.73, 3712.28, 0), level }
  expect(plainText(costPerAdditionalPayerSentence(payers, 'control'))).toBe(
    '£8,458 on the estimates alone for each additional payer, but the 95% confidence set is in two parts, above £3,712 ' +
      'and below −£30,384: it includes that nobody more paid, or fewer than in control.',
  )
  expect(poundSentence(rays(-Infinity, 5.58), 8)).toContain('confidence set is all that is above £5.58: it includes')
})

it('sets nothing against a set that has no estimate', () => {
  expect(poundSentence(rays(-9, 4))).toMatch(
    /^No single cost can be given for each additional pound collected, and the 95% confidence set is in two parts,/,
  )
  expect(poundSentence(line)).toContain('collected, and the 95% confidence set excludes no')
  expect(poundSentence(line, 5)).toContain('collected, but the 95%')
})

it('says of a negative interval that less was collected', () => {
  expect(poundSentence(interval(-9, -4))).toBe(
    'No single cost can be given for each additional pound collected; the 95% confidence set is −£9.00 to −£4.00: ' +
      'less was collected than in control.',
  )
})

it('never rounds a probability to certainty', () => {
  expect([1e-70, 0.0009, 0.1666, 0.99999, 0, 1].map(probability)).toEqual([
    ...['less than 0.1%', 'less than 0.1%', '16.7%', 'more than 99.9%', '0%', '100%'],
  ])
})
