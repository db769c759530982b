import { describe, expect, it } from 'vitest'
import { type AuditFile, auditReport, findAuditFile, granularMean, readAuditFile } from '../../../src/index.ts'

describe('the audit as a library', () => {
  it('reads a file that comes with the package, and says the same of it as of the object', () => {
    const file: AuditFile = readAuditFile(findAuditFile('worked-example'))
    const audit = auditReport(structuredClone(file))
    expect(audit).toEqual(auditReport(file))
    expect(audit.totals.inconsistent).toBe(5)
  })

  it('offers the bounds that the checks rest on', () => {
    const printed = {
      text: '3.45',
      value: 3.45,
      decimals: 2,
      step: 0.01,
      bound: 'none',
      lower: 3.445,
      upper: 3.455,
    } as const
    expect(granularMean(printed, 20, { step: 1 }).fitting).toEqual({ lower: 3.45, upper: 3.45 })
  })
})
