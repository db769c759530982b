import { type Audit, type AuditFinding, auditVerdicts } from '../../model/audit.ts'
import { type AuditFile, type AuditNumber, type Relation, referencesOf, relationName } from '../../model/audit-file.ts'
import type { PrintedNumber } from '../../model/printed-number.ts'
import type { Quantities } from './check.ts'
import { evaluate } from './evaluate.ts'
import type { Attainable } from './known.ts'
import { quantitiesOf } from './quantities.ts'
import { togetherFinding } from './together/finding.ts'
import { judge } from './verdict.ts'
import { wholeFinding } from './whole.ts'

/**
 * Checks every statement of an audit file: that a printed number is what its relation says of other printed numbers. Each
 * is checked by itself, over everything that the roundings of the others allow, and those that are declared to belong
 * together also at once.
 *
 * A statement is inconsistent only where no admissible values give the print: a report whose numbers were computed from data and
 * then rounded is never called so.
 */
export function auditReport(file: AuditFile): Audit {
  const quantities = quantitiesOf(file)
  const { title, publisher = null, note = null } = file.document
  const found = [
    ...file.numbers.flatMap(number => {
      const printed = quantities.printedOf(number.id)
      const { is } = number
      return printed === undefined || is === undefined ? [] : [findingOf(number, is, printed, quantities)]
    }),
    ...file.wholes.map(whole => wholeFinding(whole, quantities)),
    ...file.together.map(each => togetherFinding(each, file, quantities)),
  ]
  const findings = auditVerdicts.flatMap(verdict => found.filter(finding => finding.verdict === verdict))
  const count = (verdict: string): number => found.filter(finding => finding.verdict === verdict).length
  return {
    schema: 'equipoise/audit/1',
    document: { title, publisher, note },
    numbers: file.groups.length + file.numbers.filter(({ printed }) => printed !== undefined).length,
    findings,
    totals: {
      inconsistent: count('inconsistent'),
      undetermined: count('undetermined'),
      consistent: count('consistent'),
      statements: found.length,
    },
  }
}

function findingOf(
  { id, title, place = '', note }: AuditNumber,
  is: Relation,
  printed: PrintedNumber,
  quantities: Quantities,
): AuditFinding {
  const found = evaluate(is, quantities, printed)
  const by = [...new Set(referencesOf(is).map(reference => reference.id))]
  return {
    ...{ id, title, place, printed: printed.text, check: relationName(is) },
    ...outcomeOf(found),
    by,
    ...judge(printed, found),
    note: note ?? null,
  }
}

const finite = (end: number): number | null => (Number.isFinite(end) ? end : null)

const outcomeOf = ({ range, counts = null, isOuter }: Attainable) => ({
  admissible: range === null ? null : { lower: finite(range.lower), upper: finite(range.upper) },
  counts,
  search: isOuter ? ('bound' as const) : ('exact' as const),
})
