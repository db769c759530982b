import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { auditReport } from '../../../src/pipeline/audit/audit-report.ts'
import { findAuditFile, readAuditFile } from '../../../src/pipeline/audit/read-audit-file.ts'
import { auditOf, findingOf, inconsistencies } from './made-reports.ts'

// Computed with R 4.2.2 by tests/oracles/audit/worked-example.R.
const r = JSON.parse(readFileSync('tests/oracles/audit/worked-example.json', 'utf8')) as Record<string, number>

describe('the worked example', () => {
  const audit = auditReport(readAuditFile(findAuditFile('worked-example')))

  it('has the planted faults and no other', () => {
    expect(audit.findings.filter(({ verdict }) => verdict === 'inconsistent').map(({ id }) => id)).toEqual([
      ...['letter.paid.upper', 'paid.p', 'control.score', 'control.score.sd', 'cost.total'],
    ])
  })

  it.each([
    ['letter.paid.half_width', 'wald_letter'],
    ['letter.paid.lower', 'wilson_letter_lower'],
    ['letter.paid.upper', 'wilson_letter_upper'],
    ['paid.chi_squared', 'x2'],
    ['paid.p', 'x2_p'],
    ['letter.score.upper', 'mean_upper'],
    ['score.p', 't_p'],
    ['offices.f', 'f'],
    ['offices.p', 'f_p'],
    ['paid.corrected', 'yates'],
    ['paid.difference.lower', 'difference_lower'],
    ['paid.difference.upper', 'difference_upper'],
    ['paid.difference.p', 'difference_p'],
    ['calls.p', 'r_p'],
  ])('allows what R computed from the data: %s', (id, name) => {
    const { lower, upper } = findingOf(audit, id).admissible ?? {}
    const value = r[name] as number
    // The half-width and the P of F are wider or narrower than the data's by the rounding of what they follow from.
    const room = ['offices.p', 'score.p'].includes(id) ? 0.002 : 1e-6
    expect(lower).toBeLessThanOrEqual(value + room)
    expect(upper).toBeGreaterThanOrEqual(value - room)
  })

  it('has the same values as R where only one is admissible', () => {
    expect(findingOf(audit, 'paid.chi_squared').admissible?.lower).toBeCloseTo(r.x2 as number, 9)
    expect(findingOf(audit, 'letter.paid.lower').admissible?.upper).toBeCloseTo(r.wilson_letter_lower as number, 9)
  })
})

const number = (id: string, printed: string, is?: object) => ({ id, printed, ...(is === undefined ? {} : { is }) })
const p = (statistic: string, distribution: string, df: readonly number[], tails = 'two') => ({
  p: { statistic, distribution, df, tails },
})

describe('P values', () => {
  // pchisq(10, 3, lower=F) 0.01856614, 2*pt(-2.5, 17) 0.02298, pf(4.2, 2, 30, lower=F) 0.02464, 2*pnorm(-1.96) 0.049996
  it.each([
    ['chi_squared', '10.00', [3], '0.019', '0.021'],
    ['t', '-2.50', [17], '0.023', '0.025'],
    ['f', '4.20', [2, 30], '0.025', '0.027'],
    ['z', '1.960', [], '0.050', '0.052'],
  ] as const)('of %s are those that R gives, and no other', (distribution, value, df, right, wrong) => {
    const audit = auditOf({
      numbers: [
        number('x', value),
        number('right', right, p('x', distribution, df)),
        number('wrong', wrong, p('x', distribution, df)),
      ],
    })
    expect(audit.findings.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['wrong', 'inconsistent'],
      ['right', 'consistent'],
    ])
  })

  it('of one tail, with bounds, and with a rounded number of degrees of freedom', () => {
    const audit = auditOf({
      numbers: [
        number('z', '1.645'),
        number('one', '0.05', p('z', 'z', [], 'one')),
        number('t', '2.12'),
        number('df', '17.4'),
        number('welch', '0.05', { p: { statistic: 't', distribution: 't', df: ['df'] } }),
        number('below', '<0.05', { p: { statistic: 't', distribution: 't', df: ['df'] } }),
      ],
    })
    expect(inconsistencies(audit)).toEqual([])
    expect(findingOf(audit, 'welch').admissible?.lower).toBeLessThan(0.0488)
  })
})

describe('what cannot be told', () => {
  it('is undetermined, with the unknown number named', () => {
    const audit = auditOf({
      numbers: [
        { id: 'unknown' },
        number('part', '5.0'),
        number('share', '20', { share: { of: 'part', to: 'unknown' } }),
      ],
    })
    expect(findingOf(audit, 'share')).toMatchObject({ verdict: 'undetermined' })
    expect(findingOf(audit, 'share').reason).toContain('unknown')
  })

  it('a number that is used twice: outer bounds, and no verdict within them', () => {
    const shared = (share: string) =>
      auditOf({
        numbers: [
          number('a', '10'),
          number('b', '30'),
          { id: 'sum', is: { sum: ['a', 'b'] } },
          number('share', share, { share: { of: 'a', to: 'sum' } }),
        ],
      })
    expect(findingOf(shared('25.0'), 'share')).toMatchObject({ verdict: 'undetermined', search: 'bound' })
    expect(findingOf(shared('40.0'), 'share')).toMatchObject({ verdict: 'inconsistent' })
  })

  it('Kruskal-Wallis H: outside of what any amounts give it is inconsistent, inside undetermined', () => {
    const groups = [79, 87, 62].map((_, i) => ({ n: `g${i}`, nonzero: `c${i}` }))
    const audit = (h: string) =>
      auditOf({
        groups: [5906, 6718, 6000].map((n, i) => ({ id: `g${i}`, n })),
        numbers: [
          ...[79, 87, 62].map((count, i) => number(`c${i}`, String(count))),
          number('h', h, { kruskal_wallis: { groups } }),
        ],
      })
    expect(['2.43', '2.44', '3.01', '3.02'].map(h => findingOf(audit(h), 'h').verdict)).toEqual([
      ...['inconsistent', 'undetermined', 'undetermined', 'inconsistent'],
    ])
  })
})

describe('chi-squared of counts and rounded percentages', () => {
  it('is one value for printed counts, and many for percentages', () => {
    const rows = [
      { n: 'a', counts: ['x'] },
      { n: 'b', counts: ['y'] },
    ]
    const groups = [
      { id: 'a', n: 100 },
      { id: 'b', n: 100 },
    ]
    const of = (x: object, y: object, value: string) =>
      findingOf(
        auditOf({
          groups,
          numbers: [{ id: 'x', ...x }, { id: 'y', ...y }, number('x2', value, { chi_squared: { rows } })],
        }),
        'x2',
      )
    // chisq.test(cbind(c(20, 35), c(80, 65)), correct = FALSE): 5.6426
    expect(of({ printed: '20' }, { printed: '35' }, '5.64').verdict).toBe('consistent')
    expect(of({ printed: '20' }, { printed: '35' }, '5.65').verdict).toBe('inconsistent')
  })

  it('of large tables is judged by bounds and by tables on the way', () => {
    const audit = (value: string) =>
      auditOf({
        groups: [
          { id: 'a', n: 50_000 },
          { id: 'b', n: 50_000 },
        ],
        numbers: [
          number('x', '3', { percentage: { n: 'a' } }),
          number('y', '21', { percentage: { n: 'b' } }),
          {
            ...number('x2', value, {
              chi_squared: {
                rows: [
                  { n: 'a', counts: ['x'] },
                  { n: 'b', counts: ['y'] },
                ],
              },
            }),
            step: 10,
          },
        ],
      })
    expect(findingOf(audit('7500'), 'x2')).toMatchObject({ verdict: 'consistent', search: 'bound' })
    expect(findingOf(audit('1000'), 'x2').verdict).toBe('inconsistent')
    expect(findingOf(audit('20000'), 'x2').verdict).toBe('inconsistent')
  })
})

describe('intervals', () => {
  it('are as far from the estimate on one side as on the other, on their scale', () => {
    const audit = auditOf({
      numbers: [
        number('estimate', '1.50'),
        number('lower', '1.00'),
        number('right', '2.25', { symmetric: { around: 'estimate', other: 'lower', scale: 'log' } }),
        number('wrong', '2.00', { symmetric: { around: 'estimate', other: 'lower', scale: 'log' } }),
        number('linear', '2.00', { symmetric: { around: 'estimate', other: 'lower' } }),
      ],
    })
    expect(audit.findings.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['wrong', 'inconsistent'],
      ['right', 'consistent'],
      ['linear', 'consistent'],
    ])
  })

  it('of Wald may be cut at 0 or not, and 1.96 may be the exact critical value: 1 of 4 is -17.43 below', () => {
    const limit = { interval: { side: 'lower', percentage: 'p', method: 'wald' } }
    const audit = auditOf({
      groups: [{ id: 'n', n: 4 }],
      numbers: [
        number('p', '25', { percentage: { n: 'n' } }),
        ...['-17.43', '-17.44', '0.00', '-17.42'].map((printed, i) => number(`l${i}`, printed, limit)),
      ],
    })
    expect(inconsistencies(audit).map(line => line.slice(0, 2))).toEqual(['l3'])
  })

  it('of Clopper and Pearson: 5 of 20 is 8.66 to 49.10 (R: binom.test)', () => {
    const of = (side: string, printed: string) =>
      number(`${side}.${printed.replace('.', '-')}`, printed, {
        interval: { side, percentage: 'p', method: 'clopper-pearson' },
      })
    const audit = auditOf({
      groups: [{ id: 'n', n: 20 }],
      numbers: [
        number('p', '25', { percentage: { n: 'n' } }),
        ...[of('lower', '8.66'), of('upper', '49.10'), of('lower', '8.67'), of('upper', '49.11')],
      ],
    })
    expect(audit.findings.map(({ id, verdict }) => [id, verdict])).toEqual([
      ...[
        ['lower.8-67', 'inconsistent'],
        ['upper.49-11', 'inconsistent'],
        ['p', 'consistent'],
      ],
      ...[
        ['lower.8-66', 'consistent'],
        ['upper.49-10', 'consistent'],
      ],
    ])
  })
})
