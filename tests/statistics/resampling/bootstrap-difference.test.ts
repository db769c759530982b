import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ContrastEstimate, Tally } from '../../../src/model/method.ts'
import { chiSquaredUpperTail } from '../../../src/numerics/index.ts'
import {
  bootstrapDifferenceBca,
  bootstrapDifferencePercentile,
  bootstrapDifferenceT,
  clusterBootstrapDifferenceBca,
  clusterBootstrapDifferencePercentile,
  clusterBootstrapDifferenceT,
  differenceInMeansWelch,
} from '../../../src/statistics/index.ts'
import type { AnalysisRow } from '../../../src/summaries/index.ts'
import {
  agree,
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

const options = { level: 0.95, contrasts: [contrast('called', 'control')], seed: '2015' }
const ofCases = [bootstrapDifferencePercentile, bootstrapDifferenceBca, bootstrapDifferenceT]
const ofClusters = [clusterBootstrapDifferencePercentile, clusterBootstrapDifferenceBca, clusterBootstrapDifferenceT]

/** Units as [size, total]: linked cases of an arm, of which the first has all of the total. */
type Units = Record<string, readonly (readonly [size: number, total: number])[]>
const rowsOfUnits = (units: Units): AnalysisRow[] =>
  Object.entries(units).flatMap(([arm, list]) =>
    list.flatMap(([size, total], unit) =>
      Array.from({ length: size }, (_, i) =>
        row(arm, i === 0 ? total : 0, 'all', size === 1 ? null : `${arm}-${unit}`),
      ),
    ),
  )

function replicatesOf(rows: readonly AnalysisRow[], clustered: boolean, blocks = 40): Tally {
  const column = columnOf(rows)
  return clustered
    ? resultOf(clusterBootstrapDifferenceT.resampling!.chunk(summaryOf(column, 'units'), options, 0, blocks))
    : resultOf(bootstrapDifferenceT.resampling!.chunk(summaryOf(column, 'frequencies'), options, 0, blocks))
}

/** Mean and its variance of every resample of the units, each equally likely. */
function enumerateArm(units: readonly (readonly [number, number])[]) {
  const g = units.length
  return Array.from({ length: g ** g }, (_, code) => {
    const drawn = Array.from({ length: g }, (_, place) => units[Math.floor(code / g ** place) % g] ?? [0, 0])
    const [M, T] = [drawn.reduce((sum, [m]) => sum + m, 0), drawn.reduce((sum, [, t]) => sum + t, 0)]
    const squares = drawn.reduce((sum, [m, t]) => sum + (t - (T / M) * m) ** 2, 0)
    return { mean: T / M, variance: ((g / (g - 1)) * squares) / M ** 2 }
  })
}

const keyOf = (estimate: number, error: number): string => `${estimate.toFixed(6)} ${error.toFixed(6)}`

/** P of Pearson's test that the replicates (estimate and standard error together) are drawn from all pairs of resamples. */
function fitToEnumeration(units: Units, tally: Tally): number {
  const expected = new Map<string, number>()
  const [called = [], control = []] = [units.called, units.control].map(list => enumerateArm(list ?? []))
  for (const a of called) {
    for (const b of control) {
      const key = keyOf(a.mean - b.mean, Math.sqrt(a.variance + b.variance))
      expected.set(key, (expected.get(key) ?? 0) + 1 / (called.length * control.length))
    }
  }
  const estimates = tally['estimate of called_control'] ?? new Float64Array()
  const errors = tally['error of called_control'] ?? new Float64Array()
  const seen = new Map<string, number>()
  estimates.forEach((estimate, index) => {
    const key = keyOf(estimate, errors[index] ?? 0)
    expect(expected.has(key)).toBe(true)
    seen.set(key, (seen.get(key) ?? 0) + 1)
  })
  let statistic = 0
  for (const [key, probability] of expected) {
    const mean = probability * estimates.length
    expect(mean).toBeGreaterThan(10)
    statistic += ((seen.get(key) ?? 0) - mean) ** 2 / mean
  }
  return chiSquaredUpperTail(statistic, expected.size - 1)
}

describe('replicates come from all resamples, enumerated', () => {
  test('cases', () => {
    const units: Units = {
      called: [
        [1, 0],
        [1, 100],
        [1, 350],
      ],
      control: [
        [1, 0],
        [1, 40],
        [1, 40],
      ],
    }
    // Fixed streams, so that P is the same on every run; 20,000 replicates.
    expect(fitToEnumeration(units, replicatesOf(rowsOfUnits(units), false))).toBeGreaterThan(1e-3)
  })

  test('linked cases, whose number varies from resample to resample', () => {
    const units: Units = {
      called: [
        [1, 0],
        [2, 300],
        [1, 50],
      ],
      control: [
        [3, 0],
        [1, 40],
        [1, 40],
      ],
    }
    expect(fitToEnumeration(units, replicatesOf(rowsOfUnits(units), true))).toBeGreaterThan(1e-3)
  })

  test('many zeros, drawn together: number and values of the others are multinomial', () => {
    const zeros = 30
    const called = [...Array<number>(zeros).fill(0), 100, 1000, 1000]
    const tally = replicatesOf(rowsOf({ called, control: [0, 0] }), false)
    const n = called.length
    const chooseLog = (a: number, b: number): number =>
      Array.from({ length: b }, (_, i) => Math.log((a - i) / (i + 1))).reduce((sum, term) => sum + term, 0)
    let statistic = 0
    let groups = 0
    for (let i = 0; i <= 3; i += 1) {
      for (let j = 0; j <= 4; j += 1) {
        const logCount = chooseLog(n, i) + chooseLog(n - i, j)
        const probability = Math.exp(
          logCount + i * Math.log(1 / n) + j * Math.log(2 / n) + (n - i - j) * Math.log(zeros / n),
        )
        const sum = 100 * i + 1000 * j
        const estimates = tally['estimate of called_control'] ?? new Float64Array()
        const seen = estimates.filter(estimate => Math.round(estimate * n) === sum).length
        statistic += (seen - probability * estimates.length) ** 2 / (probability * estimates.length)
        groups += 1
      }
    }
    expect(chiSquaredUpperTail(statistic, groups)).toBeGreaterThan(1e-3)
  })
})

interface Drawn {
  units: Units
  estimate: number
  standardError: number
  acceleration: number
  percentile: { limits: [number, number]; errors: [number, number] }
  bca: { limits: [number, number]; errors: [number, number] }
  t: { limits: [number, number]; errors: [number, number] }
}
const drawn = oracle<{ cases: Drawn; linked: Drawn }>('bootstrap.json')

describe('200,000 replicates drawn case by case in numpy', () => {
  const column = { cases: columnOf(rowsOfUnits(drawn.cases.units)), linked: columnOf(rowsOfUnits(drawn.linked.units)) }
  const more = { ...options, draws: 20_000 }
  const computedBy: Record<'cases' | 'linked', ContrastEstimate[]> = { cases: [], linked: [] }
  beforeAll(() => {
    const [cases, linked] = [summaryOf(column.cases, 'frequencies'), summaryOf(column.linked, 'units')]
    computedBy.cases = ofCases.map(method => resultOf(firstContrast(method.compute(cases, more))))
    computedBy.linked = ofClusters.map(method => resultOf(firstContrast(method.compute(linked, more))))
  })

  describe.each(['cases', 'linked'] as const)('%s', which => {
    const theirs = drawn[which]
    const rules = ['percentile', 'bca', 't'] as const
    const estimates = () => computedBy[which] as [ContrastEstimate, ContrastEstimate, ContrastEstimate]

    test.each(rules)('%s: limits within five Monte Carlo errors of both', rule => {
      const { limits, errors } = theirs[rule]
      const ours = computedBy[which][rules.indexOf(rule)] as ContrastEstimate
      const own = ours.intermediates.limitErrors as { lower: number; upper: number }
      const far = [
        Math.abs(ours.interval.lower - limits[0]) / Math.hypot(own.lower, errors[0]),
        Math.abs(ours.interval.upper - limits[1]) / Math.hypot(own.upper, errors[1]),
      ]
      expect(Math.max(...far)).toBeLessThan(5)
      // Ten times fewer replicates: errors sqrt(10) times as large, both known from twenty parts to a sixth.
      expect(own.lower / errors[0] / Math.sqrt(10)).toBeGreaterThan(0.5)
      expect(own.lower / errors[0] / Math.sqrt(10)).toBeLessThan(2)
    })

    test('estimate, acceleration and the standard error that t is studentised by', () => {
      const [percentile, bca, t] = estimates()
      expect(agree(t.estimate, theirs.estimate, 1e-12)).toBe(true)
      expect(agree(t.standardError, theirs.standardError, 1e-12)).toBe(true)
      // Leaving out one unit at a time in doubles loses a few digits to the subtraction of nearly equal means.
      expect(agree(Number(bca.intermediates.acceleration), theirs.acceleration, 1e-10)).toBe(true)
      expect(Number(percentile.intermediates.bootstrapStandardError) / theirs.standardError).toBeCloseTo(1, 1)
    })
  })

  test('units of one case are studentised by the standard error of Welch', () => {
    const welch = resultOf(firstContrast(differenceInMeansWelch.compute(summaryOf(column.cases, 'moments'), options)))
    const [, , t] = computedBy.cases
    expect(agree(t?.standardError ?? 0, welch.standardError, 1e-13)).toBe(true)
  })
})

const amounts = {
  called: [...Array<number>(40).fill(0), 120, 350, 900, 40],
  control: [...Array<number>(50).fill(0), 55, 410, 55],
  other: [...Array<number>(20).fill(0), 10, 20, 900],
}
const limitsOf = (contrast: ContrastEstimate) => [contrast.interval.lower, contrast.interval.upper]
const near = (a: readonly number[], b: readonly number[]) => a.every((value, i) => agree(value, b[i] ?? 0, 1e-9))
const few = { ...options, draws: 1000 }

describe('properties', () => {
  test('the same seed gives the same answer, another seed another, and blocks may be drawn apart', () => {
    const summary = summaryOf(columnOf(rowsOf(amounts)), 'frequencies')
    const plain = bootstrapDifferenceT.compute(summary, few)
    expect(bootstrapDifferenceT.compute(summary, few)).toEqual(plain)
    expect(bootstrapDifferenceT.compute(summary, { ...few, seed: '2016' })).not.toEqual(plain)
    const chunk = (from: number, to: number) => resultOf(bootstrapDifferenceT.resampling!.chunk(summary, few, from, to))
    const [whole, first, second] = [chunk(0, 2), chunk(0, 1), chunk(1, 2)]
    for (const [name, values] of Object.entries(whole)) {
      expect([...(first[name] ?? []), ...(second[name] ?? [])]).toEqual([...values])
    }
  })

  test('a contrast does not depend on which others are asked for', () => {
    const summary = summaryOf(columnOf(rowsOf(amounts)), 'frequencies')
    const both = { ...few, contrasts: [contrast('other', 'control'), contrast('called', 'control')] }
    const { contrasts } = resultOf(bootstrapDifferenceBca.compute(summary, both))
    expect(contrasts[1]?.computation).toEqual(firstContrast(bootstrapDifferenceBca.compute(summary, few)))
  })

  const rows = fc
    .tuple(
      fc.array(fc.integer({ min: -50, max: 400 }), { minLength: 4, maxLength: 8 }),
      fc.integer({ min: 1, max: 30 }),
    )
    .map(([values, zeros]) => [...values, 1, 2, ...Array<number>(zeros).fill(0)])
  const groups = fc.record({ called: rows, control: rows })

  test.each(ofCases)('$id: the contrast turned round is its mirror image', method => {
    fc.assert(
      fc.property(groups, values => {
        const summary = summaryOf(columnOf(rowsOf(values)), 'frequencies')
        const there = firstContrast(method.compute(summary, few))
        const back = firstContrast(method.compute(summary, { ...few, contrasts: [contrast('control', 'called')] }))
        if (there.status === 'undefined' || back.status === 'undefined') return reasonOf(there) === reasonOf(back)
        const [lower = 0, upper = 0] = limitsOf(back.result)
        return near(limitsOf(there.result), [-upper, -lower])
      }),
      { numRuns: 15 },
    )
  })

  test.each(ofCases)('$id: follows a change of unit, and does not mind a constant added to all', method => {
    fc.assert(
      fc.property(
        groups,
        fc.integer({ min: 2, max: 1000 }),
        fc.integer({ min: 1, max: 1000 }),
        (values, scale, shift) => {
          const limits = (change: (value: number) => number) => {
            const changed = { called: values.called.map(change), control: values.control.map(change) }
            const computation = firstContrast(method.compute(summaryOf(columnOf(rowsOf(changed)), 'frequencies'), few))
            return computation.status === 'undefined' ? [] : limitsOf(computation.result)
          }
          const plain = limits(value => value)
          const width = (plain[1] ?? 0) - (plain[0] ?? 0)
          const shifted = limits(value => value + shift)
          return (
            near(
              limits(value => value * scale),
              plain.map(limit => limit * scale),
            ) &&
            shifted.length === plain.length &&
            shifted.every((limit, i) => Math.abs(limit - (plain[i] ?? 0)) <= 1e-9 * width)
          )
        },
      ),
      { numRuns: 15 },
    )
  })

  test('strata are added up, and linked cases may have cases in several', () => {
    const units = drawn.linked.units
    const split = rowsOfUnits(units).map((each, index) => ({ ...each, stratum: index % 2 === 0 ? 'a' : 'b' }))
    const computeOn = (some: readonly AnalysisRow[]) =>
      firstContrast(clusterBootstrapDifferenceBca.compute(summaryOf(columnOf(some), 'units'), few))
    expect(computeOn(split)).toEqual(computeOn(rowsOfUnits(units)))
    const cases = rowsOf(amounts).map((each, index) => ({ ...each, stratum: `${index % 3}` }))
    expect(firstContrast(bootstrapDifferenceT.compute(summaryOf(columnOf(cases), 'frequencies'), few))).toEqual(
      firstContrast(bootstrapDifferenceT.compute(summaryOf(columnOf(rowsOf(amounts)), 'frequencies'), few)),
    )
  })

  test('a unit of which no case has an outcome is not drawn', () => {
    const missing = [
      ...rowsOfUnits(drawn.linked.units),
      row('called', null, 'all', 'lost'),
      row('called', null, 'all', 'lost'),
    ]
    const computation = clusterBootstrapDifferencePercentile.compute(summaryOf(columnOf(missing), 'units'), few)
    const plain = clusterBootstrapDifferencePercentile.compute(
      summaryOf(columnOf(rowsOfUnits(drawn.linked.units)), 'units'),
      few,
    )
    expect(resultOf(firstContrast(computation))).toEqual(resultOf(firstContrast(plain)))
    expect(cautionsOf(computation)).toEqual(['skewed_amounts', 'missing_outcomes'])
  })
})

describe('where there is no interval', () => {
  const reason = (values: Record<string, number[]>, more = {}) =>
    reasonOf(
      firstContrast(
        bootstrapDifferenceBca.compute(summaryOf(columnOf(rowsOf(values)), 'frequencies'), { ...few, ...more }),
      ),
    )

  test('one case, nothing varying, nobody observed, a level beyond the replicates', () => {
    expect(reason({ called: [5], control: [1, 2, 3] })).toBe('too_few_cases')
    expect(reason({ called: [5, 5], control: [5, 5, 5] })).toBe('zero_variance')
    expect(reason({ called: [], control: [1, 2, 3] })).toBe('no_cases_in_arm')
    expect(reason(amounts, { level: 0.9999 })).toBe('not_converged')
    const clustered = columnOf([
      row('called', 1, 'all', 'a'),
      row('called', 0, 'all', 'a'),
      ...rowsOf({ control: [0, 1, 2] }),
    ])
    expect(reasonOf(firstContrast(clusterBootstrapDifferenceT.compute(summaryOf(clustered, 'units'), few)))).toBe(
      'too_few_clusters',
    )
  })

  test('says that the limits come from draws, and how far another seed would move them', () => {
    const summary = summaryOf(columnOf(rowsOf(amounts)), 'frequencies')
    const cautionOf = (draws: number) => {
      const computation = firstContrast(bootstrapDifferenceT.compute(summary, { ...options, draws }))
      expect(cautionsOf(computation)).toEqual(['estimated_from_draws'])
      return computation.status === 'computed' ? computation.cautions[0]?.detail : ''
    }
    expect(cautionOf(2500)).toMatch(
      /^The limits are from 2,500 random replicates, with Monte Carlo standard errors of [\d.]+% and [\d.]+% of/,
    )
    expect(cautionOf(500)).toContain('too few to tell')
  })
})

describe('skewed amounts', () => {
  /** Payers of 1,000 cases, who pay alike. */
  const alike = (payers: number) => Array.from({ length: 1000 }, (_, i) => (i < payers ? 500 : 0))
  const few = { ...options, draws: 500 }

  test.each([...ofCases, ...ofClusters])('$id: cautions where an arm has fewer than 100 equal payers', method => {
    const cautionsFor = (called: number, control: number, changes = {}) => {
      const column = columnOf(rowsOf({ called: alike(called), control: alike(control) }), changes)
      return method.compute(summaryOf(column, method.requires) as never, few)
    }
    const skewed = cautionsFor(99, 100)
    expect(cautionsOf(skewed)).toEqual(['skewed_amounts'])
    const detail = skewed.status === 'computed' ? skewed.cautions[0]?.detail : ''
    expect(detail).toContain('as uneven as this many equal ones: called 99.')
    expect(detail).toContain('a bootstrap interval covers less often than its level says')
    expect(cautionsOf(cautionsFor(100, 100))).toEqual([])
  })
})

describe('what a reviewer checks by hand: 0 0 4 8 against 0 2 2', () => {
  const rows = rowsOf({ called: [0, 0, 4, 8], control: [0, 2, 2] })
  const computed = (method: (typeof ofCases)[number]) =>
    method.compute(summaryOf(columnOf(rows), 'frequencies'), options)
  // Sums of squared deviations 44 and 8 / 3, over n^2 in the bootstrap and over n (n - 1) in the sample.
  const ofBootstrap = Math.sqrt(44 / 16 + 8 / 3 / 9)
  const ofSample = Math.sqrt(44 / 12 + 8 / 3 / 6)

  test.each(ofCases)('$id: means, units, standard error and Monte Carlo errors', method => {
    const outcome = computed(method)
    const ours = resultOf(firstContrast(outcome))
    const { means, units, replicates, bootstrapStandardError, limitErrors } = ours.intermediates as {
      means: unknown
      units: unknown
      replicates: number
      bootstrapStandardError: number
      limitErrors?: { lower: number; upper: number }
    }
    expect(means).toEqual({ arm: 3, against: expect.closeTo(4 / 3, 15) })
    expect(units).toEqual({ arm: 4, against: 3 })
    // Five standard errors of a standard deviation of so many draws; the kurtosis of a bootstrap mean is below the normal's.
    expect(Math.abs(bootstrapStandardError / ofBootstrap - 1)).toBeLessThan(5 / Math.sqrt(2 * replicates))
    if (method === bootstrapDifferenceT) expect(ours.standardError).toBeCloseTo(ofSample, 12)
    else expect(ours.standardError).toBe(bootstrapStandardError)
    const outcomes = firstContrast(outcome)
    const details = outcomes.status === 'computed' ? outcomes.cautions.map(({ detail }) => detail).join(' ') : ''
    if (method === bootstrapDifferenceT) {
      // Runs of the replicates hold too many samples without spread to give limits of their own.
      expect(limitErrors).toBeUndefined()
      expect(details).toContain('too few to tell their Monte Carlo error')
      return
    }
    const width = ours.interval.upper - ours.interval.lower
    const percent = (error = Number.NaN) => `${((100 * error) / width).toPrecision(2)}%`
    expect(details).toContain(`${percent(limitErrors?.lower)} and ${percent(limitErrors?.upper)} of the interval`)
  })
})
