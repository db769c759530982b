import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { auditReport } from '../../../src/pipeline/audit/audit-report.ts'
import { findAuditFile, readAuditFile } from '../../../src/pipeline/audit/read-audit-file.ts'
import { findingOf } from './made-reports.ts'

const audit = auditReport(readAuditFile(findAuditFile('part-payment')))

describe('the part payment report', () => {
  it('has two inconsistent statements, and seven that print does not settle', () => {
    expect(audit.findings.filter(({ verdict }) => verdict === 'inconsistent').map(({ id }) => id)).toEqual([
      'after_call.nrp_first',
      'cost.total',
    ])
    expect(audit.findings.filter(({ verdict }) => verdict === 'undetermined').map(({ id }) => id)).toEqual([
      'amount.pwc_first.half_width',
      'amount.nrp_first.half_width',
      'amount.control.half_width',
      'amount.h',
      'write_off.nrp_first',
      'arrears_paid.pwc_first',
      'arrears_paid.nrp_first',
    ])
    expect(audit.totals).toMatchObject({ inconsistent: 2, undetermined: 7, statements: audit.findings.length })
    expect(audit.findings.length).toBeGreaterThan(55)
  })

  it('says why: no whole number of cases, and a total below its parts', () => {
    expect(findingOf(audit, 'after_call.nrp_first')).toMatchObject({ admissible: null, counts: null })
    expect(findingOf(audit, 'after_call.nrp_first').reason).toBe(
      'No whole number of 6,718 gives it: 21 gives 0.313, 22 gives 0.327.',
    )
    expect(findingOf(audit, 'cost.total').admissible).toEqual({ lower: 308_000, upper: 309_000 })
  })

  it('finds the payers, chi-squared and P that follow from them', () => {
    const payers = ['pwc_first', 'nrp_first', 'control'].map(arm => findingOf(audit, `payers.${arm}`).counts)
    expect(payers).toEqual([79, 87, 62].map(count => ({ least: count, most: count })))
    expect(findingOf(audit, 'payers.chi_squared').admissible?.lower).toBeCloseTo(2.71461002, 8)
    expect(findingOf(audit, 'payers.chi_squared').search).toBe('exact')
  })

  it('bounds H, and says what the half-widths of means and the shares of arrears imply', () => {
    const { lower, upper } = findingOf(audit, 'amount.h').admissible ?? {}
    expect([lower, upper].map(end => Number(end?.toFixed(2)))).toEqual([2.44, 3.01])
    expect(findingOf(audit, 'amount.pwc_first.half_width').reason).toContain('89.59 to 89.99')
    expect(findingOf(audit, 'arrears_paid.pwc_first').reason).toContain('above 3,505,211')
  })

  it('says between which ends the half-widths of means are, from the means and the numbers of payers', () => {
    // With k payers of n the least deviation is m sqrt(n (n - k) / (k (n - 1))), the greatest m sqrt(n); times 1.96 / sqrt(n).
    const { lower, upper } = findingOf(audit, 'amount.control.half_width').admissible ?? {}
    expect(lower).toBeCloseTo(1.959963984540054 * 4.065 * Math.sqrt(5938 / (62 * 5999)), 9)
    expect(upper).toBeCloseTo(1.96 * 4.075, 9)
  })

  it('finds no conflict between statements', () => {
    const together = audit.findings.filter(({ check }) => check === 'together')
    expect(together.map(({ verdict }) => verdict)).toEqual(Array(6).fill('consistent'))
    expect(findingOf(audit, 'payers.together').reason).toContain('62 of 6,000')
  })

  it('takes less than a second', () => {
    const file = findAuditFile('part-payment')
    const from = performance.now()
    auditReport(readAuditFile(file))
    expect(performance.now() - from).toBeLessThan(1000)
  })
})
