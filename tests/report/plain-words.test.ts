import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainText } from '../../src/report/index.ts'
import * as words from '../../src/report/plain-words.ts'
import { numberOf } from './numbers.ts'

/** A contrast by its numbers alone. */
interface Contrast {
  estimate: number
  lower: number
  upper: number
  unit: words.PlainUnit
  pValue: number | undefined
  comparisons: number
  alpha: number
}

const units = { money: 'pence', share: 'share_difference', days: 'number' } as const

function contrast(changes: Partial<Contrast>): words.PlainContrast {
  const usual = { estimate: 187, lower: -87, upper: 461, unit: 'money', pValue: 0.18, comparisons: 1, alpha: 0.05 }
  const { estimate, lower, upper, unit, pValue, comparisons, alpha } = { ...usual, ...changes } as Contrast
  const [size, least, most] = [estimate, lower, upper].map(value => numberOf(value, units[unit]))
  if (size === undefined || least === undefined || most === undefined) throw new Error('three numbers give three')
  return {
    ...{ arm: 'Calls', against: 'Control', estimate: size, lower: least, upper: most, unit, alpha },
    pValue: pValue === undefined ? undefined : numberOf(pValue, 'p'),
    comparisons: numberOf(comparisons, 'count'),
  }
}

const { isShown, sideOfReturn } = words
const plainContrast = (of: words.PlainContrast): string => plainText(words.plainContrast(of))
const plainAmount = (value: number, unit: words.PlainUnit): string =>
  plainText(words.plainAmount(numberOf(value, units[unit]), unit))
const plainRange = (lower: number, upper: number, unit: words.PlainUnit): string =>
  plainText(words.plainRange(numberOf(lower, units[unit]), numberOf(upper, units[unit]), unit))
const plainReturn = (net: words.PlainReturn): string => plainText(words.plainReturn(net))

describe('a contrast in plain words', () => {
  it('says of days which comes sooner', () => {
    expect(plainAmount(-3.25, 'days')).toBe('3.25 days sooner on average')
    expect(plainRange(-3.25, 1.5, 'days')).toBe('from 3.25 days sooner to 1.50 days later')
    expect(plainAmount(0, 'days')).toBe('no different to one decimal')
  })

  it('says its size, its range and that no difference is shown', () => {
    expect(plainContrast(contrast({}))).toBe(
      'Calls against Control: £1.87 more per case. The data fit anything from £0.87 less to £4.61 more, so a difference is not shown.',
    )
  })

  it('says a difference where the test and the range show one, in points for shares', () => {
    const shares = { unit: 'share', estimate: -0.0043, lower: -0.0071, upper: -0.0012, pValue: 0.004 } as const
    expect(plainContrast(contrast(shares))).toBe(
      'Calls against Control: 0.43 percentage points lower. The data fit anything from 0.71 points to 0.12 points lower, so a difference is shown.',
    )
  })

  it('follows the adjusted P where it and the range do not agree, and says why', () => {
    const above = { lower: 12, upper: 362, estimate: 187 }
    const adjusted = plainContrast(contrast({ ...above, pValue: 0.07, comparisons: 3 }))
    expect(adjusted).toContain('allowing for the 3 comparisons that were made, a difference is not shown.')
    expect(plainContrast(contrast({ ...above, pValue: 0.07 }))).toContain('the test of the plan does not find one')
    expect(plainContrast(contrast({ pValue: 0.03 }))).toContain('finds a difference although the range includes none')
  })

  it('judges by the range alone where there is no P', () => {
    expect(isShown(contrast({ pValue: undefined }))).toBe(false)
    expect(isShown(contrast({ pValue: undefined, lower: 1, upper: 9 }))).toBe(true)
    expect(isShown(contrast({ pValue: 0.05 }))).toBe(false)
  })

  it('calls nothing a difference that rounds to none', () => {
    expect(plainAmount(0.00001, 'share')).toBe('no different to two decimals')
    expect(plainRange(-0.2, 461, 'money')).toBe('from no difference to £4.61 more')
    expect(plainRange(120, 461, 'money')).toBe('from £1.20 to £4.61 more')
  })

  it('says "shown" exactly where it is', () => {
    const number = fc.integer({ min: -1000, max: 1000 })
    fc.assert(
      fc.property(
        number,
        number,
        fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
        (a, b, pValue) => {
          const [lower, upper] = [Math.min(a, b), Math.max(a, b)]
          const made = contrast({ lower, upper, estimate: (lower + upper) / 2, pValue })
          const says = !/not shown\.$/.test(plainContrast(made))
          expect(says).toBe(isShown(made))
        },
      ),
    )
  })
})

describe('whether an arm paid for itself', () => {
  const net = (estimate: number, lower: number, upper: number): words.PlainReturn => ({
    estimate: numberOf(estimate, 'pence'),
    lower: numberOf(lower, 'pence'),
    upper: numberOf(upper, 'pence'),
  })

  it('is said by the side on which the whole interval lies', () => {
    expect(plainReturn(net(-14_095_600, -15_711_700, -12_479_400))).toBe(
      'Over all its cases that is £140,956 less than it cost, and the data fit anything from £157,117 to £124,794 less: it did not pay for itself.',
    )
    expect(plainReturn(net(500_000, 100_000, 900_000))).toMatch(/£5,000 more than it cost.*it paid for itself\.$/)
    expect(plainReturn(net(500_000, -100_000, 900_000))).toMatch(
      /from £1,000 less to £9,000 more: whether .* is not settled\.$/,
    )
    expect([net(-1, -2, -1), net(0, -1, 1), net(2, 1, 3)].map(sideOfReturn)).toEqual([-1, 0, 1])
  })
})

it('says what a range and "shown" mean, by the level and alpha of the plan', () => {
  const key = (level: number, alpha: number, adjusted: boolean): string =>
    plainText(words.plainKey({ level: numberOf(level, 'level'), alpha: numberOf(alpha, 'number'), adjusted }))
  expect(key(0.9, 0.1, false)).toMatch(/90% confidence interval.*fewer than 10% of trials\.$/)
  expect(key(0.95, 0.05, true)).toContain('allowing for several comparisons')
})
