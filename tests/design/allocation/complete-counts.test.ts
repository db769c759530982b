import { describe, expect, it } from 'vitest'
import { completeCounts, sharesOfUnits } from '../../../src/design/allocation/complete-counts.ts'
import { enumerateDraws } from '../../support/enumerate.ts'
import { type Fraction, fraction, plus, show } from '../../support/fraction.ts'

const cases = [
  { shares: [1, 1], units: 3 },
  { shares: [3, 2], units: 4 },
  { shares: [5, 3, 2], units: 7 },
  { shares: [5906, 6718, 6000].map(share => share / 2), units: 2 },
  { shares: [2, 1, 1, 1], units: 2 },
  { shares: [1, 1, 1, 1], units: 6 },
  { shares: [3, 2, 2, 1, 1], units: 5 },
  { shares: [4, 2, 2], units: 8 },
]

describe.each(cases)('$units units at shares $shares', ({ shares, units }) => {
  const total = shares.reduce((sum, share) => sum + share, 0)
  const outcomes = [...enumerateDraws(source => completeCounts(units, shares, source))]

  it('gives every arm its share rounded down or up, and every unit to an arm, in every leaf', () => {
    const splits = sharesOfUnits(units, shares)
    const sound = ({ value }: { value: number[] }) =>
      value.reduce((sum, count) => sum + count, 0) === units &&
      value.every((count, arm) => {
        const { base, remainder } = splits[arm] ?? { base: -1, remainder: 0 }
        return count === base || (remainder > 0 && count === base + 1)
      })
    expect(outcomes.filter(outcome => !sound(outcome))).toEqual([])
  })

  it('gives every arm exactly units x share / total on average', () => {
    const means = shares.map((_, arm) =>
      outcomes.reduce((sum, { value, probability }) => {
        return plus(sum, fraction(probability.numerator * BigInt(value[arm] ?? 0), probability.denominator))
      }, fraction(0n)),
    )
    expect(means.map(show)).toEqual(shares.map(share => show(fraction(units * share, total))))
  })
})

it('lets every pair of four equal arms get the two units left over, equally often', () => {
  const pairs = new Map<string, Fraction>()
  for (const { value, probability } of enumerateDraws(source => completeCounts(2, [1, 1, 1, 1], source))) {
    pairs.set(value.join(), plus(pairs.get(value.join()) ?? fraction(0n), probability))
  }
  expect([...pairs.values()].map(show)).toEqual(new Array(6).fill('1/6'))
})
