import fc from 'fast-check'
import { expect, it } from 'vitest'
import { simulationStream } from '../../../src/core/simulation-random.ts'
import type { Draw } from '../../../src/model/synthetic-draw.ts'
import { compileDraw, lognormalPence, truncatedNormal, weightedChoice } from '../../../src/pipeline/synthetic/draws.ts'

const source = (seed: string) => simulationStream({ purpose: 'test of draws', seed })

function draws(draw: Draw, count: number, row: readonly string[] = []): string[] {
  const sample = compileDraw(draw, {
    source: source('draw'),
    asOf: '2015-10-01',
    columnOf: name => ['level'].indexOf(name),
  })
  return Array.from({ length: count }, () => sample(row))
}

it('draws fixed and missing values', () => {
  expect(new Set(draws({ value: '0.00' }, 5))).toEqual(new Set(['0.00']))
  expect(new Set(draws({ missing: true }, 5))).toEqual(new Set(['']))
})

it('draws dates before the date of eligibility, both ends included', () => {
  expect(new Set(draws({ daysBefore: { from: 0, to: 2 } }, 200))).toEqual(
    new Set(['2015-10-01', '2015-09-30', '2015-09-29']),
  )
})

it('never chooses what has no weight', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(0, 0.3, 1, 5), { minLength: 1, maxLength: 6 }).filter(all => all.some(one => one > 0)),
      fc.string(),
      (weights, seed) => {
        const [choose, from] = [weightedChoice(weights), source(seed)]
        for (let draw = 0; draw < 50; draw += 1) expect(weights[choose(from)]).toBeGreaterThan(0)
      },
    ),
  )
  expect(new Set(draws({ shares: { a: 0, b: 1, c: 0 } }, 100))).toEqual(new Set(['b']))
})

it('takes a draw by the level of an earlier field', () => {
  const draw: Draw = { by: 'level', when: { low: { value: '1' } }, otherwise: { value: '2' } }
  expect(draws(draw, 1, ['low'])).toEqual(['1'])
  expect(draws(draw, 1, ['high'])).toEqual(['2'])
  expect(() => draws({ by: 'level', when: {} }, 1, ['low'])).toThrow('no draw where level is "low"')
})

it('keeps amounts and ages between their ends, and reaches them', () => {
  const amount = lognormalPence({ median: '1', sigma: 1, from: '0.99', to: '1.01' })
  const from = source('amounts')
  expect(new Set(Array.from({ length: 400 }, () => amount(from)))).toEqual(new Set([99, 100, 101]))
  expect(new Set(draws({ wholeNormal: { mean: 40, sd: 30, from: 18, to: 20 } }, 400))).toEqual(
    new Set(['18', '19', '20']),
  )
})

it('has the distribution function of a truncated normal', () => {
  // P(X <= x) = (F(x) - F(-1)) / (F(2) - F(-1)) for a standard normal cut to [-1, 2]; scipy.stats.truncnorm.cdf(x, -1, 2).
  const [draw, from, n] = [truncatedNormal(0, 1, -1, 2), source('normal'), 40_000]
  const values = Array.from({ length: n }, () => draw(from))
  for (const [x, probability] of [
    [-0.5, 0.18309708],
    [0, 0.41698875],
    [1, 0.8339775],
  ] as const) {
    const share = values.filter(value => value <= x).length / n
    expect(Math.abs(share - probability)).toBeLessThan(6 * Math.sqrt((probability * (1 - probability)) / n))
  }
})
