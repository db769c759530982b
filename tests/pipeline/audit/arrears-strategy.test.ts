import { expect, it } from 'vitest'
import { auditReport } from '../../../src/pipeline/audit/audit-report.ts'
import { findAuditFile, readAuditFile } from '../../../src/pipeline/audit/read-audit-file.ts'
import { findingOf } from './made-reports.ts'

const file = readAuditFile(findAuditFile('arrears-strategy'))
const audit = auditReport(file)
const printed = (id: string): number => Number(file.numbers.find(number => number.id === id)?.printed)

it('rebuilds the £3.8bn of the strategy from its printed parts', () => {
  expect(printed('state') + printed('parents')).toBeCloseTo(printed('outstanding'), 12)
  expect(printed('flowing') + printed('not_flowing')).toBeCloseTo(1.015, 12)
  expect(findingOf(audit, 'outstanding').verdict).toBe('consistent')
  expect(findingOf(audit, 'current').admissible).toEqual({
    lower: expect.closeTo(1.014, 9),
    upper: expect.closeTo(1.016, 9),
  })
})

it('says that what is owed to parents exceeds its printed parts, which rounding alone can make good', () => {
  const parts = printed('flowing') + printed('not_flowing') + printed('arrears_only')
  expect(parts).toBeCloseTo(2.215, 12)
  expect(printed('parents') - parts).toBeCloseTo(0.085, 12)
  const finding = findingOf(audit, 'parents')
  expect(finding.admissible).toEqual({ lower: expect.closeTo(2.164, 9), upper: expect.closeTo(2.266, 9) })
  // Of the admissible values only those from £2.25bn on print as £2.3bn: £1.2bn would have to be £1.234bn or more.
  expect(finding.verdict).toBe('consistent')
  expect(finding.reason).toBe('Some admissible values print as this.')
})
