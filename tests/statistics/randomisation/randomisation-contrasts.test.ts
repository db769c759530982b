import { describe, expect, test } from 'vitest'
import { TrialError } from '../../../src/core/errors.ts'
import type { ContrastEstimate, MethodOptions } from '../../../src/model/method.ts'
import type { Redraw } from '../../../src/model/redraw.ts'
import {
  clusterRobustDifferenceInMeans,
  differenceInMeansWelch,
  randomisationContrasts,
  stratifiedClusterRobustDifferenceInMeans,
  stratifiedDifferenceInMeans,
} from '../../../src/statistics/index.ts'
import type { AnalysisRow } from '../../../src/summaries/index.ts'
import {
  cautionsOf,
  columnOf,
  contrast,
  firstContrast,
  oracle,
  reasonOf,
  resultOf,
  row,
  rowsOf,
  summaryOf,
} from '../../support/analysis.ts'

const optionsWith = (changes: Partial<MethodOptions> = {}): MethodOptions => ({
  level: 0.95,
  contrasts: [contrast('called', 'control')],
  seed: 'tests',
  ...changes,
})
const compute = (rows: readonly AnalysisRow[], changes: Partial<MethodOptions> = {}) =>
  firstContrast(randomisationContrasts.compute(summaryOf(columnOf(rows), 'units'), optionsWith(changes)))
const estimateOf = (rows: readonly AnalysisRow[], changes: Partial<MethodOptions> = {}): ContrastEstimate =>
  resultOf(compute(rows, changes))

/** A little trial of three arms in two strata with linked cases, some of them across strata. */
const linked: AnalysisRow[] = ['called', 'other', 'control'].flatMap((arm, a) =>
  Array.from({ length: 24 }, (_, i) =>
    row(
      arm,
      (i * 5 + a) % 4 === 0 ? 300 + 41 * i + 90 * a : 0,
      i % 3 === 0 ? 'x' : 'y',
      i < 12 ? `${arm}${i >> 1}` : null,
    ),
  ),
)
const single = linked.map(each => ({ ...each, cluster: null }))

describe('estimate, standard error and t', () => {
  const closedForms = [
    ['difference-in-means-studentised', single, differenceInMeansWelch, 'moments'],
    ['difference-in-means-studentised', linked, clusterRobustDifferenceInMeans, 'clusterMoments'],
    ['stratified-difference-in-means-studentised', single, stratifiedDifferenceInMeans, 'moments'],
    ['stratified-difference-in-means-studentised', linked, stratifiedClusterRobustDifferenceInMeans, 'clusterMoments'],
  ] as const
  test.each(closedForms)('of %s are those of the closed form', (statistic, rows, method, kind) => {
    const own = estimateOf(rows, { statistic, draws: 500 })
    const summary = summaryOf(columnOf(rows), kind)
    const theirs = resultOf(firstContrast(method.compute(summary as never, optionsWith())))
    // The closed forms start from exact integers, this from doubles.
    expect(own.estimate / theirs.estimate).toBeCloseTo(1, 12)
    expect(own.standardError / theirs.standardError).toBeCloseTo(1, 12)
    expect((own.statistic?.value ?? 0) / (theirs.statistic?.value ?? 1)).toBeCloseTo(1, 12)
  })

  test('keep their digits where no case has nothing and all amounts are alike', () => {
    const rows = rowsOf({
      called: [1e9 + 3, 1e9 + 9, 1e9 + 4, 1e9 + 6, 1e9],
      control: [1e9 + 1, 1e9 + 5, 1e9 + 2, 1e9 + 1, 1e9],
    })
    const own = estimateOf(rows)
    const theirs = resultOf(
      firstContrast(differenceInMeansWelch.compute(summaryOf(columnOf(rows), 'moments'), optionsWith())),
    )
    expect(own.standardError / theirs.standardError).toBeCloseTo(1, 12)
  })
})

describe('P and interval', () => {
  const groups = { called: [9, 14, 0, 7, 22, 0, 5], control: [0, 3, 0, 8, 0, 1, 2] }
  const rows = rowsOf(groups)

  test('are those of all 3,432 allocations gone through here', () => {
    const values = [...groups.called, ...groups.control]
    const studentised = (chosen: readonly number[]): number => {
      const parts = [chosen, values.map((_, i) => i).filter(i => !chosen.includes(i))].map(part => {
        const own = part.map(i => values[i] ?? 0)
        const mean = own.reduce((sum, value) => sum + value, 0) / own.length
        const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (own.length - 1) / own.length
        return { mean, variance }
      })
      const [a, b] = parts
      return ((a?.mean ?? 0) - (b?.mean ?? 0)) / Math.sqrt((a?.variance ?? 0) + (b?.variance ?? 0))
    }
    const choose = (from: number, left: number): number[][] =>
      left === 0
        ? [[]]
        : Array.from({ length: 14 - from }, (_, i) => from + i).flatMap(first =>
            choose(first + 1, left - 1).map(rest => [first, ...rest]),
          )
    const all = choose(0, 7).map(studentised)
    expect(all).toHaveLength(3432)
    const { estimate, standardError, pValue, interval, monteCarlo } = estimateOf(rows)
    const observed = studentised([0, 1, 2, 3, 4, 5, 6])
    expect(estimate / standardError).toBeCloseTo(observed, 12)
    expect(pValue).toBeCloseTo(all.filter(t => Math.abs(t) >= Math.abs(observed) - 1e-12).length / 3432, 12)
    expect(monteCarlo).toBeUndefined()
    // The 86th largest t is the largest that 2.5 per cent of 3,432 (85.8) do not exceed.
    const descending = [...all].sort((a, b) => b - a)
    expect(interval.lower).toBeCloseTo(estimate - (descending[85] ?? 0) * standardError, 9)
    expect(interval.upper).toBeCloseTo(estimate - (descending[3432 - 86] ?? 0) * standardError, 9)
    expect(interval.method).toBe('randomisation t')
  })

  test('of a statistic that is not studentised are of |d|, with the interval as before', () => {
    const uneven = rowsOf({ called: [10, 5, 16, 3, 0, 0], control: [5, 7, 8, 0, 0] })
    const [plain, studentised] = ['difference-in-means', 'difference-in-means-studentised'].map(statistic =>
      estimateOf(uneven, { statistic }),
    )
    expect(cautionsOf(compute(uneven, { statistic: 'difference-in-means' }))).toEqual(['sharp_null_only'])
    expect(plain?.intermediates.nullHypothesis).toBe(
      'Every case of called and control would have had the same outcome in either.',
    )
    expect(plain?.interval).toEqual(studentised?.interval)
    expect(plain?.statistic).toEqual({ symbol: 'd', value: plain?.estimate })
    expect(plain?.pValue).toBeCloseTo(293 / 462, 12)
    expect(studentised?.pValue).toBeCloseTo(281 / 462, 12)
  })

  test('of draws agree with Welch where cases are many', () => {
    const many = ['called', 'control'].flatMap((arm, a) =>
      Array.from({ length: 2000 }, (_, i) => row(arm, (i * 37) % 101 < 60 ? 0 : 200 + ((i * 53) % 211) + 9 * a)),
    )
    const drawn = estimateOf(many, { draws: 20_000 })
    const welch = resultOf(
      firstContrast(differenceInMeansWelch.compute(summaryOf(columnOf(many), 'moments'), optionsWith())),
    )
    // Five Monte Carlo standard errors and a little for 2,000 cases an arm; a limit's is about 0.03 standard errors.
    expect(Math.abs(drawn.pValue ?? 0) - (welch.pValue ?? 0)).toBeLessThan(
      5 * (drawn.monteCarlo?.standardError ?? 0) + 0.003,
    )
    for (const side of ['lower', 'upper'] as const) {
      expect(Math.abs(drawn.interval[side] - welch.interval[side])).toBeLessThan(0.12 * welch.standardError)
    }
    expect(drawn.monteCarlo?.draws).toBe(20_000)
  })

  test('of arms of three and eight cases, where the two ends of t are not alike', () => {
    const uneven = { called: [9, 14, 3], control: [0, 3, 0, 8, 0, 1, 2, 5] }
    const values = [...uneven.called, ...uneven.control]
    const meanAndVariance = (own: readonly number[]) => {
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length
      return {
        mean,
        variance: own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (own.length - 1) / own.length,
      }
    }
    const places = values.map((_, i) => i)
    const all = places.flatMap(i =>
      places.slice(i + 1).flatMap(j =>
        places.slice(j + 1).map(k => {
          const called = meanAndVariance([i, j, k].map(at => values[at] ?? 0))
          const control = meanAndVariance(values.filter((_, at) => ![i, j, k].includes(at)))
          return (called.mean - control.mean) / Math.sqrt(called.variance + control.variance)
        }),
      ),
    )
    expect(all).toHaveLength(165)
    const { estimate, standardError, interval } = estimateOf(rowsOf(uneven), { level: 0.8 })
    // A tenth of 165 is 16.5: the 17th from either end is the first that it does not reach.
    const descending = [...all].sort((a, b) => b - a)
    expect(interval.lower).toBeCloseTo(estimate - (descending[16] ?? 0) * standardError, 9)
    expect(interval.upper).toBeCloseTo(estimate - (descending[165 - 17] ?? 0) * standardError, 9)
    expect(Math.abs((descending[16] ?? 0) + (descending[165 - 17] ?? 0))).toBeGreaterThan(0.1)
  })

  test('hold the units of all other arms fixed', () => {
    const other = rowsOf({ other: [1000, 0, 500] })
    const alone = estimateOf(rows)
    const beside = firstContrast(
      randomisationContrasts.compute(
        summaryOf(columnOf([...other, ...rows], { arms: ['other', 'called', 'control'], control: 'control' }), 'units'),
        optionsWith(),
      ),
    )
    const { interval, pValue } = resultOf(beside)
    expect(pValue).toBe(alone.pValue)
    expect(interval).toEqual(alone.interval)
  })

  test('of a design are those of its draws that leave all other arms as they are', () => {
    const unit = (arm: string, values: readonly number[]) => values.map(value => row(arm, value, 'all', `${arm}-pair`))
    const dealt = [
      ...unit('called', [5, 0]),
      ...unit('other', [9, 9]),
      ...unit('control', [1, 0]),
      ...rowsOf({ called: [7, 2], other: [8], fourth: [6], control: [3, 0] }),
    ]
    const redraw: Redraw = {
      given: 'design',
      arms: ['called', 'other', 'fourth', 'control'],
      linked: [
        {
          cases: { all: 2 },
          units: 3,
          splits: [
            { units: [1, 1, 0, 1], weight: 3 },
            { units: [2, 1, 0, 0], weight: 1 },
            { units: [0, 2, 0, 1], weight: 5 },
            { units: [2, 0, 1, 0], weight: 7 },
          ],
        },
      ],
      targets: { all: { called: 4, other: 3, fourth: 1, control: 4 } },
    }
    const { pValue, intermediates } = estimateOf(dealt, { redraw, level: 0.3, statistic: 'difference-in-means' })
    // The other arm has one pair and the fourth none in two splits, 3 to 1. Of totals S of called, with 18 in all, 14 was seen: as extreme are
    // S >= 14 and S <= 4. With a pair each, 5 or 1 beside two of 7, 2, 3, 0: 4 of 12. With both pairs S = 6 is not.
    expect(pValue).toBeCloseTo((3 / 4) * (4 / 12), 14)
    expect(intermediates).toMatchObject({
      given: 'design',
      drawnAgain: 'The allocation is drawn again as the design drew it. All other arms stay as they are.',
      means: { arm: 14 / 4, against: 1 },
      dealings: 13,
    })
  })

  test('need enough allocations for the level', () => {
    const few = rowsOf({ called: [3, 4, 6], control: [1, 0, 2] })
    const computation = compute(few)
    expect(reasonOf(computation)).toBe('too_few_cases')
    // One of C(6, 3) = 20 allocations and its mirror image are as extreme.
    expect(computation).toMatchObject({ detail: expect.stringContaining('P is 0.1000') })
    expect(reasonOf(compute(few, { level: 0.8 }))).toBe('computed')
  })
})

describe('where some allocations part the arms, so that t is infinite', () => {
  // Of 2 + 2 cases one in six, of 3 + 3 one in ten for 0 0 0 and 1 1 1: more than 2.5 per cent at either end.
  test.each([
    [
      [0, 1],
      [0, 1],
    ],
    [
      [0, 0, 1],
      [0, 1, 1],
    ],
    [
      [1, 1, 0],
      [0, 0, 1],
    ],
  ])('%j and %j have no interval of 95 per cent', (called, control) => {
    expect(reasonOf(compute(rowsOf({ called, control })))).toBe('too_few_cases')
  })

  test('an interval is finite or there is none', () => {
    for (const level of [0.3, 0.5, 0.7, 0.8, 0.9, 0.95]) {
      const computation = compute(rowsOf({ called: [0, 0, 1, 1], control: [0, 1, 1, 0] }), { level })
      if (computation.status === 'undefined') continue
      const { lower, upper } = computation.result.interval
      expect([lower, upper].every(Number.isFinite)).toBe(true)
      expect(lower).toBeLessThanOrEqual(upper)
    }
  })
})

describe('a constant effect', () => {
  const wanted = oracle<{
    constantEffect: { arm: number[]; against: number[]; level: number; lower: number; upper: number }
  }>('randomisation.json').constantEffect

  test('has the limits of exact fractions over all allocations', () => {
    const rows = rowsOf({ called: wanted.arm, control: wanted.against })
    const { interval, intermediates } = estimateOf(rows, { level: wanted.level, constantEffect: true })
    // The reference halves 80 forty times: 1e-10.
    expect(interval.lower).toBeCloseTo(wanted.lower, 8)
    expect(interval.upper).toBeCloseTo(wanted.upper, 8)
    expect(interval.method).toBe('constant effect')
    expect(intermediates.studentisedInterval).toEqual(estimateOf(rows, { level: wanted.level }).interval)
  })

  test('prints what it assumes, and draws ten thousand times unless told', () => {
    const computation = compute(single, { constantEffect: true })
    expect(cautionsOf(computation)).toEqual(['estimated_from_draws', 'constant_effect_assumed'])
    const { interval, monteCarlo, estimate } = resultOf(computation)
    expect(monteCarlo?.draws).toBe(10_000)
    expect(interval.lower).toBeLessThan(estimate)
    expect(interval.upper).toBeGreaterThan(estimate)
  })

  test('draws as often as it is told, and without it a hundred thousand times', () => {
    expect(estimateOf(single, { constantEffect: true, draws: 20_000 }).monteCarlo?.draws).toBe(20_000)
    const distinct = rowsOf({
      called: Array.from({ length: 20 }, (_, i) => i * i),
      control: Array.from({ length: 20 }, (_, i) => 7 * i),
    })
    expect(estimateOf(distinct).monteCarlo?.draws).toBe(100_000)
  })

  test('of linked cases moves every case of a unit: all 40 dealings of eight units, at and beyond the limits', () => {
    const units = [
      [5, 0],
      [9, 3],
      [2, 2, 6],
      [7, 1],
      [1, 0],
      [4, 2],
      [0, 0, 3],
      [3, 6],
    ]
    const rows = units.flatMap((values, u) =>
      values.map(value => row(u < 4 ? 'called' : 'control', value, 'all', `${u}`)),
    )
    // Units of three cases are dealt apart from pairs: one to each arm, and three pairs of six.
    const pairs = [0, 1, 3, 4, 5, 7]
    const triples = pairs.flatMap((a, i) =>
      pairs.slice(i + 1).flatMap((b, j) => pairs.slice(i + j + 2).map(c => [a, b, c])),
    )
    const dealings = triples.flatMap(chosen => [2, 6].map(three => [...chosen, three]))
    expect(dealings).toHaveLength(40)
    const studentised = (effect: number, dealt: readonly number[]): number => {
      const parts = [dealt, units.map((_, u) => u).filter(u => !dealt.includes(u))].map(part => {
        const own = part.map(u => {
          const values = (units[u] ?? []).map(value => value - (u < 4 ? effect : 0))
          return { size: values.length, total: values.reduce((sum, value) => sum + value, 0) }
        })
        const size = own.reduce((sum, unit) => sum + unit.size, 0)
        const mean = own.reduce((sum, unit) => sum + unit.total, 0) / size
        const squares = own.reduce((sum, unit) => sum + (unit.total - mean * unit.size) ** 2, 0)
        return { mean, variance: ((own.length / (own.length - 1)) * squares) / size ** 2 }
      })
      const [arm, against] = parts
      return ((arm?.mean ?? 0) - (against?.mean ?? 0)) / Math.sqrt((arm?.variance ?? 0) + (against?.variance ?? 0))
    }
    const tail = (effect: number, side: 1 | -1): number => {
      const seen = side * studentised(effect, [0, 1, 2, 3])
      return dealings.filter(dealt => side * studentised(effect, dealt) >= seen - 1e-9).length / dealings.length
    }
    const { interval } = estimateOf(rows, { constantEffect: true, level: 0.8 })
    const step = 1e-6
    expect(tail(interval.lower + step, 1)).toBeGreaterThan(0.1)
    expect(tail(interval.lower - step, 1)).toBeLessThanOrEqual(0.1)
    expect(tail(interval.upper - step, -1)).toBeGreaterThan(0.1)
    expect(tail(interval.upper + step, -1)).toBeLessThanOrEqual(0.1)
  })

  test('of linked cases lies about as far from the estimate as a normal interval', () => {
    const { interval, estimate, standardError } = estimateOf(linked, { constantEffect: true, draws: 5000 })
    expect(interval.lower).toBeGreaterThan(estimate - 3 * standardError)
    expect(interval.lower).toBeLessThan(estimate - 1.5 * standardError)
    expect(interval.upper).toBeLessThan(estimate + 3 * standardError)
    expect(interval.upper).toBeGreaterThan(estimate + 1.5 * standardError)
  })

  test('is not for statistics within strata, and contrasts are of differences only', () => {
    const stratified = { statistic: 'stratified-difference-in-means-studentised', constantEffect: true } as const
    expect(() => compute(single, stratified)).toThrow(TrialError)
    expect(() => compute(single, { statistic: 'kruskal-wallis' })).toThrow(TrialError)
  })
})

test('each contrast draws for itself: others beside it change nothing', () => {
  const units = summaryOf(columnOf(single), 'units')
  const pair = [contrast('called', 'control'), contrast('other', 'control')]
  const together = resultOf(randomisationContrasts.compute(units, optionsWith({ contrasts: pair, draws: 500 })))
  const alone = resultOf(randomisationContrasts.compute(units, optionsWith({ contrasts: pair.slice(1), draws: 500 })))
  expect(together.contrasts[1]).toEqual(alone.contrasts[0])
})
