import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { auditOf, findingOf, type MadeNumber } from './made-reports.ts'

// Computed with R 4.2.2 by tests/oracles/audit/further-checks.R.
const r = JSON.parse(readFileSync('tests/oracles/audit/further-checks.json', 'utf8')) as Record<string, number>
const rounded = (name: string, decimals: number): string => (r[name] as number).toFixed(decimals)

const number = (id: string, printed: string, is?: object): MadeNumber => ({
  id,
  printed,
  ...(is === undefined ? {} : { is }),
})
const verdictOf = (audit: ReturnType<typeof auditOf>, id: string) => findingOf(audit, id).verdict

describe("Yates's correction", () => {
  const rows = [
    { n: 'a', counts: ['x'] },
    { n: 'b', counts: ['y'] },
  ]
  const audit = (x2: string, correction?: 'yates') =>
    findingOf(
      auditOf({
        groups: [
          { id: 'a', n: 20 },
          { id: 'b', n: 20 },
        ],
        numbers: [
          { id: 'x', printed: '8', whole: true },
          { id: 'y', printed: '15', whole: true },
          number('x2', x2, { chi_squared: { rows, ...(correction === undefined ? {} : { correction }) } }),
        ],
      }),
      'x2',
    )

  it('is the one of R where it is declared', () => {
    const { verdict, admissible } = audit(rounded('yates_x2', 3), 'yates')
    expect(verdict).toBe('consistent')
    expect(admissible?.lower).toBeCloseTo(r.yates_x2 as number, 12)
    expect(audit(rounded('plain_x2', 3)).verdict).toBe('consistent')
  })

  it('is a remark, and no verdict, where a statistic fits the other way only', () => {
    const plain = audit(rounded('yates_x2', 2))
    expect(plain).toMatchObject({ verdict: 'inconsistent' })
    expect(plain.reason).toBe("The other numbers give 5.0128. With Yates's correction it fits.")
    const corrected = audit(rounded('plain_x2', 2), 'yates')
    expect(corrected).toMatchObject({ verdict: 'inconsistent' })
    expect(corrected.reason).toContain("Without Yates's correction it fits.")
    expect(audit('4.20').reason).not.toContain('Yates')
  })
})

describe('correlations', () => {
  const audit = auditOf({
    groups: [{ id: 'pairs', n: 12 }],
    numbers: [
      number('r', rounded('r', 6)),
      number('t', rounded('r_t', 2), { t: { correlation: 'r', n: 'pairs' } }),
      number('r2', rounded('r', 3), { correlation: { t: 't', n: 'pairs' } }),
      number('df', '10', { degrees_of_freedom: { of: 't' } }),
      number('p', '<0.001', { p: { correlation: 'r', n: 'pairs' } }),
      number('lower', rounded('r_lower', 3), { interval: { side: 'lower', correlation: 'r', n: 'pairs' } }),
      number('upper', rounded('r_upper', 3), { interval: { side: 'upper', correlation: 'r', n: 'pairs' } }),
      number('weak', '-0.33'),
      number('weak.t', '-1.10', { t: { correlation: 'weak', n: 'pairs' } }),
      number('weak.r', '-0.33', { correlation: { t: 'weak.t', n: 'pairs' } }),
      number('weak.p', rounded('weak_p', 2), { p: { correlation: 'weak', n: 'pairs' } }),
      number('wrong', '0.03', { p: { correlation: 'weak', n: 'pairs' } }),
      number('wrong-df', '11', { degrees_of_freedom: { of: 't' } }),
      number('beyond', '1.20'),
      number('of-beyond', '0.01', { p: { correlation: 'beyond', n: 'pairs' } }),
    ],
  })

  it('have the t, P, degrees of freedom and limits that R gives', () => {
    expect(audit.findings.filter(({ verdict }) => verdict === 'inconsistent').map(({ id }) => id)).toEqual([
      ...['wrong', 'wrong-df', 'of-beyond'],
    ])
    expect(audit.totals.undetermined).toBe(0)
    const t = findingOf(audit, 't').admissible
    expect((t?.upper ?? 0) - (t?.lower ?? 0)).toBeLessThan(1e-3)
    expect(t?.lower).toBeLessThan(r.r_t as number)
    expect(t?.upper).toBeGreaterThan(r.r_t as number)
  })

  it('of which the P of r(12) = -.33 is between those of -.335 and -.325', () => {
    const { lower, upper } = findingOf(audit, 'weak.p').admissible ?? {}
    expect(lower).toBeLessThan(r.weak_p as number)
    expect(upper).toBeGreaterThan(r.weak_p as number)
    // 2 * pt(-0.335 * sqrt(10 / (1 - 0.335^2)), 10) and the same of 0.325
    expect([lower, upper].map(end => end?.toFixed(6))).toEqual(['0.287137', '0.302654'])
  })
})

// Altman and Bland (2011a): a relative risk of 0.81 (0.70 to 0.94) has P 0.005.
// Altman and Bland (2011b): 49% against 32%, P 0.032, has 1.4 to 32.6; a relative risk of 0.30, P 0.034, has 0.10 to 0.91.
describe('P from an interval', () => {
  const ratio = (p: string, estimate?: string, printed = '0.81') =>
    findingOf(
      auditOf({
        numbers: [
          number('rr', printed),
          number('l', '0.70'),
          number('u', '0.94'),
          number('p', p, {
            p: { ...(estimate === undefined ? {} : { estimate }), lower: 'l', upper: 'u', scale: 'log' },
          }),
        ],
      }),
      'p',
    )

  it('of a ratio is that of Altman and Bland', () => {
    expect(ratio('0.005', 'rr').verdict).toBe('consistent')
    expect(ratio('0.05', 'rr').verdict).toBe('inconsistent')
    const { lower, upper } = ratio('0.005', 'rr').admissible ?? {}
    expect(lower).toBeLessThan(r.ratio_p as number)
    expect(upper).toBeGreaterThan(r.ratio_p as number)
  })

  it('is within narrower ends where the estimate is printed too', () => {
    const width = (estimate?: string, printed?: string): number => {
      const { lower, upper } = ratio('0.005', estimate, printed).admissible ?? {}
      return (upper ?? 0) - (lower ?? 0)
    }
    expect(width('rr')).toBe(width())
    expect(width('rr', '0.811')).toBeLessThan(width())
  })

  it('is undetermined where the estimate is not in the middle of the limits: the interval was made another way', () => {
    const found = auditOf({
      numbers: [
        number('e', '5.0'),
        number('l', '1.0'),
        number('u', '20.0'),
        number('p', '0.9', { p: { estimate: 'e', lower: 'l', upper: 'u' } }),
      ],
    })
    expect(findingOf(found, 'p')).toMatchObject({ verdict: 'undetermined', search: 'bound' })
    expect(findingOf(found, 'p').reason).toContain('in the middle')
  })

  it('is undetermined where a limit of a ratio prints as 0, which has no logarithm', () => {
    const found = auditOf({
      numbers: [
        number('l', '0.0'),
        number('u', '3.0'),
        number('p', '0.9', { p: { lower: 'l', upper: 'u', scale: 'log' } }),
      ],
    })
    expect(verdictOf(found, 'p')).toBe('undetermined')
  })
})

describe('an interval from P', () => {
  const limits = (estimate: string, p: string, lower: string, upper: string, scale: string) =>
    auditOf({
      numbers: [
        number('e', estimate),
        number('p', p),
        number('l', lower, { interval: { side: 'lower', estimate: 'e', p: 'p', scale } }),
        number('u', upper, { interval: { side: 'upper', estimate: 'e', p: 'p', scale } }),
      ],
    })

  it('of a difference and of a ratio is that of Altman and Bland', () => {
    const zinc = limits('17', '0.032', '1.4', '32.6', 'linear')
    const risk = limits('0.30', '0.034', '0.10', '0.91', 'log')
    expect([zinc, risk].flatMap(audit => audit.findings.map(({ verdict }) => verdict))).toEqual(
      Array(4).fill('consistent'),
    )
    for (const [audit, name] of [
      [zinc, 'zinc'],
      [risk, 'risk'],
    ] as const) {
      for (const [id, side] of [
        ['l', 'lower'],
        ['u', 'upper'],
      ] as const) {
        const { lower, upper } = findingOf(audit, id).admissible ?? {}
        expect(lower).toBeLessThan(r[`${name}_${side}`] as number)
        expect(upper).toBeGreaterThan(r[`${name}_${side}`] as number)
      }
    }
  })

  it('which P excludes is inconsistent', () => {
    const wrong = limits('17', '0.032', '-1.4', '35.4', 'linear')
    expect(wrong.totals.inconsistent).toBe(2)
    expect(limits('0.30', '0.034', '0.05', '1.80', 'log').totals.inconsistent).toBe(2)
  })

  it('is anything beyond the estimate where P can be 1', () => {
    const { admissible } = findingOf(limits('17', '1.0', '-300', '334', 'linear'), 'l')
    expect(admissible?.lower).toBeNull()
    expect(admissible?.upper).toBeLessThan(-220)
  })
})

describe('a difference of two percentages', () => {
  const audit = (lower: string, upper: string, half: string) =>
    auditOf({
      groups: [
        { id: 'a', n: 212 },
        { id: 'b', n: 208 },
      ],
      numbers: [
        number('x', '28.8', { percentage: { n: 'a' } }),
        number('y', '20.7', { percentage: { n: 'b' } }),
        number('l', lower, { interval: { side: 'lower', percentages: ['x', 'y'] } }),
        number('u', upper, { interval: { side: 'upper', percentages: ['x', 'y'] } }),
        number('h', half, { half_width: { percentages: ['x', 'y'] } }),
      ],
    })

  it('has the limits and the half-width that R gives', () => {
    const found = audit(rounded('difference_lower', 1), rounded('difference_upper', 1), '8.2')
    expect(found.totals.consistent).toBe(5)
    // The critical value may be 1.96 or the exact one: its ends are four millionths of a point apart.
    expect(findingOf(found, 'u').admissible?.lower).toBeCloseTo(r.difference_upper as number, 9)
    expect(findingOf(found, 'l').admissible?.upper).toBeCloseTo(r.difference_lower as number, 9)
    expect(audit('0.1', '16.1', '8.0').totals.inconsistent).toBe(3)
  })
})

describe('a half-width whose standard deviation is not printed', () => {
  const halfWidth = (printed: string, sd: object | undefined) =>
    findingOf(
      auditOf({
        groups: [{ id: 'n', n: 100 }],
        numbers: [
          { id: 'paid', printed: '10', whole: true },
          number('mean', '5.00'),
          { id: 'sd', ...(sd === undefined ? {} : { is: { sd } }) },
          number('half', printed, { half_width: { sd: 'sd', n: 'n' } }),
        ],
      }),
      'half',
    )
  const values = { step: 0.01, least: 0 }

  it('can be anything, and implies a standard deviation', () => {
    expect(halfWidth('2.95', undefined)).toMatchObject({
      verdict: 'undetermined',
      admissible: { lower: null, upper: null },
    })
    expect(halfWidth('2.95', undefined).reason).toContain('It implies a standard deviation of 15.03 to 15.08.')
  })

  it('is at least that of equal payments and at most that of one payment, where the payers are counted', () => {
    const sd = { mean: 'mean', n: 'n', values, nonzero: 'paid' }
    const found = halfWidth('2.96', sd)
    expect(found.verdict).toBe('undetermined')
    expect(found.admissible?.lower).toBeCloseTo((1.959963984540054 * 0.999 * (r.payments_sd as number)) / 10, 9)
    expect(found.admissible?.upper).toBeCloseTo((1.96 * 1.001 * (r.alone_sd as number)) / 10, 9)
    expect(halfWidth('2.93', sd).verdict).toBe('inconsistent')
    expect(halfWidth('9.83', sd).verdict).toBe('inconsistent')
    expect(halfWidth('2.93', { mean: 'mean', n: 'n', values }).verdict).toBe('undetermined')
  })

  it('is at most that of values at both ends', () => {
    const found = halfWidth('0.98', { mean: 'mean', n: 'n', values: { step: 1, least: 0, most: 10 } })
    expect(found.admissible).toMatchObject({ lower: 0 })
    expect(found.admissible?.upper).toBeCloseTo((1.96 * (r.ends_sd as number)) / 10, 9)
  })
})

// Brown and Heathers (2017): the mean of 28 whole numbers is 5.18 or 5.21, never 5.19.
describe('a published example of GRIM', () => {
  it.each([
    ['5.18', 'consistent'],
    ['5.19', 'inconsistent'],
    ['5.21', 'consistent'],
  ])('a mean of %s of 28 whole numbers is %s', (printed, verdict) => {
    const audit = auditOf({
      groups: [{ id: 'n', n: 28 }],
      numbers: [number('mean', printed, { mean: { n: 'n', values: { step: 1 } } })],
    })
    expect(verdictOf(audit, 'mean')).toBe(verdict)
  })
})
