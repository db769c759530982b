import type { AuditNumber, AuditWhole } from '../../../model/audit-file.ts'
import type { Domain, Quantities } from '../check.ts'
import { evaluate } from '../evaluate.ts'
import { fitOf } from '../verdict.ts'
import { sumOfParts } from '../whole.ts'

/** What a report says: that a printed number is something of others, or that parts make a whole. */
export type Statement = { kind: 'number'; of: AuditNumber } | { kind: 'whole'; of: AuditWhole }

export type Fit = 'some' | 'none' | 'unknown'

/** Whether what is known allows a statement. */
export function fitsStatement(statement: Statement, quantities: Quantities, domains: ReadonlyMap<string, Domain>): Fit {
  if (statement.kind === 'whole') {
    const { isPossible, isOuter, notPrinted } = sumOfParts(statement.of, quantities)
    if (!isPossible) return 'none'
    return isOuter || notPrinted.length > 0 ? 'unknown' : 'some'
  }
  const { id, is } = statement.of
  const printed = quantities.printedOf(id)
  if (printed === undefined || is === undefined) return 'some'
  const kind = domains.get(id)?.kind
  // A count behind a percentage and a multiple behind a mean are what the search is about: what they give has to print.
  const found = kind === 'count' || kind === 'multiples' ? quantities.rangeOf(id) : evaluate(is, quantities, printed)
  const fit = fitOf(printed, found)
  return fit === 'some' && found.notPrinted.length > 0 ? 'unknown' : fit
}
