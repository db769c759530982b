import { describe, expect, it } from 'vitest'
import { TrialError } from '../../../src/core/errors.ts'
import { streamsOf } from '../../../src/core/random.ts'
import {
  allocate,
  assessBalance,
  baselineCovariates,
  type DesignProtocol,
  dealerOf,
  joinCases,
  prepareOmnibus,
} from '../../../src/design/index.ts'
import type { SampledCase } from '../../../src/model/case.ts'
import { binomialCdf, binomialUpperTail } from '../../../src/numerics/index.ts'
import { enumerateDraws } from '../../support/enumerate.ts'
import { designOf, type SmallDesign, smallDesigns } from '../../support/small-designs.ts'

/** Values of which no two sums agree. */
const values = [23, 31, 44, 59, 27, 72, 38, 65, 50, 19, 83, 91]
const draws = 3000
const falseAlarm = 1e-7

/** What a draw gives; nothing where the method refuses it, as rerandomisation may. */
function attempted<T>(draw: () => T): T | undefined {
  try {
    return draw()
  } catch (error) {
    if (error instanceof TrialError) return undefined
    throw error
  }
}

/** The design with a baseline field more, which its draw does not read. */
function withSize(design: SmallDesign): { sample: SampledCase[]; protocol: DesignProtocol } {
  const protocol = designOf(design)
  const size = { id: 'size', title: 'Size', type: 'integer' as const, baseline: true as const }
  return {
    sample: design.sample.map((item, at) => ({ ...item, baseline: { ...item.baseline, size: values[at] ?? 0 } })),
    protocol: { ...protocol, caseload: { ...protocol.caseload, fields: [...protocol.caseload.fields, size] } },
  }
}

describe('the omnibus test draws again as every method draws', () => {
  it.each(smallDesigns)('$name', design => {
    const { sample, protocol } = withSize(design)
    const arms = protocol.arms.map(({ id }) => id)
    const cases = joinCases(sample, allocate(sample, protocol, streamsOf('1')))
    const prepared = prepareOmnibus(cases, baselineCovariates(cases, protocol).covariates, protocol, 'redraws')
    if ('status' in prepared) throw new Error(prepared.status)

    const deal = dealerOf(sample, protocol)
    expect([...Array.from(deal(streamsOf('1')))]).toEqual(cases.map(({ arm }) => arms.indexOf(arm)))

    const exact = new Map<string, number>()
    let found = 0
    for (const { value, probability } of enumerateDraws(source =>
      attempted(() => allocate(sample, protocol, () => source)),
    )) {
      if (value === undefined) continue
      const { covariates } = baselineCovariates(cases, protocol)
      const redrawn = prepareOmnibus(joinCases(sample, value), covariates, protocol, '')
      const key = ('status' in redrawn ? Number.NaN : redrawn.observed).toFixed(8)
      const share = Number(probability.numerator) / Number(probability.denominator)
      found += share
      exact.set(key, (exact.get(key) ?? 0) + share)
    }
    const drawn = Array.from({ length: draws }, (_, replicate) => prepared.draw(replicate))
    expect(drawn.filter(value => !exact.has(value.toFixed(8)))).toEqual([])
    const alarm = falseAlarm / smallDesigns.length / exact.size / 2
    for (const [key, share] of exact) {
      const count = drawn.filter(value => value.toFixed(8) === key).length
      const p = Math.min(1, share / found)
      const unlikely =
        p < 1 && (binomialCdf(count, draws, p) < alarm || (count > 0 && binomialUpperTail(count - 1, draws, p) < alarm))
      expect(unlikely, `${key}: ${count} of ${draws}, expected ${p}`).toBe(false)
    }
  })
})

describe('sample ratios of other methods than fixed counts', () => {
  const findingsOf = (design: SmallDesign) => {
    const { sample, protocol } = withSize(design)
    const allocated = allocate(sample, protocol, streamsOf('1'))
    return assessBalance(sample, allocated, protocol, { seed: '1', draws: 9 }).sampleRatios.strata
  }
  /** Without clusters, so that what is said is said of the method. */
  const ofMethod = (method: string): SmallDesign[] =>
    smallDesigns
      .filter(({ allocation }) => allocation.method === method)
      .map(design => ({ ...design, sample: design.sample.map(item => ({ ...item, cluster: item.id })) }))

  it('are tested, exactly, where every case is drawn by itself', () => {
    const strata = ofMethod('case-probabilities').flatMap(findingsOf)
    expect(strata.length).toBeGreaterThan(0)
    for (const { finding, arms, cases } of strata) {
      expect(finding).toMatchObject({ kind: 'tested', by: 'exact' })
      expect(arms.reduce((sum, { expected }) => sum + Number(expected), 0)).toBeCloseTo(cases, 10)
    }
  })

  it('have no P where cases hang together, and the reason is said', () => {
    for (const method of ['complete', 'permuted-blocks', 'minimisation']) {
      const strata = ofMethod(method).flatMap(findingsOf)
      expect(strata.length).toBeGreaterThan(0)
      expect(new Set(strata.map(({ finding }) => finding.kind === 'not_tested' && finding.reason))).toEqual(
        new Set(['dependent']),
      )
    }
  })
})
