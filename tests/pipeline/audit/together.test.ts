import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { auditOf, findingOf, inconsistencies, type MadeNumber, print } from './made-reports.ts'

type Report = Parameters<typeof auditOf>[0]

const number = (id: string, printed: string, is?: object): MadeNumber => ({
  id,
  printed,
  ...(is === undefined ? {} : { is }),
})
const jointOf = (report: Report, statements: readonly string[]) =>
  findingOf(auditOf({ ...report, together: [{ id: 'joint', statements }] }), 'joint')

/** Percentages of two groups, their difference, and the percentage of both groups. */
const shares = (both: string): Report => ({
  groups: [
    { id: 'a', n: 150 },
    { id: 'b', n: 150 },
    { id: 'all', n: 300 },
  ],
  numbers: [
    number('x', '33', { percentage: { n: 'a' } }),
    number('y', '27', { percentage: { n: 'b' } }),
    number('difference', '6.0', { difference: { of: 'x', less: 'y' } }),
    { id: 'x.cases', is: { count: { of: 'x' } } },
    { id: 'y.cases', is: { count: { of: 'y' } } },
    { id: 'cases', is: { sum: ['x.cases', 'y.cases'] } },
    number('both', both, { percentage: { n: 'all', of: 'cases' } }),
  ],
})

describe('statements that are each possible and not together', () => {
  // 33% of 150 is 49 or 50 cases, 27% is 40 or 41. A difference of 6.0 is 9 cases: 49 and 40, or 50 and 41. So there are 89 or 91
  // payers of 300, which is 29.67% or 30.33%, and never 90, which is 30.00%.
  const statements = ['x', 'y', 'difference', 'both']

  it('are inconsistent, and the conflict names the fewest', () => {
    const audit = auditOf(shares('30.00'))
    expect(inconsistencies(audit)).toEqual([])
    const found = jointOf(shares('30.00'), statements)
    expect(found).toMatchObject({ verdict: 'inconsistent', admissible: null, search: 'exact', by: statements })
    expect(found.reason).toBe('No values that print as the numbers make these true at once: “difference”, “both”.')
  })

  it.each([
    ['30.33', '50 of 150; y: 41 of 150'],
    ['29.67', '49 of 150; y: 40 of 150'],
  ])('with %s are consistent, by the only example', (both, example) => {
    const found = jointOf(shares(both), statements)
    expect(found.verdict).toBe('consistent')
    expect(found.reason).toBe(`All are true, for example, with x: ${example}.`)
  })

  it('of which one is impossible by itself say so', () => {
    const found = jointOf(
      {
        groups: [{ id: 'n', n: 10 }],
        numbers: [
          number('x', '35.0', { percentage: { n: 'n' } }),
          number('y', '30.0', { percentage: { n: 'n' } }),
          number('d', '5.0', { difference: { of: 'x', less: 'y' } }),
        ],
      },
      ['x', 'y', 'd'],
    )
    expect(found).toMatchObject({ verdict: 'inconsistent', reason: '“x” is impossible by itself.' })
  })
})

describe('percentages of one table', () => {
  const table = (difference: string): Report => ({
    groups: [{ id: 'n', n: 1000 }],
    numbers: [
      number('a', '33', { percentage: { n: 'n' } }),
      number('b', '33', { percentage: { n: 'n' } }),
      number('c', '34', { percentage: { n: 'n' } }),
      number('c-a', difference, { difference: { of: 'c', less: 'a' } }),
      number('c-b', difference, { difference: { of: 'c', less: 'b' } }),
    ],
    wholes: [{ id: 'table', parts: ['a', 'b', 'c'], of: 'n' }],
  })

  it('have to make the whole with the differences that are printed', () => {
    // c - a = c - b = d and a + b + c = 1000: 3 c = 1000 + 2 d with d in tenths of a point: d = 10 gives c = 340.
    expect(jointOf(table('1.0'), ['table', 'c-a', 'c-b'])).toMatchObject({
      verdict: 'consistent',
      reason: 'All are true, for example, with a: 330 of 1,000; b: 330 of 1,000; c: 340 of 1,000.',
    })
    // d = 11 or 9 leave no whole c. Each statement is possible, and so are any two of them.
    for (const difference of ['1.1', '0.9']) {
      expect(jointOf(table(difference), ['table', 'c-a', 'c-b']).verdict).toBe('inconsistent')
      for (const pair of [
        ['table', 'c-a'],
        ['table', 'c-b'],
        ['c-a', 'c-b'],
      ]) {
        expect(jointOf(table(difference), pair).verdict).toBe('consistent')
      }
    }
  })
})

describe('means of arms and of all', () => {
  const means = (total: string): Report => ({
    groups: [
      { id: 'a', n: 20 },
      { id: 'b', n: 30 },
      { id: 'all', n: 50 },
    ],
    numbers: [
      number('m', '3.45', { mean: { n: 'a', values: { step: 1 } } }),
      number('k', '2.7', { mean: { n: 'b', values: { step: 1 } } }),
      { id: 'm.sum', is: { product: ['m', 'a'] } },
      { id: 'k.sum', is: { product: ['k', 'b'] } },
      { id: 'sum', is: { sum: ['m.sum', 'k.sum'] } },
      number('mean', total, { ratio: { of: 'sum', to: 'all' } }),
    ],
  })

  it('use the whole numbers behind a mean where it is one of the statements', () => {
    // 69 + 80, 81 or 82 = 149, 150 or 151 of 50: 2.98, 3.00, 3.02. By rounding alone 2.99 could be.
    expect(jointOf(means('2.99'), ['m', 'k', 'mean']).verdict).toBe('inconsistent')
    expect(jointOf(means('2.99'), ['m', 'mean']).verdict).toBe('consistent')
    for (const total of ['2.98', '3.00', '3.02']) {
      expect(jointOf(means(total), ['m', 'k', 'mean']).verdict).toBe('consistent')
    }
  })
})

describe('two percentages, their difference and its interval', () => {
  const report = (upper: string): Report => ({
    groups: [
      { id: 'a', n: 2120 },
      { id: 'b', n: 2080 },
    ],
    numbers: [
      number('x', '29', { percentage: { n: 'a' } }),
      number('y', '21', { percentage: { n: 'b' } }),
      number('d', '8.1', { difference: { of: 'x', less: 'y' } }),
      number('u', upper, { interval: { side: 'upper', percentages: ['x', 'y'] } }),
    ],
  })

  it('are judged over every two counts', () => {
    // All counts with a difference that prints as 8.1, by hand: the least and the greatest upper limit.
    const limits: number[] = []
    for (let a = 605; a <= 625; a += 1) {
      for (let b = 427; b <= 447; b += 1) {
        const [p, q] = [a / 2120, b / 2080]
        if (Math.abs(100 * (p - q) - 8.1) > 0.05) continue
        limits.push(100 * (p - q + 1.959963984540054 * Math.sqrt((p * (1 - p)) / 2120 + (q * (1 - q)) / 2080)))
      }
    }
    const [least, most] = [Math.min(...limits), Math.max(...limits)]
    const statements = ['x', 'y', 'd', 'u']
    expect(jointOf(report(least.toFixed(3)), statements).verdict).toBe('consistent')
    expect(jointOf(report(most.toFixed(3)), statements).verdict).toBe('consistent')
    const beyond = (most + 0.2).toFixed(1)
    expect(findingOf(auditOf(report(beyond)), 'u').verdict).toBe('consistent')
    expect(jointOf(report(beyond), statements).verdict).toBe('inconsistent')
  })
})

describe('what cannot be settled', () => {
  it('depends on an unknown number', () => {
    const found = jointOf(
      {
        numbers: [
          { id: 'unknown' },
          number('part', '5.0'),
          number('share', '20', { share: { of: 'part', to: 'unknown' } }),
          number('twice', '10.0', { sum: ['part', 'part'] }),
        ],
      },
      ['share', 'twice'],
    )
    expect(found).toMatchObject({ verdict: 'undetermined', search: 'bound' })
    expect(found.reason).toContain('not printed')
  })

  it('has more parts than are looked at', () => {
    // a + b + c and a + b - c are both exact, and their halves do not go with whole numbers: parity, which intervals see late.
    const counts = ['a', 'b', 'c']
    const found = jointOf(
      {
        numbers: [
          ...counts.map(id => ({ id, printed: '50000', step: 10_000, whole: true as const })),
          { id: 'sum', printed: '150001', whole: true, is: { sum: counts } },
          { id: 'two', is: { sum: ['a', 'b'] } },
          { id: 'less', printed: '50000', whole: true, is: { difference: { of: 'two', less: 'c' } } },
        ],
      },
      ['sum', 'less'],
    )
    expect(found).toMatchObject({ verdict: 'undetermined', search: 'bound' })
    expect(found.reason).toContain('20,000 parts')
  })
})

describe('properties', () => {
  const group = fc
    .integer({ min: 5, max: 300 })
    .chain(n => fc.record({ n: fc.constant(n), events: fc.integer({ min: 0, max: n }) }))
  const given = fc.tuple(group, group, fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 }))
  const ids = ['p0', 'p1', 'd', 'u', 'both', 'half']

  function reportOf(first: { n: number; events: number }, second: typeof first, d: number, ds: number): Report {
    const [p, q] = [first.events / first.n, second.events / second.n]
    const se = Math.sqrt((p * (1 - p)) / first.n + (q * (1 - q)) / second.n)
    const all = first.n + second.n
    return {
      groups: [
        { id: 'g0', n: first.n },
        { id: 'g1', n: second.n },
        { id: 'all', n: all },
      ],
      numbers: [
        number('p0', print(100 * p, d), { percentage: { n: 'g0' } }),
        number('p1', print(100 * q, d), { percentage: { n: 'g1' } }),
        number('d', print(100 * (p - q), ds), { difference: { of: 'p0', less: 'p1' } }),
        number('u', print(100 * (p - q + 1.96 * se), ds), { interval: { side: 'upper', percentages: ['p0', 'p1'] } }),
        number('half', print(196 * se, ds), { half_width: { percentages: ['p0', 'p1'] } }),
        { id: 'c0', is: { count: { of: 'p0' } } },
        { id: 'c1', is: { count: { of: 'p1' } } },
        { id: 'c', is: { sum: ['c0', 'c1'] } },
        number('both', print((100 * (first.events + second.events)) / all, ds), { percentage: { n: 'all', of: 'c' } }),
      ],
    }
  }

  it('numbers that were computed from data and rounded are consistent together', () => {
    fc.assert(
      fc.property(given, ([first, second, d, ds]) => {
        expect(jointOf(reportOf(first, second, d, ds), ids).verdict).toBe('consistent')
      }),
      { numRuns: 150 },
    )
  })

  it('agree with trying every two counts, on reports of which a number was changed', () => {
    let [sound, faulty] = [0, 0]
    fc.assert(
      fc.property(given, fc.integer({ min: -3, max: 3 }), ([first, second, d, ds], change) => {
        const report = reportOf(first, second, d, ds)
        const shift = change * 10 ** -ds
        const numbers = report.numbers.map(each =>
          each.id === 'd' ? { ...each, printed: (Number(each.printed) + shift).toFixed(ds) } : each,
        )
        const isWithin = (value: number, printed: string | undefined, decimals: number): boolean =>
          Math.abs(value - Number(printed)) <= 0.5 * 10 ** -decimals * (1 + 1e-9)
        const printedOf = (id: string) => numbers.find(each => each.id === id)?.printed
        let isPossible = false
        for (let a = 0; a <= first.n; a += 1) {
          const p = (100 * a) / first.n
          if (!isWithin(p, printedOf('p0'), d)) continue
          for (let b = 0; b <= second.n; b += 1) {
            const q = (100 * b) / second.n
            isPossible ||=
              isWithin(q, printedOf('p1'), d) &&
              isWithin(p - q, printedOf('d'), ds) &&
              isWithin((100 * (a + b)) / (first.n + second.n), printedOf('both'), ds)
          }
        }
        const found = jointOf({ ...report, numbers }, ['p0', 'p1', 'd', 'both'])
        expect(found.verdict).toBe(isPossible ? 'consistent' : 'inconsistent')
        if (isPossible) sound += 1
        else faulty += 1
      }),
      { numRuns: 200 },
    )
    expect(Math.min(sound, faulty)).toBeGreaterThan(10)
  })

  it('wider rounding never makes an inconsistency, and the order of entries does not matter', () => {
    fc.assert(
      fc.property(given, fc.integer({ min: -3, max: 3 }), ([first, second, d, ds], change) => {
        const report = reportOf(first, second, d, ds)
        const numbers = report.numbers.map(each =>
          each.id === 'd' ? { ...each, printed: (Number(each.printed) + change * 10 ** -ds).toFixed(ds) } : each,
        )
        const verdict = (of: readonly MadeNumber[], order: readonly string[] = ids) =>
          jointOf({ ...report, numbers: of }, order).verdict
        const before = verdict(numbers)
        for (const wide of ['p0', 'd', 'u']) {
          const wider = numbers.map(each =>
            each.id === wide ? { ...each, step: 3 * 10 ** -(wide === 'p0' ? d : ds) } : each,
          )
          if (before === 'consistent') expect(verdict(wider)).not.toBe('inconsistent')
        }
        const [p0, p1, ...others] = numbers
        const turned = [p1, p0, ...others].filter(each => each !== undefined)
        expect(verdict(turned, [...ids].reverse())).toBe(before)
      }),
      { numRuns: 60 },
    )
  })
})
