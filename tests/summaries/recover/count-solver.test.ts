import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printedNumber } from '../../../src/model/printed-number.ts'
import { type CountFamily, type CountObservation, solveCounts } from '../../../src/summaries/recover/count-solver.ts'

const share = (figure: string, printed: string, level: number, scale: number): CountObservation => ({
  figure,
  printed: printedNumber(printed),
  value: ({ counts }) => (100 * (counts[level] ?? 0)) / scale,
  share: { level, scale },
})

const binary = (printed: string, n: number): CountFamily => ({
  levels: ['yes'],
  totals: [n],
  open: true,
  observations: [share('percent', printed, 0, n)],
})

const countsOf = (family: CountFamily, without?: string): readonly number[][] => {
  const found = solveCounts(family, without)
  return found.status === 'solved' ? found.solutions.map(({ counts }) => [...counts]).sort(byLevels) : []
}

describe('whole counts from rounded percentages', () => {
  it('finds the one count of each arm of the part-payment report', () => {
    expect(countsOf(binary('1.34', 5906))).toEqual([[79]])
    expect(countsOf(binary('1.30', 6718))).toEqual([[87]])
    expect(countsOf(binary('1.03', 6000))).toEqual([[62]])
  })

  it('finds none where no count gives the percentage', () => {
    expect(countsOf(binary('0.32', 6718))).toEqual([])
  })

  it('lists every way in which printed parts make up a whole', () => {
    // Facts on the report: 901 splits in 165 ways, 817 in 344, with these ranges.
    const whole = (n: number, printed: readonly string[]): CountFamily => ({
      levels: printed.map((_, level) => `level${level}`),
      totals: [n],
      open: false,
      observations: printed.map((text, level) => share(`part${level}`, text, level, n)),
    })
    const first = countsOf(whole(901, ['19', '32', '14', '36']))
    expect(first).toHaveLength(165)
    expect(rangesOf(first)).toEqual([
      [167, 175],
      [284, 292],
      [122, 130],
      [320, 328],
    ])
    const second = countsOf(whole(817, ['3', '3', '22', '72']))
    expect(second).toHaveLength(344)
    expect(rangesOf(second)).toEqual([
      [21, 28],
      [21, 28],
      [176, 183],
      [585, 592],
    ])
  })

  it('finds what brute force finds, with a total, a share of the rest and a figure left out', () => {
    const percent = fc.integer({ min: 0, max: 100 }).map(String)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), percent, percent, percent, (n, a, b, ofRest) => {
        const rest: CountObservation = {
          figure: 'of-rest',
          printed: printedNumber(ofRest),
          value: ({ counts: [, x = 0, y = 0] }) => (100 * x) / (x + y),
        }
        const family: CountFamily = {
          levels: ['a', 'b', 'c'],
          totals: [n],
          open: false,
          observations: [share('a', a, 0, n), share('b', b, 1, n), rest],
        }
        for (const without of [undefined, 'a', 'of-rest']) {
          expect(countsOf(family, without)).toEqual(bruteForce(n, family, without))
        }
      }),
    )
  })

  it('calls counts unbounded rather than list millions of ways', () => {
    const family: CountFamily = { levels: ['a', 'b', 'c'], totals: [5000], open: false, observations: [] }
    expect(solveCounts(family).status).toBe('unbounded')
  })

  it('holds a level to the outcome that includes it', () => {
    expect(countsOf({ ...binary('1.34', 5906), most: 78 })).toEqual([])
    expect(countsOf({ ...binary('1.34', 5906), most: 79 })).toEqual([[79]])
  })
})

function rangesOf(solutions: readonly (readonly number[])[]): number[][] {
  const width = solutions[0]?.length ?? 0
  return Array.from({ length: width }, (_, level) => {
    const values = solutions.map(counts => counts[level] ?? 0)
    return [Math.min(...values), Math.max(...values)]
  })
}

/** Every split of n into three, tested against the printed text by decimal rounding, not by the solver's ranges. */
function bruteForce(n: number, { observations }: CountFamily, without: string | undefined): number[][] {
  const found: number[][] = []
  const prints = ({ printed, value }: CountObservation, counts: number[]): boolean => {
    const given = value({ total: n, counts })
    return Math.abs(given - printed.value) <= 0.5 + 1e-12
  }
  for (let a = 0; a <= n; a += 1) {
    for (let b = 0; a + b <= n; b += 1) {
      const counts = [a, b, n - a - b]
      if (observations.every(seen => seen.figure === without || prints(seen, counts))) found.push(counts)
    }
  }
  return found
}

const byLevels = (x: number[], y: number[]): number =>
  x.map((value, at) => value - (y[at] ?? 0)).find(difference => difference !== 0) ?? 0
