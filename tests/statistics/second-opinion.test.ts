import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnyMethod, Computation, MethodOptions, Result, ResultOpinion } from '../../src/model/method.ts'
import type { AnySummary, Summary } from '../../src/model/summary.ts'
import { applyMethod, methods, opinionsOn } from '../../src/statistics/index.ts'
import type { AnalysisRow } from '../../src/summaries/index.ts'
import {
  armsTaken,
  binary,
  columnOf,
  contrast,
  publishedMoments,
  publishedPayers,
  row,
  summaryFor,
} from '../support/analysis.ts'
import { contrastsOf } from '../support/any-method.ts'

const options: MethodOptions = {
  level: 0.95,
  contrasts: [contrast('called', 'control'), contrast('other', 'control')],
  scores: { control: 0, other: 1, called: 2 },
  cap: 500,
  winsorise: 0.05,
}
const arms = ['called', 'other', 'control']

/** Ninety cases an arm in two strata and clusters of up to two; fewer pay from arm to arm. */
const standardRows: AnalysisRow[] = arms.flatMap((arm, index) =>
  Array.from({ length: 90 }, (_, i) =>
    row(arm, i % (index + 3) === 0 ? 100 + 7 * i : 0, i < 50 ? '1993' : '2003', `${arm}-${Math.floor(i / 2)}`),
  ),
)

/** The rows as the kind of outcome that the method reads. */
function summaryOfRows(method: AnyMethod, rows: readonly AnalysisRow[]): AnySummary {
  const setting = { arms, control: 'control' }
  if (method.requires !== 'counts') return summaryFor(method, columnOf(rows, setting))
  const taken = armsTaken(method, arms)
  const bits = rows
    .filter(({ arm }) => taken.includes(arm))
    .map(each => ({ ...each, value: Number(Number(each.value) > 0) }))
  return summaryFor(method, columnOf(bits, { ...binary, ...setting, arms: taken }))
}

interface Place {
  holder: Record<string, number>
  key: 'pValue' | 'lower' | 'upper'
  /** Width of the interval, or 1 for a P. */
  unit: number
  /** Whether it holds for several contrasts together, of which the other program knows nothing exact. */
  simultaneous: boolean
}

/** Where a result holds a P or the limits of an interval at a level. */
function placesIn(value: unknown, simultaneous = false): Place[] {
  if (value === null || typeof value !== 'object') return []
  const holder = value as Record<string, number>
  const found: Place[] = typeof holder.pValue === 'number' ? [{ holder, key: 'pValue', unit: 1, simultaneous }] : []
  const { lower, upper, level } = holder
  if (lower !== undefined && upper !== undefined && level !== undefined) {
    for (const key of ['lower', 'upper'] as const) found.push({ holder, key, unit: upper - lower, simultaneous })
  }
  const inner = Object.entries(value).flatMap(([name, each]) => placesIn(each, simultaneous || name === 'simultaneous'))
  return [...found, ...inner]
}

const numbersAt = (places: readonly Place[]): number[] => places.map(({ holder, key }) => holder[key] ?? Number.NaN)
const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b)
const disagreeing = (opinions: readonly ResultOpinion[]): ResultOpinion[] =>
  opinions.filter(({ status }) => status === 'disagrees')

/** Methods whose numbers the other program can compute too. */
const withOpinion = methods.all.filter(({ secondOpinion }) => secondOpinion !== undefined)

describe.each(withOpinion)('$id', method => {
  const summary = summaryOfRows(method, standardRows)
  const computation = applyMethod(
    method,
    summary,
    method.pairsArms ? { ...options, contrasts: contrastsOf(method) } : options,
  )
  const opinionsAfter = (change: (copy: Place[]) => void): readonly ResultOpinion[] => {
    const copy: Computation<Result> = structuredClone(computation)
    change(placesIn(copy))
    return opinionsOn(copy, method, summary)
  }

  test('has an opinion on every P and limit, and it agrees', () => {
    const opinions = opinionsOn(computation, method, summary)
    const places = placesIn(computation)
    expect(places.length).toBeGreaterThan(0)
    expect(sorted(opinions.map(({ ours }) => ours))).toEqual(sorted(numbersAt(places)))
    const without = opinions.filter(({ status }) => status !== 'agrees')
    expect(without).toHaveLength(places.filter(({ simultaneous }) => simultaneous).length)
    expect(without.every(({ status }) => status === 'outside_window')).toBe(true)
    expect(new Set(opinions.map(({ of }) => of)).size).toBe(opinions.length)
  })

  test('a wrong P or limit is caught, and nothing else', () => {
    for (const [index, { simultaneous }] of placesIn(computation).entries()) {
      if (simultaneous) continue
      for (const wrong of [
        (right: number, unit: number) => right + 1e-5 * unit,
        (right: number, unit: number) => right - 1e-5 * unit,
        (right: number, unit: number) => right + unit / 2,
        () => Number.NaN,
      ]) {
        let put = 0
        const opinions = opinionsAfter(places => {
          const place = places[index]
          if (place === undefined) throw new Error('no such place')
          put = wrong(place.holder[place.key] ?? 0, place.unit)
          place.holder[place.key] = put
        })
        expect(disagreeing(opinions).map(({ ours }) => ours)).toEqual([put])
      }
    }
  })

  test('on any rows it has an opinion on all that is printed, and never disagrees', () => {
    const rows = fc.array(
      fc.record({
        arm: fc.constantFrom(...arms),
        value: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100_000 })),
        stratum: fc.constantFrom('1993', '2003'),
        cluster: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 20 })),
      }),
      { minLength: 6, maxLength: 80 },
    )
    fc.assert(
      fc.property(rows, level(), (drawn, of) => {
        const some = drawn.map(({ cluster, ...each }) => ({
          ...each,
          cluster: cluster === null ? null : `${each.arm}-${cluster}`,
        }))
        expectNoDisagreement(method, summaryOfRows(method, some), of)
      }),
      runsOf(method),
    )
  })
})

/** Quantiles for several contrasts together take tens of milliseconds, and these tests are not of them. */
const runsOf = ({ id }: AnyMethod) => ({ numRuns: ['tukey', 'games-howell', 'dunnett'].includes(id) ? 10 : 100 })

const level = () => fc.constantFrom(0.5, 0.8, 0.9, 0.95, 0.99, 0.999)

function expectNoDisagreement(method: AnyMethod, summary: AnySummary, of: number): void {
  const computation = applyMethod(method, summary, { ...options, level: of })
  const opinions = opinionsOn(computation, method, summary)
  expect(sorted(opinions.map(({ ours }) => ours))).toEqual(sorted(numbersAt(placesIn(computation))))
  expect(disagreeing(opinions)).toEqual([])
}

const cells = <S>(data: fc.Arbitrary<S>) =>
  fc.array(data, { minLength: 6, maxLength: 6 }).map(six =>
    six.map((each, index) => ({
      arm: arms[index % 3] ?? '',
      stratum: index < 3 ? '1993' : '2003',
      data: each,
    })),
  )

const size = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 1_000_000 }))
const share = fc.oneof(
  fc.constantFrom(0, 1),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 0.002, noNaN: true }),
)

test.each(withOpinion.filter(({ requires }) => requires === 'counts'))('$id: up to a million cases', method => {
  const counts = cells(
    fc.tuple(size, share).map(([n, of]) => ({ n, missing: 0, events: { yes: Math.round(of * n) } })),
  ).map(
    (each): Summary<'counts'> => ({
      kind: 'counts',
      outcome: 'paid',
      unit: { kind: 'case' },
      arms,
      control: 'control',
      largestCluster: 1,
      cells: each,
    }),
  )
  fc.assert(fc.property(counts, level(), (summary, of) => expectNoDisagreement(method, summary, of)))
})

test.each(withOpinion.filter(({ requires }) => requires === 'moments'))('$id: up to a million cases', method => {
  const money = fc.bigInt({ min: 0n, max: 10n ** 12n })
  const moments = cells(
    fc.tuple(size, money, money).map(([n, sum, spread]) => {
      const cases = BigInt(n)
      return { n, missing: 0, sum, sumSquares: (sum * sum + cases - 1n) / cases + spread }
    }),
  ).map(
    (each): Summary<'moments'> => ({
      kind: 'moments',
      outcome: 'amount',
      unit: { kind: 'pence' },
      arms,
      control: 'control',
      largestCluster: 1,
      cells: each,
    }),
  )
  fc.assert(
    fc.property(moments, level(), (summary, of) => expectNoDisagreement(method, summary, of)),
    runsOf(method),
  )
})

describe('the published trial', () => {
  const opinionsOf = (id: string, summary: AnySummary, of = 0.95): readonly ResultOpinion[] => {
    const method = methods.find(id)
    if (method === undefined) throw new Error(`no method ${id}`)
    const contrasts = [contrast('pwc_first', 'control')]
    return opinionsOn(applyMethod(method, summary, { level: of, contrasts }), method, summary)
  }
  const theirs = (opinion: ResultOpinion | undefined): number =>
    opinion === undefined || opinion.status === 'outside_window' ? Number.NaN : opinion.theirs

  test('the other program gives what R gives', () => {
    // R 4.2.2: chisq.test(rbind(c(79,87,62), c(5827,6631,5938)))$p.value; binom.test(62, 6000)$conf.int
    expect(theirs(opinionsOf('pearson-chi-squared', publishedPayers)[0])).toBeCloseTo(0.257353407533, 9)
    const control = opinionsOf('clopper-pearson-interval', publishedPayers).filter(({ of }) => of.endsWith('control'))
    expect(control.map(({ of }) => of)).toEqual(['lower limit of control', 'upper limit of control'])
    expect(theirs(control[0])).toBeCloseTo(0.00793142762341, 8)
    expect(theirs(control[1])).toBeCloseTo(0.01322754000219, 8)
  })

  test('names what it is of, in order', () => {
    expect(opinionsOf('pearson-chi-squared', publishedPayers).map(({ of }) => of)).toEqual(['P of X²'])
    expect(opinionsOf('difference-in-means-welch', publishedMoments()).map(({ of, status }) => [of, status])).toEqual([
      ['P of pwc_first_control', 'agrees'],
      ['lower limit of pwc_first_control', 'agrees'],
      ['upper limit of pwc_first_control', 'agrees'],
    ])
  })

  test('says nothing where jStat was not measured', () => {
    const outside = opinionsOf('wald-interval', publishedPayers, 0.9999)
    expect(outside.map(({ status }) => status)).toEqual(Array(6).fill('outside_window'))
    expect(outside[0]).not.toHaveProperty('theirs')
  })

  test('has none where there is no result', () => {
    const { cells: some, ...rest } = publishedPayers
    expect(some).toHaveLength(3)
    expect(opinionsOf('pearson-chi-squared', { ...rest, cells: [] })).toEqual([])
  })
})
