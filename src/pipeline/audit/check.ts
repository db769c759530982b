import type { AuditNumber, RelationName, RelationOf } from '../../model/audit-file.ts'
import type { PrintedNumber } from '../../model/printed-number.ts'
import type { Attainable, Known, KnownCount } from './known.ts'

/** Where a number was narrowed to: whole numbers (behind a percentage, or a count), multiples of a unit, or a range. */
export type Domain =
  | { kind: 'count'; least: number; most: number }
  | { kind: 'multiples'; least: number; most: number; unit: number }
  | { kind: 'range'; lower: number; upper: number }

/** What a search for numbers that fit together takes as given. */
export interface Narrowing {
  domains: ReadonlyMap<string, Domain>
  /** Ids of the numbers that are what their relation says. */
  asserted: ReadonlySet<string>
}

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
  isGroup(id: string): boolean
  /** The same with numbers narrowed down, and with statements taken as true. */
  narrowed(narrowing: Narrowing): Quantities
}

/** What a relation allows, given what is known of the numbers that it names; `printed` is the number that it is of. */
export type Check<Name extends RelationName> = (
  relation: RelationOf<Name>,
  quantities: Quantities,
  printed: PrintedNumber | undefined,
) => Attainable
