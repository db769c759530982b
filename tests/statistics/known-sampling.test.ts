import { describe, expect, it, test } from 'vitest'
import { allocate, drawSample, type SamplingProtocol } from '../../src/design/index.ts'
import { withTargets } from '../../src/model/allocation.ts'
import type { AnyMethod, Computation, Result } from '../../src/model/method.ts'
import type { StrataSampling } from '../../src/model/summary.ts'
import {
  applyMethod,
  methods,
  stratifiedDifferenceInMeans,
  stratifiedDifferenceInProportions,
  stratifiedMeanInterval,
} from '../../src/statistics/index.ts'
import { type AnalysisRow, merge } from '../../src/summaries/index.ts'
import { binary, columnOf, contrast, row, summaryFor, summaryOf } from '../support/analysis.ts'
import { reasonsIn } from '../support/any-method.ts'
import { frameOf, samplingProtocol } from '../support/designs.ts'
import { enumerateDraws } from '../support/enumerate.ts'

const options = {
  level: 0.95,
  contrasts: [contrast('called', 'control')],
  draws: 500,
  cap: 500,
  winsorise: 0.1,
  scores: { called: 1, control: 0 },
}
const setting = { arms: ['called', 'control'], control: 'control' }

/** Twenty cases an arm in two strata; of the called, so many are of 1993. */
const rows = (called1993: number): AnalysisRow[] =>
  ['called', 'control'].flatMap((arm, index) =>
    Array.from({ length: 20 }, (_, i) =>
      row(
        arm,
        i % (index + 3) === 0 ? 100 + i : 0,
        i < (arm === 'called' ? called1993 : 12) ? '1993' : '2003',
        `${arm}-${i}`,
      ),
    ),
  )

function run(method: AnyMethod, some: readonly AnalysisRow[], sampling?: StrataSampling): Computation<Result> {
  const bits = some.map(each => ({ ...each, value: each.value === null ? null : Number(Number(each.value) > 0) }))
  const column = method.requires === 'counts' ? columnOf(bits, { ...binary, ...setting }) : columnOf(some, setting)
  return applyMethod(method, summaryFor(method, { ...column, sampling }), options)
}

const eligible = { '1993': 300, '2003': 100 }
const given: StrataSampling = { eligible, countsGiven: true }

describe.each(methods.all)('$id', method => {
  test('compares arms whose strata it adds up only where they share the mix of strata', () => {
    const reason = 'strata_mix_differs'
    const found = run(method, rows(9), given)
    const estimates = found.status === 'computed' && found.result.kind === 'arms'
    // A statistic of randomisation contrasts adds strata up, and is refused by itself.
    const refused = method.id === 'randomisation-contrasts' || !(method.withinStrata || method.redraws || estimates)
    expect(reasonsIn(found).includes(reason)).toBe(refused)
    expect(reasonsIn(run(method, rows(12), given))).not.toContain(reason)
    expect(reasonsIn(run(method, rows(9), { eligible }))).not.toContain(reason)
  })
})

describe('strata of a known sampling', () => {
  const moments = (sampling?: StrataSampling) => summaryOf(columnOf(rows(12), { ...setting, sampling }), 'moments')
  const means = { called: [0, 0], control: [0, 0] } as Record<string, [number, number]>
  for (const arm of Object.keys(means)) {
    means[arm] = ['1993', '2003'].map(stratum => {
      const values = rows(12).filter(each => each.arm === arm && each.stratum === stratum)
      return values.reduce((sum, { value }) => sum + Number(value), 0) / values.length
    }) as [number, number]
  }
  const weighted = (arm: string, weight: number): number =>
    weight * (means[arm]?.[0] ?? 0) + (1 - weight) * (means[arm]?.[1] ?? 0)

  it('are weighted by their eligible cases, in place of the sampled ones', () => {
    for (const [sampling, weight] of [
      [undefined, 0.6],
      [{ eligible }, 0.75],
      [given, 0.75],
    ] as const) {
      const arms = stratifiedMeanInterval.compute(moments(sampling), options)
      const difference = stratifiedDifferenceInMeans.compute(moments(sampling), options)
      if (arms.status === 'undefined' || difference.status === 'undefined') throw new Error('no estimate')
      // Twenty cases: a few roundings of the last digit.
      for (const { arm, estimate } of arms.result.estimates) expect(estimate).toBeCloseTo(weighted(arm, weight), 10)
      const [first] = difference.result.contrasts
      const found = first?.computation.status === 'computed' ? first.computation.result.estimate : Number.NaN
      expect(found).toBeCloseTo(weighted('called', weight) - weighted('control', weight), 10)
    }
  })

  it('that were not sampled have no weight: the others share it', () => {
    const some = { eligible: { ...eligible, '2012': 1000 } }
    expect(stratifiedMeanInterval.compute(moments(some), options)).toEqual(
      stratifiedMeanInterval.compute(moments({ eligible }), options),
    )
  })

  it('is of all parts that are merged', () => {
    expect(merge([moments({ eligible }), moments({ eligible })]).sampling).toEqual({ eligible })
    expect(() => merge([moments({ eligible }), moments()])).toThrow('parts with one sampling')
  })
})

describe('given the numbers of each stratum in each arm', () => {
  const strata = { '1993': ['', '', '', ''], '2003': ['', '', ''] }
  const order = ['call', 'control']
  const { table, rows: eligibleRows } = frameOf(strata)
  const protocol: SamplingProtocol = samplingProtocol(Object.keys(strata), {
    ...{ method: 'until-representative', order, minimum: 2, tolerance: 17 },
  })
  /** Who pays when called, and who when not: what each eligible case would do. */
  const pays = new Map(
    [...table.ids].map((id, index) => [
      id,
      { call: [1, 1, 0, 1, 0, 1, 0][index], control: [0, 1, 0, 0, 1, 0, 0][index] },
    ]),
  )
  /** Labels of one of each stratum, then of two and one. */
  const labels = () => {
    const places = [0, 3, 0, 0, 1]
    return { below: () => places.shift() ?? 0 }
  }

  it('the difference weighted by eligible cases has the effect in the caseload as its mean over all draws', () => {
    let [mean, mass, draws] = [0, 0, 0]
    const numbers = new Set<string>()
    for (const { value, probability } of enumerateDraws(source => {
      const streamFor = (purpose: string) => (purpose === 'labels' ? labels() : source)
      const sample = drawSample(table, eligibleRows, protocol, streamFor)
      const allocated = allocate(sample.cases, withTargets(protocol, sample.targets?.table), streamFor)
      return { sample, allocated }
    })) {
      const { sample, allocated } = value
      numbers.add(JSON.stringify(sample.targets?.table))
      const column = columnOf(
        allocated.map(({ id, arm, stratum }) => row(arm, pays.get(id)?.[arm as 'call'] ?? null, stratum)),
        {
          ...binary,
          ...{ arms: order, control: 'control' },
          sampling: {
            eligible: Object.fromEntries(sample.strata.map(each => [each.stratum, each.eligible])),
            countsGiven: true,
          },
        },
      )
      const found = stratifiedDifferenceInProportions.compute(summaryOf(column, 'counts'), {
        level: 0.95,
        contrasts: [contrast('call', 'control')],
      })
      const [first] = found.status === 'computed' ? found.result.contrasts : []
      if (first?.computation.status !== 'computed') throw new Error('no estimate')
      const share = Number(probability.numerator) / Number(probability.denominator)
      mean += share * first.computation.result.estimate
      mass += share
      draws += 1
    }
    expect([...numbers]).toEqual(['{"1993":{"call":1,"control":2},"2003":{"call":1,"control":1}}'])
    expect(draws).toBeGreaterThan(1000)
    expect(mass).toBeCloseTo(1, 12)
    // Of seven cases four pay when called and two when not. Thousands of additions in doubles.
    expect(mean).toBeCloseTo(4 / 7 - 2 / 7, 12)
  })
})
