import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TrialError } from '../../../src/core/errors.ts'
import { sortByBits } from '../../../src/summaries/engines/radix-sort.ts'
import {
  type AnalysisColumn,
  type ArrayColumn,
  frequenciesFromArrays,
  ranksFromArrays,
  summarise,
} from '../../../src/summaries/index.ts'

const head = {
  outcome: 'amount',
  unit: { kind: 'pence' },
  arms: ['called', 'other', 'control'],
  control: 'control',
  largestCluster: 1,
} as const
const arrays = (values: readonly number[], arm: readonly number[]): ArrayColumn => ({
  ...head,
  values: Float64Array.from(values),
  arm: Uint8Array.from(arm),
})

/** The same cases as rows. */
function rowsOf({ values, arm, strata, ...rest }: ArrayColumn): AnalysisColumn {
  const rows = Array.from(values, (value, at) => ({
    arm: rest.arms[arm[at] ?? 0] ?? '',
    stratum: strata?.ids[strata.of[at] ?? 0] ?? 'all',
    cluster: null,
    value: value + 0,
  }))
  return { ...rest, kind: 'money', levels: [], rows }
}

function expectTheSame(column: ArrayColumn): void {
  const [frequencies, ranks] = summarise(rowsOf(column), ['frequencies', 'ranks'])
  expect(frequenciesFromArrays(column)).toEqual(frequencies)
  expect(ranksFromArrays(column)).toEqual(ranks)
}

const messageOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    if (error instanceof TrialError)
      return error.issues.map(({ code, place }) => `${code} ${place.row ?? ''}`).join(', ')
  }
  return 'nothing thrown'
}

const value = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: -3, max: 100_000 }),
  fc.integer({ min: -(2 ** 45), max: 2 ** 45 }),
)
const cases = fc.array(fc.tuple(value, fc.nat(2), fc.nat(2)), { maxLength: 60 })

describe('summaries from typed arrays', () => {
  test('are those of the rows, with strata and without', () => {
    fc.assert(
      fc.property(cases, drawn => {
        const column = arrays(
          drawn.map(([each]) => each),
          drawn.map(([, arm]) => arm),
        )
        expectTheSame(column)
        const of = Uint16Array.from(drawn, ([, , stratum]) => stratum)
        expectTheSame({ ...column, strata: { ids: ['2003', '1993', 'é'], of } })
      }),
    )
  })

  test('take whole numbers of 32 bits, and -0 as nothing', () => {
    expectTheSame({ ...head, values: Int32Array.of(5, 0, -7, 5, 2 ** 31 - 1), arm: Uint8Array.of(0, 1, 2, 2, 0) })
    expect(frequenciesFromArrays(arrays([-0], [2])).cells[2]?.data.values).toEqual([[0, 1]])
  })

  test('on many cases, most of them nothing', () => {
    const values = Float64Array.from({ length: 30_000 }, (_, i) => (i % 41 === 0 ? (i * 7919) % 90_001 : 0))
    expectTheSame({ ...head, values, arm: Uint8Array.from(values, (_, i) => (i * 31) % 3) })
  })

  test('name every row that has a value or an index that it cannot have', () => {
    const column = {
      ...arrays([1.5, Number.NaN, 2, Number.POSITIVE_INFINITY, 2 ** 53, 0], [0, 0, 3, 0, 0, 4]),
      strata: { ids: ['1993'], of: Uint8Array.of(0, 0, 0, 1, 0, 0) },
    }
    for (const from of [frequenciesFromArrays, ranksFromArrays]) {
      expect(messageOf(() => from(column))).toBe(
        'summaries.bad_value 1, summaries.bad_value 2, summaries.unknown_index 3, summaries.bad_value 4, ' +
          'summaries.unknown_index 4, summaries.bad_value 5, summaries.unknown_index 6',
      )
    }
  })

  test('refuse arrays of different lengths, values too far apart, and more cases than can be ranked', () => {
    const of = Uint8Array.of(0)
    const short = { ...arrays([1, 2], [0]), strata: { ids: ['1993'], of } }
    expect(messageOf(() => ranksFromArrays(short))).toBe('summaries.columns_differ , summaries.columns_differ ')
    const far = 2 ** 51 // Three arms take two of the 53 bits.
    expect(messageOf(() => ranksFromArrays(arrays([far], [0])))).toBe('summaries.values_too_far_apart ')
    expect(messageOf(() => ranksFromArrays(arrays([far / 2, -far / 2], [0, 1])))).toBe(
      'summaries.values_too_far_apart ',
    )
    expectTheSame(arrays([far / 2 - 2, -far / 2, far / 2 - 2], [0, 1, 2]))
    const many = { ...head, values: new Int32Array(94_906_266), arm: new Uint8Array(0) }
    expect(messageOf(() => ranksFromArrays(many))).toBe('summaries.too_many_cases ')
  })
})

test('sorting by bits keeps the order of numbers that agree there', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2 ** 31 - 1)), fc.nat(8), (numbers, low) => {
      const above = (number: number): number => Math.floor(number / 2 ** low)
      const expected = [...numbers].sort((a, b) => above(a) - above(b))
      expect([...sortByBits(Float64Array.from(numbers), low, 31)]).toEqual(expected)
    }),
  )
  expect([...sortByBits(Float64Array.of(3, 1, 2), 4, 4)]).toEqual([3, 1, 2])
})
