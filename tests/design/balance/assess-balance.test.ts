import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TrialError } from '../../../src/core/errors.ts'
import { streamsOf } from '../../../src/core/random.ts'
import { allocate, assessBalance, type Balance, type BalanceQuantity } from '../../../src/design/index.ts'
import type { SampledCase } from '../../../src/model/case.ts'
import type { CaseField } from '../../../src/model/protocol.ts'
import { balanceProtocol, withAge } from '../../support/balance.ts'
import { protocolOf, sampleOf } from '../../support/designs.ts'

const targets = { north: { control: 6, letter: 5, call: 5 }, south: { control: 5, letter: 5, call: 4 } }
const protocol = withAge(protocolOf(targets))
const shape = sampleOf({
  north: ['x', 'y', 'x', 'y', 'z', ...new Array(11).fill('')],
  south: ['w', 'w', 'z', ...new Array(11).fill('')],
})
const agesOf = (ages: readonly number[]): SampledCase[] =>
  shape.map((item, at) => ({ ...item, baseline: { age: ages[at] ?? 0 } }))
const anyAges = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 30, maxLength: 30 })

const numbersOf = ({ covariates }: Balance): (number | string)[] =>
  covariates.flatMap(({ views }) =>
    views.flatMap(({ contrasts }) =>
      contrasts.map(({ standardisedDifference: found }) =>
        found.status === 'computed' ? Number(found.value.toFixed(9)) : found.reason,
      ),
    ),
  )
const omnibusOf = ({ omnibus }: Balance) =>
  omnibus.status === 'computed'
    ? { statistic: Number(omnibus.result.statistic.toFixed(8)), pValue: omnibus.result.pValue }
    : omnibus.reason
const options = { seed: 'balance', draws: 39 }

describe('a balance report', () => {
  it('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(anyAges, fc.infiniteStream(fc.nat()), (ages, keys) => {
        const sample = agesOf(ages)
        const allocated = allocate(sample, protocol, streamsOf('1'))
        const mixed = <T>(items: readonly T[]): T[] =>
          [...items]
            .map(item => ({ item, key: Number(keys.next().value) }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item)
        expect(assessBalance(mixed(sample), mixed(allocated), protocol, options)).toEqual(
          assessBalance(sample, allocated, protocol, options),
        )
      }),
      { numRuns: 30 },
    )
  })

  it('does not change with the unit of a covariate but for its sign', () => {
    fc.assert(
      fc.property(anyAges, fc.integer({ min: 1, max: 900 }), fc.integer({ min: -9999, max: 9999 }), (ages, by, add) => {
        const of = (scale: number): Balance => {
          const sample = agesOf(ages.map(age => age * scale + add))
          return assessBalance(sample, allocate(sample, protocol, streamsOf('1')), protocol, options)
        }
        const plain = of(1)
        expect(numbersOf(of(by))).toEqual(numbersOf(plain))
        expect(omnibusOf(of(by))).toEqual(omnibusOf(plain))
        const turned = numbersOf(plain).map(value => (typeof value === 'number' ? 0 - value : value))
        expect(numbersOf(of(-1))).toEqual(turned)
        expect(omnibusOf(of(-1))).toEqual(omnibusOf(plain))
      }),
      { numRuns: 30 },
    )
  })

  it('does not change with the names of arms, nor its statistic with their order', () => {
    fc.assert(
      fc.property(anyAges, ages => {
        const sample = agesOf(ages)
        const allocated = allocate(sample, protocol, streamsOf('1'))
        const plain = assessBalance(sample, allocated, protocol, options)
        const names: Record<string, string> = { control: 'usual', letter: 'zebra', call: 'ant' }
        const renamed = withAge(
          protocolOf(
            Object.fromEntries(
              Object.entries(targets).map(([stratum, row]) => [
                stratum,
                Object.fromEntries(Object.entries(row).map(([arm, n]) => [names[arm], n])),
              ]),
            ),
          ),
        )
        const called = allocated.map(item => ({ ...item, arm: names[item.arm] ?? '' }))
        const again = assessBalance(sample, called, renamed, options)
        expect([numbersOf(again), omnibusOf(again)]).toEqual([numbersOf(plain), omnibusOf(plain)])

        const turned = { ...protocol, arms: [...protocol.arms].reverse() }
        const other = assessBalance(sample, allocated, turned, options)
        const [letter, call, between] = numbersOf(plain)
        const [callFirst, letterNext, opposite] = numbersOf(other)
        expect([callFirst, letterNext]).toEqual([call, letter])
        expect(opposite).toEqual(typeof between === 'number' ? 0 - between : between)
        expect(omnibusOf(other)).toMatchObject(
          other.omnibus.status === 'computed'
            ? { statistic: (omnibusOf(plain) as { statistic: number }).statistic }
            : {},
        )
      }),
      { numRuns: 30 },
    )
  })
})

interface Made {
  arm: string
  stratum?: string
  baseline: SampledCase['baseline']
}

function assess(cases: readonly Made[], fields: readonly CaseField[], chance?: (item: Made) => number): Balance {
  const sample = cases.map(({ stratum = 'all', baseline }, at): SampledCase => {
    const id = `c${String(at).padStart(2, '0')}`
    return { id, stratum, cluster: id, baseline }
  })
  const named = cases.map(({ arm, stratum = 'all' }) => ({ arm, stratum }))
  const allocated = sample.map(({ id, stratum, cluster }, at) => {
    const { arm } = named[at] as { arm: string }
    const numerator = chance?.(cases[at] as Made) ?? 1
    return { id, stratum, cluster, arm, probability: { numerator, denominator: 2 }, position: 1, linked: false }
  })
  return assessBalance(sample, allocated, balanceProtocol(['a', 'b'], named, fields), { seed: '1', draws: 19 })
}

const reason = (quantity: BalanceQuantity | null | undefined) =>
  quantity?.status === 'undefined' ? quantity.reason : quantity
const age: CaseField = { id: 'age', title: 'Age', type: 'integer', optional: true, baseline: true }
const people = (arm: string, ages: readonly (number | null)[]): Made[] =>
  ages.map(at => ({ arm, baseline: { age: at } }))

describe('what is not there is said', () => {
  it('no variation: no standardised difference, no variance ratio and no test', () => {
    const { covariates, omnibus } = assess([...people('a', [7, 7, 7]), ...people('b', [7, 7])], [age])
    const { arms, contrasts } = covariates[0]?.views[0] ?? { arms: [], contrasts: [] }
    expect(arms.map(({ mean, sd }) => [mean, sd])).toEqual([
      [7, 0],
      [7, 0],
    ])
    expect(contrasts[0]?.difference).toEqual({ status: 'computed', value: 0 })
    expect(reason(contrasts[0]?.standardisedDifference)).toBe('zero_variance')
    expect(reason(contrasts[0]?.varianceRatio)).toBe('zero_variance')
    expect(omnibus).toMatchObject({ status: 'undefined', reason: 'zero_variance' })
  })

  it('nor with weights, whose rounding is no variation', () => {
    const chances = [1, 2, 1, 2, 1]
    const cases = [...people('b', [41, 41, 41]), ...people('a', [41, 41])]
    const { covariates } = assess(cases, [age], item => chances[cases.indexOf(item)] ?? 1)
    const [view] = covariates[0]?.views ?? []
    expect(view?.weighting).toBe('inverse_probability')
    expect(view?.arms.map(({ sd }) => sd)).toEqual([0, 0])
    expect(reason(view?.contrasts[0]?.varianceRatio)).toBe('zero_variance')
  })

  it('an arm without values, and an arm with one', () => {
    const { covariates } = assess([...people('a', [null, null]), ...people('b', [3, 4, 5])], [age])
    const [values, missing] = covariates
    expect(values?.views[0]?.arms[0]).toEqual({ arm: 'a', n: 0, mean: null, sd: null })
    const [empty] = values?.views[0]?.contrasts ?? []
    expect([empty?.difference, empty?.standardisedDifference, empty?.varianceRatio].map(reason)).toEqual(
      new Array(3).fill('no_cases_in_arm'),
    )
    expect([missing?.term, missing?.views[0]?.arms.map(({ mean }) => mean)]).toEqual(['age (missing)', [1, 0]])

    const one = assess([...people('a', [4]), ...people('b', [3, 4, 5])], [age]).covariates[0]?.views[0]
    expect(one?.arms[0]).toEqual({ arm: 'a', n: 1, mean: 4, sd: null })
    expect([one?.contrasts[0]?.standardisedDifference, one?.contrasts[0]?.varianceRatio].map(reason)).toEqual([
      'too_few_cases',
      'too_few_cases',
    ])
  })

  it('text is not compared', () => {
    const note: CaseField = { id: 'note', title: 'Note', type: 'text', baseline: true }
    const cases = [...people('a', [1, 2]), ...people('b', [3, 5])]
    expect(assess(cases, [age, note])).toMatchObject({
      notCompared: [{ field: 'note', why: 'Text has neither a mean nor declared levels.' }],
    })
  })

  it('a column that others or the strata determine is dropped from the test and named', () => {
    const twice: CaseField = { id: 'twice', title: 'Twice', type: 'integer', baseline: true }
    const region: CaseField = { id: 'region', title: 'Region', type: 'category', levels: ['n', 's'], baseline: true }
    const cases = [2, 5, 9, 4, 1, 7, 3, 8].map(
      (years, at): Made => ({
        arm: at % 2 === 0 ? 'a' : 'b',
        stratum: at < 4 ? 'north' : 'south',
        baseline: { age: years, twice: 2 * years + 1, region: at < 4 ? 'n' : 's' },
      }),
    )
    const { omnibus } = assess(cases, [age, twice, region])
    expect(omnibus).toMatchObject({
      status: 'computed',
      result: {
        columns: ['age'],
        dropped: [
          { column: 'twice', because: 'determined_by_the_others' },
          { column: 'region:n', because: 'constant_within_strata' },
        ],
        approximation: { degreesOfFreedom: 1 },
      },
    })
  })

  it('an allocation of other cases is refused', () => {
    const sample = agesOf([])
    const allocated = allocate(sample, protocol, streamsOf('1'))
    const refused = () => assessBalance(sample.slice(1), allocated, protocol, options)
    expect(refused).toThrow(TrialError)
    expect(refused).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ code: 'design.allocation_of_other_cases' })] }),
    )
    expect(refused).toThrow('1 case in one of the two only, "north-000" first')
  })
})

describe('sums are exact', () => {
  it('where doubles are not: amounts beyond 2^53 when squared', () => {
    const debt: CaseField = { id: 'age', title: 'Debt', type: 'money', baseline: true }
    const far = 90_000_000_000_000
    const { covariates } = assess([...people('a', [far, far + 1, far + 2]), ...people('b', [far, far + 4])], [debt])
    const [view] = covariates[0]?.views ?? []
    expect(view?.arms.map(({ mean, sd }) => [mean, sd])).toEqual([
      [far + 1, 1],
      [far + 2, Math.sqrt(8)],
    ])
    expect(view?.contrasts[0]?.varianceRatio).toEqual({ status: 'computed', value: 8 })
  })
})
