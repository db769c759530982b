import { describe, expect, it } from 'vitest'
import { chiSquaredUpperTail, type SecondOpinion, secondOpinion, studentTTwoSided } from '../../src/numerics/index.ts'
import { readGrid } from './oracle.ts'

const grid = { ...readGrid('grid1'), ...readGrid('grid2') }

const helpers: readonly (readonly [string, (ours: number, ...args: number[]) => SecondOpinion, number])[] = [
  ['normalUpperTail', secondOpinion.normalUpperTail, 25],
  ['chiSquaredUpperTail', secondOpinion.chiSquaredUpperTail, 500],
  ['studentTUpperTail', secondOpinion.studentTUpperTail, 150],
  ['fUpperTail', secondOpinion.fUpperTail, 600],
  ['normalQuantile', secondOpinion.normalQuantile, 25],
  ['studentTQuantile', secondOpinion.studentTQuantile, 200],
  ['betaQuantile', secondOpinion.betaQuantile, 1000],
]

/** mpmath at 40 digits: I_x(df / 2, 1 / 2) / 2 with x = df / (df + t^2), and its root. */
const largeDf = [
  [0.01, 12345.6, 0.49601072447491806],
  [0.5, 12345.6, 0.3085419945254617],
  [2, 12345.6, 0.022761065609406425],
  [4, 12345.6, 3.1855908492959775e-5],
  [0.01, 50_000, 0.4960106636334298],
  [0.5, 50_000, 0.3085386389267292],
  [2, 50_000, 0.022752831522148714],
  [4, 50_000, 3.171676734042601e-5],
] as const
const largeDfQuantiles = [
  [0.9, 20_000, 1.2815938962102156],
  [0.975, 20_000, 1.9600826051581353],
  [0.999, 20_000, 3.0906398618543305],
  [0.9, 1e6, 1.2815524121299384],
  [0.975, 1e6, 1.959966356814107],
  [0.999, 1e6, 3.09024045631652],
] as const

describe('the second opinion', () => {
  it.each(helpers)('agrees with the mpmath truth all over its window: %s', (name, opinion, least) => {
    const given = (grid[name] ?? []).flatMap(([args, truth]) => {
      const one = opinion(Number(truth), ...args)
      return one === 'outside window' ? [] : [one]
    })
    expect(given.length).toBeGreaterThan(least)
    expect(given.filter(one => !one.agrees)).toEqual([])
  })

  it('tells a wrong number from a right one', () => {
    const right = chiSquaredUpperTail(2.71461, 2)
    expect(secondOpinion.chiSquaredUpperTail(right, 2.71461, 2)).toMatchObject({ agrees: true, tolerance: 1e-6 })
    expect(secondOpinion.chiSquaredUpperTail(right + 1e-5, 2.71461, 2)).toMatchObject({ agrees: false })
    expect(secondOpinion.studentTTwoSided(studentTTwoSided(-2, 10), -2, 10)).toMatchObject({ agrees: true })
    expect(secondOpinion.studentTTwoSided(studentTTwoSided(-2, 10) / 2, -2, 10)).toMatchObject({ agrees: false })
  })

  it.each(largeDf)('agrees with mpmath up to 50,000 degrees of freedom: P(t > %d) at %d', (t, df, truth) => {
    expect(secondOpinion.studentTUpperTail(truth, t, df)).toMatchObject({ agrees: true })
    expect(secondOpinion.studentTTwoSided(2 * truth, t, df)).toMatchObject({ agrees: true })
  })

  it.each(largeDfQuantiles)('agrees with mpmath up to 1e6 degrees of freedom: quantile %d at %d', (p, df, truth) => {
    expect(secondOpinion.studentTQuantile(truth, p, df)).toMatchObject({ agrees: true })
  })

  it('sees a tail where ours has vanished or is no number', () => {
    expect(secondOpinion.chiSquaredUpperTail(0, 2.71461, 2)).toMatchObject({ agrees: false })
    expect(secondOpinion.normalTwoSided(1e-10, 2)).toMatchObject({ agrees: false })
    expect(secondOpinion.studentTTwoSided(Number.NaN, 2, 10)).toMatchObject({ agrees: false })
    expect(secondOpinion.normalTwoSided(0.04550026389635842, -2)).toMatchObject({ agrees: true })
  })

  it('says nothing outside its window', () => {
    expect(secondOpinion.chiSquaredUpperTail(1e-10, 42, 1)).toBe('outside window')
    expect(secondOpinion.studentTUpperTail(0.02, 2, 60_000)).toBe('outside window')
    expect(secondOpinion.studentTTwoSided(0.02, 2, 60_000)).toBe('outside window')
    expect(secondOpinion.studentTQuantile(1.96, 0.975, 2e6)).toBe('outside window')
    expect(secondOpinion.normalTwoSided(1e-12, 7.13)).toBe('outside window')
    expect(secondOpinion.fUpperTail(0.02, 2, 3, 20_000)).toBe('outside window')
    expect(secondOpinion.betaQuantile(0.1, 1e-6, 3, 4)).toBe('outside window')
    expect(secondOpinion.studentTQuantile(3, 0.9999, 4)).toBe('outside window')
  })
})
