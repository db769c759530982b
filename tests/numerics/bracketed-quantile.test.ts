import { expect, it } from 'vitest'
import { InternalError } from '../../src/core/errors.ts'
import { bracketedQuantile } from '../../src/numerics/bracketed-quantile.ts'
import { normalPdf, normalUpperTail } from '../../src/numerics/index.ts'
import type { LogTailWithDensity } from '../../src/numerics/log-tail.ts'
import { relativeError } from './oracle.ts'

/** Two normal humps, 24 apart: between them the density all but vanishes and Newton's method leaps far out. */
const humps = (u: number): LogTailWithDensity => ({
  side: 'upper',
  log: Math.log((normalUpperTail(u + 12) + normalUpperTail(u - 12)) / 2),
  logDensity: Math.log((normalPdf(u + 12) + normalPdf(u - 12)) / 2),
})

it.each([-20, -12, -3, 0, 5, 12, 30])('finds the point of a density with two humps from %d', start => {
  for (const p of [1e-200, 0.01, 0.25, 0.4999, 0.5001, 0.7, 0.99]) {
    const u = bracketedQuantile(humps, 'upper', Math.log(p), start, 2)
    expect(relativeError(Math.exp(humps(u).log), p)).toBeLessThan(1e-11)
  }
  const lower = bracketedQuantile(humps, 'lower', Math.log(0.3), start, 2)
  expect(relativeError(Math.exp(humps(lower).log), 0.7)).toBeLessThan(1e-11)
})

it('says so when there is no such point', () => {
  const nothing = (): LogTailWithDensity => ({ side: 'upper', log: Number.NaN, logDensity: 0 })
  expect(() => bracketedQuantile(nothing, 'upper', -1, 0, 2)).toThrow(InternalError)
})
