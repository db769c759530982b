import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Computation, ContrastEstimate, ContrastEstimates, MethodOptions } from '../../../src/model/method.ts'
import type { Summary } from '../../../src/model/summary.ts'
import { conditionalOdds } from '../../../src/statistics/counts/conditional-odds.ts'
import {
  koopmanRiskRatio,
  miettinenNurminenDifference,
  newcombeDifference,
  numberNeeded,
  oddsRatio,
  riskRatio,
  waldDifference,
} from '../../../src/statistics/index.ts'
import {
  agree,
  cautionsOf,
  contrast,
  countsOf,
  firstContrast,
  oracle,
  reasonOf,
  resultOf,
  rResult,
} from '../../support/analysis.ts'
import { byR, exactly } from './tables.ts'

type Counts = readonly [x1: number, n1: number, x2: number, n2: number]
interface ContrastMethod {
  id: string
  compute(summary: Summary<'counts'>, options: MethodOptions): Computation<ContrastEstimates>
}

const run = (method: ContrastMethod, [x1, n1, x2, n2]: Counts, level = 0.95) =>
  method.compute(countsOf({ arm: [x1, n1], against: [x2, n2] }), { level, contrasts: [contrast('arm', 'against')] })
const of = (method: ContrastMethod, counts: Counts, level?: number): ContrastEstimate =>
  resultOf(firstContrast(run(method, counts, level)))
const why = (method: ContrastMethod, counts: Counts): string => reasonOf(firstContrast(run(method, counts)))
const everyMethod = [
  waldDifference,
  miettinenNurminenDifference,
  riskRatio,
  koopmanRiskRatio,
  oddsRatio,
  numberNeeded,
] as const

const expectInterval = (
  { interval }: ContrastEstimate,
  [lower, upper]: readonly (number | string)[],
  tolerance: number,
) => {
  for (const [ours, theirs] of [
    [interval.lower, lower],
    [interval.upper, upper],
  ] as const) {
    if (Number(theirs) === Infinity) expect(ours).toBe(Infinity)
    else expect(agree(ours, Number(theirs), tolerance), `${ours} is not ${theirs}`).toBe(true)
  }
}

/** R searches psi, or 1 / psi above 1, to a tolerance of 1.22e-4. Ours are checked to 1e-11 by `exactly.oddsRatios`. */
function expectNear(ours: number, theirs: number): void {
  if (theirs === Infinity) expect(ours).toBe(Infinity)
  else if (theirs > 1) expect(Math.abs(1 / ours - 1 / theirs)).toBeLessThan(1.3e-4)
  else expect(Math.abs(ours - theirs)).toBeLessThan(1.3e-4)
}

describe.each(byR.pairs)('R on $counts', ({ counts, wald, or, or_ci, fisher_p }) => {
  test('prop.test: the Wald interval', () => {
    const { interval } = of(waldDifference, counts)
    // R cuts the limits at -1 and 1.
    expect(agree(Math.max(-1, interval.lower), wald[0], 1e-11)).toBe(true)
    expect(agree(Math.min(1, interval.upper), wald[1], 1e-11)).toBe(true)
  })

  test('fisher.test: conditional odds ratio, interval and P', () => {
    const ours = of(oddsRatio, counts)
    expect(agree(ours.pValue ?? 0, fisher_p, 1e-9)).toBe(true)
    expectNear(ours.estimate, Number(or))
    expectNear(ours.interval.lower, or_ci[0])
    expectNear(ours.interval.upper, Number(or_ci[1]))
  })
})

const fisher = oracle<{
  cases: {
    table: [[number, number], [number, number]]
    conf_level: number
    alternative: 'two.sided' | 'less' | 'greater'
    p: number
    odds_ratio: number | 'Inf'
    ci: [number, number | 'Inf']
  }[]
}>('fisher-exact-r.json').cases
const number = (value: number | 'Inf'): number => (value === 'Inf' ? Infinity : value)

test.each(fisher.filter(({ alternative }) => alternative === 'two.sided'))(
  'fisher.test of $table at $conf_level',
  ({ table: [[a, b], [c, d]], conf_level, p, odds_ratio, ci }) => {
    // By columns as by rows: the odds ratio of a table is that of its transpose.
    const ours = of(oddsRatio, [a, a + b, c, c + d], conf_level)
    expect(agree(ours.pValue ?? 0, p, 1e-9)).toBe(true)
    expectNear(ours.estimate, number(odds_ratio))
    expectNear(ours.interval.lower, ci[0])
    expectNear(ours.interval.upper, number(ci[1]))
  },
)

test.each(fisher.filter(({ alternative }) => alternative !== 'two.sided'))(
  'one limit at a time: $table, $alternative at $conf_level',
  ({ table: [[a, b], [c, d]], conf_level, alternative, ci }) => {
    const limits = conditionalOdds(a + b + c + d, a + c, a + b).limits(a, 1 - conf_level)
    const [ours, theirs] = alternative === 'less' ? [limits.upper, ci[1]] : [limits.lower, ci[0]]
    expectNear(ours, number(theirs))
  },
)

describe('risk ratios and Wald of real trials, as R has them', () => {
  const ids = [
    'tanf.ok.Open_Appt.vs.No_Letter',
    'tanf.ok.Specific_Appt.vs.No_Letter',
    'kl.arm.match1to1.vs.control',
    'kl.arm.match2to1.vs.control',
    'kl.arm.match3to1.vs.control',
    'nsw.treated.vs.control',
  ]
  test.each(ids)('%s', id => {
    const r = rResult<{
      x1: number
      n1: number
      x0: number
      n0: number
      diff: number
      wald_ci: [number, number]
      risk_ratio: number
      rr_ci: [number, number]
    }>(`${id}.prop`)
    const counts = [r.x1, r.n1, r.x0, r.n0] as const
    const difference = of(waldDifference, counts)
    expect(difference.estimate).toBeCloseTo(r.diff, 14)
    expectInterval(difference, r.wald_ci, 1e-11)
    const ratio = of(riskRatio, counts)
    expect(agree(ratio.estimate, r.risk_ratio, 1e-13)).toBe(true)
    expectInterval(ratio, r.rr_ci, 1e-12)
  })
})

test.each(exactly.miettinenNurminen)('60-digit Miettinen-Nurminen limits of $counts', ({ counts, z, lower, upper }) => {
  const ours = of(miettinenNurminenDifference, counts)
  expect(agree(ours.statistic?.value ?? 0, Number(z), 1e-12)).toBe(true)
  // The limits are roots within roots.
  expectInterval(ours, [lower, upper], 1e-9)
})

test('the printed examples of Newcombe (1998) for Miettinen-Nurminen and Wald', () => {
  const printed = (method: ContrastMethod, counts: Counts) => {
    const { lower, upper } = of(method, counts).interval
    return [lower.toFixed(4), upper.toFixed(4)]
  }
  expect(printed(miettinenNurminenDifference, [56, 70, 48, 80])).toEqual(['0.0528', '0.3382'])
  expect(printed(miettinenNurminenDifference, [9, 10, 3, 10])).toEqual(['0.1700', '0.8406'])
  expect(printed(waldDifference, [56, 70, 48, 80])).toEqual(['0.0575', '0.3425'])
})

test.each(exactly.koopman)('60-digit Koopman limits of $counts', ({ counts, lower, upper }) => {
  expectInterval(of(koopmanRiskRatio, counts), [lower, upper], 1e-10)
})

test.each(exactly.oddsRatios)('60-digit conditional odds ratio of $counts', ({ counts, estimate, lower, upper }) => {
  const ours = of(oddsRatio, counts)
  expect(agree(ours.estimate, Number(estimate), 1e-11)).toBe(true)
  expectInterval(ours, [lower, upper], 1e-11)
})

test("Koopman's printed example: 36 of 40 over 16 of 80 is 4.5, 2.94 to 7.15", () => {
  const { estimate, interval } = of(koopmanRiskRatio, [36, 40, 16, 80])
  expect([estimate, interval.lower, interval.upper].map(value => value.toFixed(2))).toEqual(['4.50', '2.94', '7.15'])
})

describe('number needed', () => {
  test('an interval where the difference has one sign: its inverses', () => {
    const [difference, needed] = [of(newcombeDifference, [56, 70, 48, 80]), of(numberNeeded, [56, 70, 48, 80])]
    expect(needed.estimate).toBeCloseTo(5, 13)
    expect(needed.interval.lower).toBeCloseTo(1 / difference.interval.upper, 12)
    expect(needed.interval.upper).toBeCloseTo(1 / difference.interval.lower, 12)
    expect(needed.interval.outside).toBeUndefined()
    expect(needed.pValue).toBe(difference.pValue)
    expect(needed.standardError).toBeCloseTo(25 * difference.standardError, 12)
  })

  test('two rays where it may be none: at most 1/l and at least 1/u', () => {
    const [difference, needed] = [of(newcombeDifference, [79, 5906, 62, 6000]), of(numberNeeded, [79, 5906, 62, 6000])]
    expect(difference.interval.lower).toBeLessThan(0)
    expect(needed.interval).toMatchObject({ outside: true, method: 'Newcombe, inverted' })
    expect(needed.interval.lower).toBeCloseTo(1 / difference.interval.lower, 9)
    expect(needed.interval.upper).toBeCloseTo(1 / difference.interval.upper, 9)
    expect(needed.estimate).toBeGreaterThan(needed.interval.upper)
  })

  test('equal proportions need no number', () => {
    expect(why(numberNeeded, [5, 10, 10, 20])).toBe('no_difference')
    expect(resultOf(run(numberNeeded, [5, 10, 1, 20])).measure).toBe('number_needed')
  })
})

const anyArm = fc.integer({ min: 1, max: 400 }).chain(n => fc.tuple(fc.nat(n), fc.constant(n)))
const anyCounts = fc
  .tuple(anyArm, anyArm)
  .map(([[x1, n1], [x2, n2]]): Counts => [x1, n1, x2, n2])
  .filter(([x1, n1, x2, n2]) => x1 + x2 > 0 && x1 + x2 < n1 + n2)

test('exchanging the arms turns differences and inverts ratios', () => {
  fc.assert(
    fc.property(anyCounts, ([x1, n1, x2, n2]) => {
      for (const method of everyMethod) {
        const [one, other] = [run(method, [x1, n1, x2, n2]), run(method, [x2, n2, x1, n1])].map(firstContrast)
        if (one?.status !== 'computed' || other?.status !== 'computed') {
          expect(one?.status).toBe(other?.status)
          continue
        }
        const [a, b] = [one.result, other.result]
        const ratio = !['wald-difference', 'miettinen-nurminen-difference', 'number-needed'].includes(method.id)
        const turned = (value: number) => (ratio ? 1 / value : -value)
        expect(agree(a.estimate, turned(b.estimate), 1e-9) || a.estimate === turned(b.estimate)).toBe(true)
        const upper = turned(b.interval.lower)
        expect(a.interval.upper === upper || agree(a.interval.upper, upper, 1e-8)).toBe(true)
        expect(a.pValue).toBeCloseTo(b.pValue ?? 0, 10)
      }
    }),
  )
})

test('score and conditional intervals hold the estimate, and hold no difference as their test says', () => {
  fc.assert(
    fc.property(anyCounts, counts => {
      for (const [method, none] of [
        [miettinenNurminenDifference, 0],
        [koopmanRiskRatio, 1],
      ] as const) {
        const { estimate, interval, pValue = 1 } = of(method, counts)
        expect(interval.lower <= estimate && estimate <= interval.upper).toBe(true)
        if (Math.abs(pValue - 0.05) > 1e-9) expect(interval.lower < none && none < interval.upper).toBe(pValue > 0.05)
      }
      const odds = of(oddsRatio, counts)
      expect(odds.interval.lower <= odds.estimate && odds.estimate <= odds.interval.upper).toBe(true)
    }),
  )
})

test('the conditional estimate has the observed count as its mean, and its limits have their tails', () => {
  // 7 of 34 against 1 of 34: 8 events, of which the arm has 0 to 8.
  const { estimate, standardError, interval } = of(oddsRatio, [7, 34, 1, 34])
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k)
  const weights = (psi: number) => Array.from({ length: 9 }, (_, k) => choose(34, k) * choose(34, 8 - k) * psi ** k)
  const share = (psi: number, value: (k: number) => number) => {
    const all = weights(psi)
    const total = all.reduce((sum, weight) => sum + weight, 0)
    return all.reduce((sum, weight, k) => sum + weight * value(k), 0) / total
  }
  expect(share(estimate, k => k)).toBeCloseTo(7, 11)
  expect(standardError ** -2).toBeCloseTo(
    share(estimate, k => (k - 7) ** 2),
    10,
  )
  expect(share(interval.lower, k => (k >= 7 ? 1 : 0))).toBeCloseTo(0.025, 12)
  expect(share(interval.upper, k => (k <= 7 ? 1 : 0))).toBeCloseTo(0.025, 12)
})

test('reasons, cautions and measures', () => {
  for (const method of everyMethod) expect(why(method, [0, 0, 3, 9])).toBe('no_cases_in_arm')
  expect(why(waldDifference, [0, 9, 7, 7])).toBe('zero_variance')
  for (const method of [miettinenNurminenDifference, koopmanRiskRatio, oddsRatio]) {
    expect(why(method, [0, 9, 0, 7])).toBe('no_variation_in_outcome')
    expect(why(method, [9, 9, 7, 7])).toBe('no_variation_in_outcome')
  }
  expect(why(riskRatio, [0, 9, 3, 7])).toBe('no_events')
  // A single case is always like itself: its variance of 0 would give P = 2e-9 from one payer in one.
  expect(why(waldDifference, [1, 1, 3, 12])).toBe('too_few_cases')
  expect(why(riskRatio, [3, 12, 1, 1])).toBe('too_few_cases')
  expect(why(riskRatio, [9, 9, 7, 7])).toBe('no_variation_in_outcome')
  expect(cautionsOf(run(waldDifference, [2, 90, 30, 90]))).toEqual(['few_events'])
  expect(cautionsOf(run(riskRatio, [2, 90, 30, 90]))).toEqual(['few_events'])
  expect(everyMethod.map(method => resultOf(run(method, [3, 9, 5, 9])).measure)).toEqual([
    'difference',
    'difference',
    'ratio',
    'ratio',
    'odds_ratio',
    'number_needed',
  ])
  const none = of(oddsRatio, [0, 9, 3, 7])
  expect([none.estimate, none.standardError, none.interval.lower]).toEqual([0, Infinity, 0])
  const all = of(koopmanRiskRatio, [3, 9, 0, 7])
  expect([all.estimate, all.standardError, all.interval.upper]).toEqual([Infinity, Infinity, Infinity])
})
