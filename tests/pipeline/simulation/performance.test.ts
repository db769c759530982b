import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../src/model/plan.ts'
import { adjustedFamilies } from '../../../src/pipeline/simulation/family-power.ts'
import { meanOf, shareOf } from '../../../src/pipeline/simulation/monte-carlo.ts'
import { performanceOf } from '../../../src/pipeline/simulation/performance.ts'
import { Recorder, together } from '../../../src/pipeline/simulation/recorder.ts'

const alpha = 0.05

/** Replicates of one contrast: estimate, half-width of the interval and P; null where there is none. */
function recordedOf(
  replicates: readonly (readonly [estimate: number, half: number, p: number | null] | null)[],
  name: string,
) {
  const recorder = new Recorder({ from: 0, to: replicates.length })
  replicates.forEach((replicate, at) => {
    if (replicate === null) {
      recorder.failure(name, 'zero_variance')
      return
    }
    const [estimate, half, p] = replicate
    recorder.number(`${name} estimate`, at, estimate)
    recorder.number(`${name} lower`, at, estimate - half)
    recorder.number(`${name} upper`, at, estimate + half)
    if (p === null) recorder.failure(name, 'no_p_value')
    else recorder.number(`${name} p`, at, p)
  })
  return recorder.recorded
}

describe('the Monte Carlo error', () => {
  const holding = (events: number, n: number) => shareOf(Array.from({ length: n }, (_, at) => at < events))

  it('of a share of none or all is the limit of the interval at one standard error, not 0', () => {
    // R 4.2.2: prop.test(0, n, conf.level = pnorm(1) - pnorm(-1), correct = FALSE)$conf.int[2], and 1 less that of prop.test(n, n).
    const limits = [
      [5, 0.16666666666666669],
      [200, 0.0049751243781094535],
      [10_000, 9.9990000999900015e-5],
    ] as const
    for (const [n, limit] of limits) {
      expect(holding(0, n)).toEqual({ value: 0, standardError: expect.closeTo(limit, 15), replicates: n })
      expect(holding(n, n)).toEqual({ value: 1, standardError: expect.closeTo(limit, 15), replicates: n })
      // A share so far off lies one of its own standard errors away.
      expect(Math.sqrt((limit * (1 - limit)) / n)).toBeCloseTo(limit, 15)
    }
  })

  it('of a share between is that of the share, which goes over into the other', () => {
    expect(holding(1, 200)?.standardError).toBeCloseTo(Math.sqrt((0.005 * 0.995) / 200), 15)
    expect(holding(0, 200)?.standardError).toBeLessThan(holding(1, 200)?.standardError ?? 0)
    expect(holding(0, 0)).toBeNull()
  })

  it('of a mean over one replicate is not known', () => {
    expect(meanOf([7])).toEqual({ value: 7, standardError: null, replicates: 1 })
    expect(meanOf([7, 9])).toEqual({ value: 8, standardError: 1, replicates: 2 })
  })
})

describe('performance', () => {
  const recorded = recordedOf(
    [[4, 1, 0.05], [-3, 1, 0.01], [2, 1, 0.2], [1, 3, 0.6], null, [2, 0, null], [5, 0.5, 0.001]],
    'analysis a c',
  )
  const asked = { analysis: 'a', part: 'c', measure: 'difference', truth: 2, alpha } as const

  it('is over the replicates that have an answer', () => {
    const { failures, power, estimate, bias, coverage, typeS, typeM } = performanceOf(recorded, asked)
    expect(failures).toEqual({ zero_variance: 1, no_p_value: 1 })
    // Of five with a P three reject, one of them exactly at alpha.
    expect(power).toEqual({ value: 3 / 5, standardError: Math.sqrt((0.6 * 0.4) / 5), replicates: 5 })
    expect(estimate?.value).toBeCloseTo(11 / 6, 12)
    // Deviations from 11/6: squares add up to 59 - 121/6.
    expect(estimate?.standardError).toBeCloseTo(Math.sqrt((59 - 121 / 6) / 5 / 6), 12)
    expect(bias).toEqual({ ...estimate, value: (estimate?.value ?? 0) - 2 })
    // 2 lies in [1, 3], [-2, 4] and [2, 2].
    expect(coverage).toMatchObject({ value: 3 / 6, replicates: 6 })
    expect(typeS).toMatchObject({ value: 1 / 3, replicates: 3 })
    expect(typeM?.value).toBeCloseTo((4 / 2 + 3 / 2 + 5 / 2) / 3, 12)
  })

  it('of a ratio has its errors on the logarithm', () => {
    const ratios = recordedOf(
      [
        [4, 1, 0.01],
        [0.5, 0.1, 0.01],
      ],
      'analysis a c',
    )
    const { typeS, typeM } = performanceOf(ratios, { ...asked, measure: 'ratio' })
    expect(typeS?.value).toBe(0.5)
    expect(typeM?.value).toBeCloseTo((2 + 1) / 2, 12)
  })

  it('is nothing where no replicate has an answer, and has no errors of what is not there', () => {
    const none = performanceOf(recordedOf([null, null], 'analysis a c'), asked)
    expect(none).toMatchObject({
      failures: { zero_variance: 2 },
      power: null,
      estimate: null,
      coverage: null,
      typeS: null,
    })
    expect(performanceOf(recorded, { ...asked, truth: 0 })).toMatchObject({ typeS: null, typeM: null })
    expect(performanceOf(recorded, { ...asked, truth: null })).toMatchObject({
      bias: null,
      coverage: null,
      typeM: null,
    })
  })

  it('is the same from parts in any order', () => {
    const [first, second] = [new Recorder({ from: 0, to: 2 }), new Recorder({ from: 2, to: 3 })]
    first.number('x', 1, 7)
    second.number('x', 2, 9)
    second.failure('x', 'no_events')
    first.failure('x', 'no_events')
    first.kind('a', 'ratio')
    const whole = together({ from: 0, to: 3 }, [second.recorded, first.recorded])
    expect(whole).toMatchObject({ failures: { x: { no_events: 2 } }, kinds: { a: 'ratio' } })
    expect(whole.numbers.x).toEqual(Float64Array.of(Number.NaN, 7, 9))
  })
})

describe('families', () => {
  const plan = {
    alpha,
    contrasts: [
      { id: 'one', title: 'One', arm: 'a', against: 'c' },
      { id: 'two', title: 'Two', arm: 'b', against: 'c' },
    ],
    analyses: [{ id: 'paid', title: 'Paid', outcome: 'paid', method: 'newcombe-difference', role: 'primary' }],
    families: [{ id: 'f', title: 'F', method: 'holm', members: [{ analysis: 'paid' }] }],
  } as unknown as Plan
  const recorder = new Recorder({ from: 0, to: 4 })
  const put = (at: number, one: number | null, two: number | null): void => {
    if (one !== null) recorder.number('analysis paid one p', at, one)
    if (two !== null) recorder.number('analysis paid two p', at, two)
  }
  put(0, 0.02, 0.04)
  put(1, 0.03, 0.04)
  put(2, 0.03, null)
  put(3, null, null)

  it('are adjusted in every replicate as the plan says', () => {
    const { families, adjusted } = adjustedFamilies(plan, ['paid'], recorder.recorded)
    // Holm: the smaller P twice, the larger at least that. A missing one counts as 1, and a replicate without any is left out.
    expect(adjusted.get('analysis paid one')).toEqual(Float64Array.of(0.04, 0.06, 0.06, Number.NaN))
    expect(adjusted.get('analysis paid two')).toEqual(Float64Array.of(0.04, 0.06, Number.NaN, Number.NaN))
    expect(families).toMatchObject([{ any: { value: 1 / 3, replicates: 3 }, all: { value: 1 / 3 }, comparisons: 2 }])
  })

  it('that are not simulated whole are not adjusted', () => {
    expect(adjustedFamilies(plan, [], recorder.recorded).families).toEqual([])
  })
})
