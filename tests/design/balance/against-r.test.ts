import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { assessBalance } from '../../../src/design/index.ts'
import type { AllocatedCase, SampledCase } from '../../../src/model/case.ts'
import { balanceProtocol } from '../../support/balance.ts'

interface Row {
  id: string
  stratum: string
  arm: string
  age: number
  debt: number
  employed: boolean | null
  tenure: string | null
  since: string | null
  chance: number
}
interface View {
  arms: { mean: number; variance: number; n: number }[]
  contrasts: { difference: number; standardised: number; ratio: number | null }[]
}
const r = JSON.parse(readFileSync(new URL('../../oracles/design/balance.json', import.meta.url), 'utf8')) as {
  rows: Row[]
  unweighted: Record<string, View>
  weighted: Record<string, View>
  omnibus: { withinStrata: number; mahalanobis: number; columns: string[] }
}

const sampleOf = (rows: readonly Row[], stratum = (row: Row) => row.stratum): SampledCase[] =>
  rows.map(row => {
    const { id, age, debt, employed, tenure, since } = row
    return { id, stratum: stratum(row), cluster: id, baseline: { age, debt, employed, tenure, since } }
  })

const allocationOf = (rows: readonly Row[], sample: readonly SampledCase[], weighted: boolean): AllocatedCase[] =>
  rows.map(({ id, arm, chance }, index) => ({
    id,
    stratum: sample[index]?.stratum ?? '',
    cluster: id,
    arm,
    probability: weighted ? { numerator: chance, denominator: 120 } : { numerator: 1, denominator: 3 },
    position: 1,
    linked: false,
  }))

/** The fields of the oracle, and targets that the rows meet. */
const protocolFor = (rows: readonly Row[], sample: readonly SampledCase[], arms: readonly string[]) =>
  balanceProtocol(
    arms,
    sample.map(({ stratum }, index) => ({ stratum, arm: rows[index]?.arm ?? '' })),
    [
      { id: 'age', title: 'Age', type: 'integer', baseline: true },
      { id: 'debt', title: 'Debt', type: 'money', baseline: true },
      { id: 'employed', title: 'Employed', type: 'boolean', optional: true, baseline: true },
      {
        id: 'tenure',
        title: 'Tenure',
        type: 'category',
        levels: ['rent', 'own', 'other'],
        optional: true,
        baseline: true,
      },
      { id: 'since', title: 'Since', type: 'date', optional: true, baseline: true },
    ],
  )

function balanceBy(weighted: boolean) {
  const sample = sampleOf(r.rows)
  const protocol = protocolFor(r.rows, sample, ['control', 'letter', 'call'])
  return assessBalance(sample, allocationOf(r.rows, sample, weighted), protocol, { seed: 'r', draws: 19 })
}

/** Both compute in doubles from sums of at most 2^53; a dozen digits are left of the dates' variances in R. */
const near = (value: number | null | undefined) => (theirs: number) =>
  expect(Math.abs(Number(value) - theirs)).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(theirs)))

describe.each([
  { name: 'without weights', weighted: false, theirs: r.unweighted },
  { name: 'weighted by the inverse of the recorded probability', weighted: true, theirs: r.weighted },
])('the balance of every covariate $name is that of R', ({ weighted, theirs }) => {
  const { covariates, weighting } = balanceBy(weighted)

  it('has the covariates, and says how cases count', () => {
    expect(covariates.map(({ term }) => term).sort()).toEqual(Object.keys(theirs).sort())
    expect(weighting).toBe(weighted ? 'inverse_probability' : 'none')
    expect(covariates.map(({ views }) => views.map(view => view.weighting))).toEqual(
      covariates.map(() => (weighted ? ['inverse_probability', 'none'] : ['none'])),
    )
  })

  it.each(covariates)('$term', ({ term, views }) => {
    const [view, plain] = views
    const expected = theirs[term] as View
    view?.arms.forEach(({ n, mean, sd }, a) => {
      expect(n).toBe(expected.arms[a]?.n)
      near(mean)(expected.arms[a]?.mean as number)
      near(sd)(Math.sqrt(expected.arms[a]?.variance as number))
    })
    expect(view?.contrasts.map(({ arm, against }) => `${arm} ${against}`)).toEqual([
      'letter control',
      'call control',
      'letter call',
    ])
    view?.contrasts.forEach(({ difference, standardisedDifference, varianceRatio }, c) => {
      const { difference: gap, standardised, ratio } = expected.contrasts[c] as View['contrasts'][number]
      near(difference.status === 'computed' ? difference.value : null)(gap)
      near(standardisedDifference.status === 'computed' ? standardisedDifference.value : null)(standardised)
      if (ratio === null) expect(varianceRatio).toBeNull()
      else near(varianceRatio?.status === 'computed' ? varianceRatio.value : null)(ratio)
    })
    const plainMeans = plain?.arms.map(({ mean }) => mean)
    if (!weighted) return
    for (const [a, { mean }] of (r.unweighted[term]?.arms ?? []).entries()) near(plainMeans?.[a])(mean)
  })
})

describe('the omnibus statistic is that of R', () => {
  it("with three arms and two strata: Pillai's trace of the arms, within strata", () => {
    const { omnibus } = balanceBy(false)
    if (omnibus.status === 'undefined') throw new Error(omnibus.detail)
    expect([...omnibus.result.columns].sort()).toEqual([...r.omnibus.columns].sort())
    expect(omnibus.result.dropped).toEqual([])
    expect(omnibus.result.statistic / r.omnibus.withinStrata).toBeCloseTo(1, 11)
    expect(omnibus.result.approximation.degreesOfFreedom).toBe(18)
  })

  it("with two arms and no strata: Mahalanobis's squared distance times n1 n2 / n", () => {
    const rows = r.rows.filter(({ arm }) => arm !== 'call')
    const sample = sampleOf(rows, () => 'all')
    const protocol = protocolFor(rows, sample, ['control', 'letter'])
    const { omnibus } = assessBalance(sample, allocationOf(rows, sample, false), protocol, { seed: 'r', draws: 19 })
    if (omnibus.status === 'undefined') throw new Error(omnibus.detail)
    expect(omnibus.result.statistic / r.omnibus.mahalanobis).toBeCloseTo(1, 11)
    expect(omnibus.result.approximation.degreesOfFreedom).toBe(9)
  })
})
