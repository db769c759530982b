import type { AuditNumber, RelationName, RelationOf } from '../../model/audit-file.ts'
import type { PrintedNumber } from '../../model/printed-number.ts'
import type { Attainable, Known, KnownCount } from './known.ts'

/** What an audit file says of each of its groups and numbers. */
export interface Quantities {
  /** Values that a number may have; a group is its number of cases. */
  rangeOf(id: string): Known
  /** Whole numbers that a group, a count or the number behind a percentage may be. */
  countOf(id: string): KnownCount
  /** Where the number is a percentage, its denominator. */
  denominatorOf(id: string): KnownCount
  numberOf(id: string): AuditNumber
  titleOf(id: string): string
  /** A group prints its number of cases. */
  printedOf(id: string): PrintedNumber | undefined
}

/** What a relation allows, given what is known of the numbers that it names; `printed` is the number that it is of. */
export type Check<Name extends RelationName> = (
  relation: RelationOf<Name>,
  quantities: Quantities,
  printed: PrintedNumber | undefined,
) => Attainable
