import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  minimumDetectableDifference,
  minimumDetectableProportion,
  neglectedProbability,
  powerOfDifferenceInMeans,
  powerOfTwoProportions,
} from '../../../src/design/power/index.ts'
import { normalCdf } from '../../../src/numerics/index.ts'
import { oracle, reasonOf, resultOf } from '../../support/analysis.ts'

interface Case {
  n1: number
  p1: number
  n2: number
  p2: number
  alpha: number
  power: number
}
const designOf = ({ n1, p1, n2, p2 }: Case) => ({
  arm: { n: n1, probability: p1 },
  against: { n: n2, probability: p2 },
})
const wanted = { alpha: 0.05, power: 0.8 }

describe('exact power of two proportions', () => {
  test.each(oracle<{ cases: Case[] }>('power.json').cases)('every outcome added up: $n1 at $p1, $n2 at $p2', one => {
    expect(Math.abs(powerOfTwoProportions(designOf(one), one.alpha) - one.power)).toBeLessThan(
      10 * neglectedProbability,
    )
  })

  test('the published trial could see 0.58 and 0.56 points: from 1.03 to 1.61 and 1.59 per cent', () => {
    const leastFrom = (probability: number) =>
      [5906, 6718].map(n => 100 * resultOf(minimumDetectableProportion({ n }, { n: 6000, probability }, wanted)))
    expect(leastFrom(0.0103).map(value => value.toFixed(2))).toEqual(['1.61', '1.59'])
    // From 62 of 6,000, which is 1.0333 per cent, the steps are 0.584 and 0.565.
    expect(leastFrom(62 / 6000).map(value => (value - 6200 / 6000).toFixed(2))).toEqual(['0.58', '0.57'])
  })

  test('is near the normal approximation of R power.prop.test, 0.016121822953010862 for 6,000 a group', () => {
    const exact = resultOf(minimumDetectableProportion({ n: 6000 }, { n: 6000, probability: 0.0103 }, wanted))
    expect(Math.abs(exact - 0.016121822953010862)).toBeLessThan(1e-4)
  })

  test('is near 2.8016 standard errors in large arms', () => {
    const exact = resultOf(minimumDetectableProportion({ n: 100_000 }, { n: 100_000, probability: 0.4 }, wanted))
    // (1.959964 + 0.841621) x sqrt(2 x 0.4 x 0.6 / 100,000), which ignores that the variance changes with p.
    expect(Math.abs(exact - 0.4 - 0.0061383)).toBeLessThan(2e-5)
  })

  test('swapping the arms, or events for their absence, changes nothing; the least proportion has the power', () => {
    const probability = fc.integer({ min: 1, max: 99 }).map(percent => percent / 100)
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        probability,
        fc.integer({ min: 1, max: 40 }),
        probability,
        (n1, p1, n2, p2) => {
          const power = powerOfTwoProportions(
            { arm: { n: n1, probability: p1 }, against: { n: n2, probability: p2 } },
            0.05,
          )
          const swapped = powerOfTwoProportions(
            { arm: { n: n2, probability: p2 }, against: { n: n1, probability: p1 } },
            0.05,
          )
          const turned = powerOfTwoProportions(
            { arm: { n: n1, probability: 1 - p1 }, against: { n: n2, probability: 1 - p2 } },
            0.05,
          )
          expect(swapped).toBeCloseTo(power, 11)
          expect(turned).toBeCloseTo(power, 11)
          const least = minimumDetectableProportion({ n: n1 }, { n: n2, probability: p2 }, wanted)
          if (least.status === 'computed') {
            const reached = powerOfTwoProportions(
              { arm: { n: n1, probability: least.result }, against: { n: n2, probability: p2 } },
              0.05,
            )
            expect(reached).toBeCloseTo(0.8, 7)
          }
        },
      ),
    )
  })

  test('reasons', () => {
    expect(reasonOf(minimumDetectableProportion({ n: 2 }, { n: 3, probability: 0.5 }, wanted))).toBe('too_few_cases')
    expect(reasonOf(minimumDetectableProportion({ n: 0 }, { n: 3, probability: 0.5 }, wanted))).toBe('too_few_cases')
  })
})

describe('power of a difference in means', () => {
  const arm = { n: 5906, standardDeviation: 89.8 }
  const other = { n: 6718, standardDeviation: 90.7 }
  const against = { n: 6000, standardDeviation: 59.3 }

  test('the published trial could see about 3.9 and 3.8 pounds a case', () => {
    const least = [arm, other].map(one => resultOf(minimumDetectableDifference(one, against, wanted)).toFixed(1))
    expect(least).toEqual(['3.9', '3.8'])
  })

  test('is (1.95996 + 0.84162) standard errors where the far tail is negligible, and has the power exactly', () => {
    const standardError = Math.sqrt(89.8 ** 2 / 5906 + 59.3 ** 2 / 6000)
    const least = resultOf(minimumDetectableDifference(arm, against, wanted))
    // The far tail holds P(Z > 4.76), about 1e-6 of probability.
    expect(least / standardError).toBeCloseTo(1.959963984540054 + 0.8416212335729142, 5)
    expect(powerOfDifferenceInMeans(arm, against, least, 0.05)).toBeCloseTo(0.8, 13)
    const shift = 1.87 / standardError
    const both = normalCdf(shift - 1.959963984540054) + normalCdf(-shift - 1.959963984540054)
    expect(powerOfDifferenceInMeans(arm, against, 1.87, 0.05)).toBeCloseTo(both, 13)
  })

  test('at no difference the power is alpha; reasons', () => {
    expect(powerOfDifferenceInMeans(arm, against, 0, 0.05)).toBeCloseTo(0.05, 14)
    expect(resultOf(minimumDetectableDifference(arm, against, { alpha: 0.05, power: 0.05 }))).toBe(0)
    const flat = { n: 10, standardDeviation: 0 }
    expect(reasonOf(minimumDetectableDifference(flat, flat, wanted))).toBe('zero_variance')
    expect(reasonOf(minimumDetectableDifference({ ...flat, n: 0 }, arm, wanted))).toBe('no_cases_in_arm')
    expect(reasonOf(minimumDetectableDifference(arm, { ...flat, n: 0 }, wanted))).toBe('no_cases_in_arm')
  })
})
