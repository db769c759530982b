import fc from 'fast-check'
import type { Audit } from '../../../src/model/audit.ts'
import { auditFileSchema } from '../../../src/model/audit-file.ts'
import { auditFileChecks } from '../../../src/model/audit-file-checks.ts'
import { validate } from '../../../src/model/validate.ts'
import { auditReport } from '../../../src/pipeline/audit/audit-report.ts'

export interface MadeNumber {
  id: string
  printed?: string
  is?: object
  whole?: true
  step?: number
}

/** Audits a report of made-up numbers, which have to be a sound file. */
export function auditOf(file: {
  groups?: readonly { id: string; n: number }[]
  numbers: readonly MadeNumber[]
  wholes?: readonly { id: string; parts: readonly string[]; of: string }[]
  together?: readonly { id: string; statements: readonly string[] }[]
}): Audit {
  const checked = validate(auditFileSchema, auditFileChecks, {
    schema: 'equipoise/audit-file/1',
    document: { title: 'A report' },
    groups: (file.groups ?? []).map(({ id, n }) => ({ id, title: id, n: String(n) })),
    numbers: file.numbers.map(number => ({ title: number.id, place: 'page 1', ...number })),
    wholes: (file.wholes ?? []).map(whole => ({ title: whole.id, place: 'page 1', ...whole })),
    together: (file.together ?? []).map(each => ({ title: each.id, ...each })),
  })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems, null, 1))
  return auditReport(checked.value)
}

export const findingOf = (audit: Audit, id: string) => {
  const found = audit.findings.find(finding => finding.id === id)
  if (found === undefined) throw new Error(`no finding ${id}`)
  return found
}

/** What an audit calls inconsistent, with the reason. */
export const inconsistencies = ({ findings }: Audit): string[] =>
  findings
    .filter(({ verdict }) => verdict === 'inconsistent')
    .map(({ id, printed, reason }) => `${id} ${printed}: ${reason}`)

/** A value as a report prints it. Halves go up, or to the even digit: reports do either. */
export function print(value: number, decimals: number, toEven = false): string {
  const scaled = value * 10 ** decimals
  const isHalf = Math.abs(Math.abs(scaled % 1) - 0.5) < 1e-9
  const rounded = isHalf
    ? toEven
      ? 2 * Math.round(scaled / 2)
      : Math.sign(scaled) * Math.floor(Math.abs(scaled) + 0.5 + 1e-9)
    : Math.round(scaled)
  return (rounded / 10 ** decimals).toFixed(decimals)
}

export const decimals = fc.integer({ min: 0, max: 3 })

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
export const sumOfSquares = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0)
export const deviation = (values: readonly number[]): number => Math.sqrt(sumOfSquares(values) / (values.length - 1))
