import { describe, expect, it } from 'vitest'
import * as numerics from '../../src/numerics/index.ts'
import { readGrid, relativeError } from './oracle.ts'

/** Relative to the truth: one ulp of the exponent alone is worth 1e-13 at 1e-300. */
const bar = 1e-12

/** Below this a double soon has no full precision left, so the bar is not asked there. */
const smallest = 1e-300

const functions = new Map(
  Object.entries(numerics).flatMap(([name, value]) =>
    typeof value === 'function' ? [[name, value as (...args: number[]) => number] as const] : [],
  ),
)

describe.each([
  ['grid1', 'tails and probabilities'],
  ['grid2', 'quantiles'],
  ['grid3', 'noncentral distributions'],
  ['studentised-range', 'studentised range'],
  ['holdout', 'fractional, tiny and huge parameters and log tails'],
  ['noncentral', 'noncentral distributions: tiny and huge parameters, densities and logs'],
  ['counts', 'quantiles of counts, log probabilities'],
])('%s (%s)', file => {
  it.each(Object.entries(readGrid(file)))(`%s is within ${bar} of mpmath`, (name, rows) => {
    const f = functions.get(name)
    const misses: string[] = []
    for (const [args, printed] of rows) {
      const truth = Number(printed)
      if (truth !== 0 && Math.abs(truth) < smallest) continue
      const got = f?.(...args) ?? Number.NaN
      if (!(relativeError(got, truth) <= bar)) misses.push(`${name}(${args.join(', ')}): ${got}, not ${printed}`)
    }
    expect(misses).toEqual([])
  })
})

/** What the quadrature that made them is good to, absolutely; it is in double precision (see its origin). */
const quadratureError = 5e-11

it.each([
  ['cdf', numerics.studentisedRangeCdf],
  ['upperTail', numerics.studentisedRangeUpperTail],
])('studentised range, %s, is within 5e-11 of a quadrature in doubles', (name, f) => {
  const rows = readGrid('studentised-quadrature')[name] ?? []
  expect(rows).toHaveLength(603)
  const misses = rows.filter(([[q = 0, groups = 0, df = 0], value]) => {
    return !(Math.abs(f(q, groups, df) - Number(value)) <= quadratureError)
  })
  expect(misses).toEqual([])
})
