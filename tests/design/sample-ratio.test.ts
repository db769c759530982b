import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { streamsOf } from '../../src/core/random.ts'
import { allocate, assessBalance, type RatioFinding, type SampleRatio, sampleRatio } from '../../src/design/index.ts'
import type { AllocatedCase, SampledCase } from '../../src/model/case.ts'
import { chiSquaredUpperTail } from '../../src/numerics/index.ts'
import { withAge } from '../support/balance.ts'
import { protocolOf, sampleOf } from '../support/designs.ts'

const { ratios: r } = JSON.parse(readFileSync(new URL('../oracles/design/balance.json', import.meta.url), 'utf8')) as {
  ratios: Record<'multinomial' | 'hypergeometric', { observed: number[]; statistic: number; p: number }> & {
    large: { statistic: number; p: number }
  }
}
const arms = ['a', 'b', 'c']
const chances = [0.5, 0.3, 0.2]

function tested({ finding }: SampleRatio): Extract<RatioFinding, { kind: 'tested' }> {
  if (finding.kind !== 'tested') throw new Error(finding.kind)
  return finding
}

describe('counts of arms against the mechanism’s', () => {
  it('of cases drawn by themselves: Pearson’s statistic with the exact multinomial P of R', () => {
    const { observed, statistic, p } = r.multinomial
    const found = sampleRatio({ group: 'all', observed, parts: [{ cases: 20, chances }] }, arms, 'independent')
    expect(found.arms.map(({ expected }) => expected)).toEqual([10, 6, 4])
    expect(tested(found)).toMatchObject({ degreesOfFreedom: 2, by: 'exact' })
    expect(tested(found).statistic).toBeCloseTo(statistic, 12)
    expect(tested(found).pValue).toBeCloseTo(p, 12)
  })

  it('of a part of cases dealt to fixed counts: the multivariate hypergeometric P of R', () => {
    const { observed, statistic, p } = r.hypergeometric
    const parts = [{ cases: 20, chances, dealtAmong: 60 }]
    const found = tested(sampleRatio({ group: 'b', observed, parts }, arms, 'fixed'))
    // The counts vary less than Pearson's statistic takes them to, by (60 - 20) / (60 - 1).
    expect(found.statistic).toBeCloseTo((statistic * 59) / 40, 12)
    expect(found.pValue).toBeCloseTo(p, 12)
  })

  it('is chi-squared, and R’s chisq.test, beyond 20,000 sets of counts', () => {
    const observed = [5050, 2900, 2100]
    const found = tested(
      sampleRatio({ group: 'all', observed, parts: [{ cases: 10050, chances }] }, arms, 'independent'),
    )
    expect(found.by).toBe('chi-squared')
    expect(found.statistic).toBeCloseTo(r.large.statistic, 10)
    expect(found.pValue).toBeCloseTo(r.large.p, 12)
    const two = (n: number) =>
      tested(
        sampleRatio(
          { group: 'g', observed: [n, 0], parts: [{ cases: n, chances: [0.5, 0.5] }] },
          ['a', 'b'],
          'independent',
        ),
      ).by
    expect([two(19_999), two(20_000)]).toEqual(['exact', 'chi-squared'])
  })

  it('puts parts with different chances together, exactly', () => {
    const parts = [
      { cases: 2, chances: [0.5, 0.5] },
      { cases: 1, chances: [0.1, 0.9] },
    ]
    const found = tested(sampleRatio({ group: 'b', observed: [3, 0], parts }, ['a', 'b'], 'independent'))
    // Of 0 to 3 cases in the first arm, 1.1 expected, only 3 is as far: 0.5^2 x 0.1.
    expect(found.pValue).toBeCloseTo(0.025, 14)
    expect(found.statistic).toBeCloseTo(1.9 ** 2 / (2 * 0.25 + 0.09), 12)
    const most = tested(sampleRatio({ group: 'b', observed: [1, 2], parts }, ['a', 'b'], 'independent'))
    expect(most.pValue).toBe(1)
  })

  it('says that a draw fixes counts, and calls a difference an error of the record', () => {
    const parts = [{ cases: 10, chances, dealtAmong: 10 }]
    const finding = (observed: number[]) => sampleRatio({ group: 'all', observed, parts }, arms, 'fixed').finding
    expect(finding([5, 3, 2])).toEqual({ kind: 'fixed', differences: [] })
    expect(finding([6, 2, 2])).toEqual({
      kind: 'fixed',
      differences: [
        { arm: 'a', observed: 6, expected: 5 },
        { arm: 'b', observed: 2, expected: 3 },
      ],
    })
  })

  it('calls a case in an arm of no chance an error of the record', () => {
    const never = [{ cases: 10, chances: [0.5, 0.5, 0] }]
    const ratio = (observed: number[]) => sampleRatio({ group: 'all', observed, parts: never }, arms, 'independent')
    expect(ratio([5, 4, 1]).finding).toEqual({ kind: 'fixed', differences: [{ arm: 'c', observed: 1, expected: 0 }] })
    expect(tested(ratio([6, 4, 0]))).toMatchObject({ degreesOfFreedom: 1, by: 'exact' })
  })

  it.each([
    ['clusters', 'Linked cases were allocated together'],
    ['dependent', 'The method does not draw each case by itself'],
  ] as const)('gives no P of %s', (draw, detail) => {
    const parts = [{ cases: 20, chances }]
    const { finding } = sampleRatio({ group: 'all', observed: [9, 9, 2], parts }, arms, draw)
    expect(finding).toMatchObject({ kind: 'not_tested', reason: draw, detail: expect.stringContaining(detail) })
  })
})

describe('strata and batches of an allocation', () => {
  const targets = { north: { control: 6, letter: 5, call: 5 }, south: { control: 5, letter: 5, call: 4 } }
  const protocol = withAge(protocolOf(targets))
  const single = (n: number): string[] => new Array(n).fill('')
  const batched = (sample: readonly SampledCase[]): SampledCase[] =>
    sample.map((item, at) => ({ ...item, baseline: { age: at % 5 === 0 ? null : at % 2 } }))
  const ratiosOf = (sample: readonly SampledCase[], change = (cases: AllocatedCase[]) => cases) =>
    assessBalance(sample, change(allocate(sample, protocol, streamsOf('1'))), protocol, {
      seed: '1',
      draws: 9,
      batch: 'age',
    }).sampleRatios

  it('strata are fixed; batches of single cases are drawn without replacement', () => {
    const sample = batched(sampleOf({ north: single(16), south: single(14) }))
    const { strata, batches } = ratiosOf(sample)
    expect(strata.map(({ group, finding }) => [group, finding])).toEqual([
      ['north', { kind: 'fixed', differences: [] }],
      ['south', { kind: 'fixed', differences: [] }],
    ])
    expect(batches?.ratios.map(({ group, cases }) => [group, cases])).toEqual([
      ['(missing)', 6],
      ['0', 12],
      ['1', 12],
    ])
    const [missing] = batches?.ratios ?? []
    const inNorth = sample.filter(({ stratum, baseline }) => stratum === 'north' && baseline.age === null).length
    expect(missing?.arms[0]?.expected).toBeCloseTo((inNorth * 6) / 16 + ((6 - inNorth) * 5) / 14, 12)
    for (const ratio of batches?.ratios ?? []) {
      const { pValue, statistic, by } = tested(ratio)
      expect(by).toBe('exact')
      expect(pValue).toBeGreaterThan(0)
      // The distribution of so few counts is near chi-squared, not on it.
      expect(Math.abs(pValue - chiSquaredUpperTail(statistic, 2))).toBeLessThan(0.25)
    }
  })

  it('with linked cases strata are fixed still, and batches have an expectation and no P', () => {
    const sample = batched(sampleOf({ north: ['x', 'x', ...single(14)], south: single(14) }))
    const { strata, batches } = ratiosOf(sample)
    expect(strata.map(({ finding }) => finding.kind)).toEqual(['fixed', 'fixed'])
    expect(batches?.ratios.map(({ finding }) => finding.kind === 'not_tested' && finding.reason)).toEqual(
      new Array(3).fill('clusters'),
    )
    const totals = batches?.ratios.map(({ arms: counts }) =>
      counts.reduce((sum, { expected }) => sum + Number(expected), 0),
    )
    expect(totals).toEqual([6, 12, 12].map(n => expect.closeTo(n, 10)))
  })

  it('a record that does not meet the targets is an error of the record', () => {
    const sample = batched(sampleOf({ north: single(16), south: single(14) }))
    const { strata } = ratiosOf(sample, cases =>
      cases.map((item, at) =>
        at === cases.findIndex(({ arm }) => arm === 'letter') ? { ...item, arm: 'call' } : item,
      ),
    )
    expect(strata[0]?.finding).toEqual({
      kind: 'fixed',
      differences: [
        { arm: 'letter', observed: 4, expected: 5 },
        { arm: 'call', observed: 6, expected: 5 },
      ],
    })
  })
})
