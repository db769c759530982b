import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cumulativeIncidence,
  cumulativeIncidenceDifference,
  hazardRatio,
  logRank,
  pearsonChiSquared,
  restrictedMeanTime,
  restrictedMeanTimeDifference,
  stratifiedHazardRatio,
  stratifiedLogRank,
  waldDifference,
} from '../../../src/statistics/index.ts'
import { merge } from '../../../src/summaries/index.ts'
import { agree, contrast, countsOf, firstContrast, reasonOf, resultOf } from '../../support/analysis.ts'
import { arms, competing, ties, timesOf, waitsOf } from './oracle.ts'

const options = { level: 0.95, contrasts: [contrast('called', 'control'), contrast('letter', 'control')] }
/** R computes the same sums in doubles in another order. */
const rounding = 1e-12

describe('against survival and etm in R', () => {
  test.each(ties.days)('Kaplan-Meier and restricted means on day $day', ({ day, shares }) => {
    const ours = resultOf(cumulativeIncidence.compute(timesOf(ties), { ...options, day })).estimates
    const means = resultOf(restrictedMeanTime.compute(timesOf(ties), { ...options, day })).estimates
    expect(ours).toHaveLength(3)
    for (const [at, theirs] of shares.entries()) {
      expect(ours[at]?.arm).toBe(theirs.arm)
      expect(ours[at]?.estimate).toBeCloseTo(theirs.share, 13)
      expect(ours[at]?.standardError).toBeCloseTo(theirs.se, 13)
      expect(ours[at]?.interval.lower).toBeCloseTo(theirs.lower, 12)
      expect(ours[at]?.interval.upper).toBeCloseTo(theirs.upper, 12)
      expect(ours[at]?.intermediates.atRisk).toBe(theirs.atRisk)
      expect(means[at]?.estimate).toBeCloseTo(theirs.mean, 11)
      expect(means[at]?.standardError).toBeCloseTo(theirs.meanSe, 11)
    }
  })

  test.each(competing.days)('Aalen-Johansen on day $day', ({ day, incidences }) => {
    const times = timesOf(competing)
    const paid = resultOf(cumulativeIncidence.compute(times, { ...options, day })).estimates
    const off = resultOf(cumulativeIncidence.compute({ ...times, event: 'written_off' }, { ...options, day })).estimates
    expect(paid).toHaveLength(3)
    for (const [at, theirs] of incidences.entries()) {
      expect(paid[at]?.estimate).toBeCloseTo(theirs.share, 13)
      expect((paid[at]?.standardError ?? 0) ** 2).toBeCloseTo(theirs.variance, 14)
      expect(off[at]?.estimate).toBeCloseTo(theirs.writtenOff, 13)
      expect((off[at]?.standardError ?? 0) ** 2).toBeCloseTo(theirs.writtenOffVariance, 14)
    }
  })

  test.each([ties, competing])('log-rank tests of $id', set => {
    for (const [method, theirs] of [
      [logRank, set.logRank],
      [stratifiedLogRank, set.stratified],
    ] as const) {
      const { statistic, degreesOfFreedom, intermediates } = resultOf(method.compute(timesOf(set), options))
      expect(agree(statistic.value, theirs.statistic, rounding)).toBe(true)
      expect(degreesOfFreedom).toBe(2)
      expect(intermediates.arms).toEqual(
        arms.map((arm, at) => ({
          arm,
          observed: theirs.observed[at],
          expected: expect.closeTo(theirs.expected[at] ?? 0, 11),
        })),
      )
      const covariance = (intermediates.covariance as number[][]).flat()
      const theirs2 = [0, 1, 3, 4].map(at => theirs.variance[at] ?? 0)
      covariance.forEach((value, at) => {
        expect(value).toBeCloseTo(theirs2[at] ?? 0, 11)
      })
    }
  })

  test.each([ties, competing])('hazard ratios of $id', set => {
    for (const [method, theirs] of [
      [hazardRatio, set.cox],
      [stratifiedHazardRatio, set.coxStrata],
    ] as const) {
      const result = resultOf(method.compute(timesOf(set), options))
      for (const { arm, log, se } of theirs) {
        const ours = resultOf(result.contrasts.find(each => each.arm === arm)!.computation)
        // R stops when the likelihood changes by 1e-13 of itself, which leaves the logarithm this inexact.
        expect(Math.log(ours.estimate)).toBeCloseTo(log, 7)
        expect(ours.standardError).toBeCloseTo(se, 8)
        expect(ours.statistic?.value).toBeCloseTo(Math.log(ours.estimate) / ours.standardError, 12)
      }
    }
  })
})

describe('by hand', () => {
  // At risk 5, 4, 2: events on days 2 and 6, a write-off on day 4, censored on 4 and 9.
  const times = timesOf(waitsOf({ called: '2 4x 4+ 6 9+', control: '3 5 7 8 9' }), ['called', 'control'])
  const estimateOf = (day: number, event?: string) =>
    resultOf(cumulativeIncidence.compute({ ...times, ...(event && { event }) }, { ...options, contrasts: [], day }))
      .estimates[0]

  test('the incidence, cases at risk and events', () => {
    expect(estimateOf(2)).toMatchObject({ n: 5, estimate: 1 / 5, intermediates: { day: 2, atRisk: 5, events: 1 } })
    // 4/5 are left; one of four is written off: 3/5 are left; one of two has the event.
    expect(estimateOf(6)?.estimate).toBeCloseTo(1 / 5 + (3 / 5) * (1 / 2), 15)
    expect(estimateOf(6)?.intermediates).toMatchObject({ atRisk: 2, events: 2 })
    expect(estimateOf(9, 'written_off')?.estimate).toBeCloseTo(1 / 5, 15)
  })

  test('the mean wait to day 6, a written-off case waiting to the end', () => {
    const [called] = resultOf(restrictedMeanTime.compute(times, { ...options, contrasts: [], day: 6 })).estimates
    // 2 days for all, and 4 for the 4/5 without the event by then.
    expect(called?.estimate).toBeCloseTo(2 + 4 * (4 / 5), 14)
    const [difference] = resultOf(
      restrictedMeanTimeDifference.compute(times, { ...options, contrasts: [contrast('called', 'control')], day: 6 }),
    ).contrasts
    // Control: 3 days for all, 2 for 4/5, 1 for 3/5.
    expect(resultOf(difference!.computation).estimate).toBeCloseTo(2 + 3.2 - (3 + 1.6 + 0.6), 14)
  })

  test('the log-rank test of two cases against two', () => {
    // Day 1: 1 event of 4 at risk, 2 of a; day 2: 1 of 3, 1 of a; day 3: 1 of 2, 1 of a; day 4: 1 of 1.
    const { statistic, intermediates } = resultOf(
      logRank.compute(timesOf(waitsOf({ a: '1 4', b: '2 3' }), ['a', 'b']), { ...options, contrasts: [] }),
    )
    const expected = 2 / 4 + 1 / 3 + 1 / 2 + 1
    const variance = 1 / 4 + 2 / 9 + 1 / 4
    expect(intermediates.arms).toEqual([
      { arm: 'a', observed: 2, expected: expect.closeTo(expected, 14) },
      { arm: 'b', observed: 2, expected: expect.closeTo(4 - expected, 14) },
    ])
    expect(statistic.value).toBeCloseTo((2 - expected) ** 2 / variance, 14)
  })
})

describe('what cannot be computed', () => {
  const between = { ...options, contrasts: [contrast('a', 'b')] }
  const two = (byArm: Record<string, string>) => timesOf(waitsOf(byArm), ['a', 'b'])
  const reasons = (byArm: Record<string, string>, day?: number) => ({
    share: reasonOf(firstContrast(cumulativeIncidenceDifference.compute(two(byArm), { ...between, day }))),
    mean: reasonOf(firstContrast(restrictedMeanTimeDifference.compute(two(byArm), { ...between, day }))),
    ratio: reasonOf(firstContrast(hazardRatio.compute(two(byArm), between))),
    test: reasonOf(logRank.compute(two(byArm), between)),
  })

  test.each([
    [
      'no case of an arm',
      { a: '1 2' },
      undefined,
      ['no_cases_in_arm', 'no_cases_in_arm', 'no_cases_in_arm', 'no_cases_in_arm'],
    ],
    [
      'an arm not followed so long',
      { a: '1 5+', b: '2 9+' },
      6,
      ['not_followed_so_long', 'not_followed_so_long', 'computed', 'computed'],
    ],
    ['no event', { a: '5+ 6+', b: '7+' }, undefined, ['zero_variance', 'zero_variance', 'no_events', 'no_events']],
    ['no event of one arm', { a: '5+ 6+', b: '3 7+' }, undefined, ['computed', 'computed', 'no_events', 'computed']],
    [
      'arms at risk one after the other',
      { a: '1+ 2+', b: '3 4' },
      undefined,
      ['zero_variance', 'zero_variance', 'no_events', 'no_events'],
    ],
  ] as const)('%s', (_, byArm, day, [share, mean, ratio, tested]) => {
    expect(reasons(byArm, day)).toEqual({ share, mean, ratio, test: tested })
  })

  test('where all cases at risk have the event on each of its days, nothing tells arms apart', () => {
    const alike = reasons({ a: '4 4', b: '4 4 4' })
    expect([alike.ratio, alike.test]).toEqual(['no_variation_in_outcome', 'no_variation_in_outcome'])
  })

  test('an arm whose cases have all had the event can be looked at on any later day', () => {
    const [a] = resultOf(restrictedMeanTime.compute(two({ a: '1 3', b: '2 90+' }), { ...options, day: 50 })).estimates
    expect(a).toMatchObject({ arm: 'a', estimate: 2 })
  })

  test('shares of none and of all have no log-log interval', () => {
    const { notEstimated } = resultOf(
      cumulativeIncidence.compute(two({ a: '5+ 6+', b: '3 4 9+' }), { ...options, day: 5 }),
    )
    expect(notEstimated).toEqual([{ arm: 'a', reason: 'no_events', detail: 'No case of a had the event by day 5.' }])
    const all = resultOf(cumulativeIncidence.compute(two({ a: '1 2', b: '3 9+' }), { ...options, day: 5 })).notEstimated
    expect(all).toMatchObject([{ arm: 'a', reason: 'zero_variance' }])
  })
})

const waitTexts = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom('', '+', 'x')), { minLength: 2, maxLength: 12 })
  .map(waits => waits.map(([day, mark]) => `${day}${mark}`).join(' '))
const worlds = fc.record({ a: waitTexts, b: waitTexts })

describe('properties', () => {
  const between = { ...options, contrasts: [contrast('a', 'b')] }
  const two = (byArm: Record<string, string>) => timesOf(waitsOf(byArm), ['a', 'b'])

  test('without censoring a share is that of a binary outcome, with the same variance', () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: 1, max: 9 }), (world, day) => {
        const uncensored = { a: world.a.replaceAll('+', 'x'), b: world.b.replaceAll('+', 'x') }
        const waits = waitsOf(uncensored)
        const events = (arm: string) =>
          waits.arm.filter((own, at) => own === arm && waits.end[at] === 'event' && (waits.day[at] ?? 0) <= day).length
        const size = (arm: string) => waits.arm.filter(own => own === arm).length
        const ours = firstContrast(
          cumulativeIncidenceDifference.compute(two(uncensored), { ...between, day: Math.min(day, 9) }),
        )
        if (ours.status === 'undefined') return
        const binary = firstContrast(
          waldDifference.compute(countsOf({ a: [events('a'), size('a')], b: [events('b'), size('b')] }), between),
        )
        expect(ours.result.estimate).toBeCloseTo(resultOf(binary).estimate, 12)
        expect(ours.result.standardError).toBeCloseTo(resultOf(binary).standardError, 12)
      }),
    )
  })

  test('the shares of both ends and of what is left are the whole, and a mean wait is the area above the shares', () => {
    fc.assert(
      fc.property(waitTexts, a => {
        const times = two({ a, b: '1 1x 9+' })
        const last = Math.max(...a.split(' ').map(text => Number.parseInt(text, 10)))
        const shareOf = (event: string, day: number): number => {
          const { estimates, notEstimated } = resultOf(
            cumulativeIncidence.compute({ ...times, event }, { ...options, contrasts: [], day }),
          )
          const none = notEstimated.find(({ arm }) => arm === 'a')
          return estimates.find(({ arm }) => arm === 'a')?.estimate ?? (none?.reason === 'no_events' ? 0 : 1)
        }
        let area = 0
        for (let day = 1; day <= last; day += 1) {
          expect(shareOf('event', day) + shareOf('written_off', day)).toBeLessThanOrEqual(1 + 1e-12)
          area += 1 - (day === 1 ? 0 : shareOf('event', day - 1))
        }
        const mean = resultOf(restrictedMeanTime.compute(times, { ...options, contrasts: [], day: last }))
        const found = mean.estimates.find(({ arm }) => arm === 'a')
        if (found !== undefined) expect(found.estimate).toBeCloseTo(area, 12)
      }),
    )
  })

  test('the test and the ratio do not depend on units of time, and the other way round is the inverse', () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: 2, max: 30 }), (world, scale) => {
        const scaled = (texts: string) => texts.replaceAll(/\d+/g, day => String(Number(day) * scale))
        const one = hazardRatio.compute(two(world), between)
        const other = hazardRatio.compute(two({ a: scaled(world.a), b: scaled(world.b) }), between)
        expect(other).toEqual(one)
        expect(logRank.compute(two({ a: scaled(world.a), b: scaled(world.b) }), between)).toEqual(
          logRank.compute(two(world), between),
        )
        const back = firstContrast(hazardRatio.compute(two(world), { ...options, contrasts: [contrast('b', 'a')] }))
        const forth = firstContrast(one)
        if (back.status === 'undefined' || forth.status === 'undefined') {
          expect(back.status).toBe(forth.status)
          return
        }
        expect(Math.log(back.result.estimate)).toBeCloseTo(-Math.log(forth.result.estimate), 9)
        expect(back.result.pValue).toBeCloseTo(forth.result.pValue ?? 0, 9)
      }),
    )
  })

  test('parts of the cases merge to the times of all', () => {
    fc.assert(
      fc.property(worlds, waitTexts, (world, more) => {
        const whole = two({ a: `${world.a} ${more}`, b: world.b })
        expect(merge([two(world), two({ a: more })])).toEqual(whole)
      }),
    )
  })

  test('on one day for all it is Mantel and Haenszel: (N - 1) / N times Pearson', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 2, maxLength: 20 }),
        fc.array(fc.boolean(), { minLength: 2, maxLength: 20 }),
        (a, b) => {
          const texts = (events: readonly boolean[]) => events.map(event => (event ? '1' : '1+')).join(' ')
          const counted = (events: readonly boolean[]) => [events.filter(Boolean).length, events.length] as const
          const test = logRank.compute(two({ a: texts(a), b: texts(b) }), between)
          const pearson = pearsonChiSquared.compute(countsOf({ a: counted(a), b: counted(b) }), between)
          if (test.status === 'undefined' || pearson.status === 'undefined') {
            expect(test.status).toBe(pearson.status)
            return
          }
          const n = a.length + b.length
          expect(test.result.statistic.value).toBeCloseTo(((n - 1) / n) * pearson.result.statistic.value, 10)
        },
      ),
    )
  })
})
