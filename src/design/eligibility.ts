import type { CivilDate } from '../core/civil-date.ts'
import { Combinations } from '../core/combinations.ts'
import { sumOf } from '../core/lists.ts'
import { NumberColumn } from '../core/number-column.ts'
import type { CaseTable } from '../model/case.ts'
import { compilePredicate } from '../model/condition-predicate.ts'
import type { Protocol } from '../model/protocol.ts'
import { ruleFields } from '../model/rule-fields.ts'

export type EligibilityProtocol = Pick<Protocol, 'caseload' | 'eligibility' | 'register'>

/** How many cases a criterion excludes. */
export interface ExclusionCount {
  criterion: string
  /** Cases that fail it, whatever else they fail: does not depend on the order of the criteria. */
  failed: number
  /** Cases that fail it and nothing else. */
  failedOnly: number
  /** Cases of which it is the first failed criterion, in the protocol's order: a step of the waterfall. */
  failedFirst: number
  /** Cases left after this step of the waterfall. */
  remaining: number
}

/** What became of every case and criterion. */
export interface Eligibility {
  criteria: readonly string[]
  /** Every set of criteria that some case fails, in the protocol's order; the empty one where some case fails none. */
  reasons: readonly (readonly string[])[]
  /** For each row, which of `reasons` is its own. */
  reasonsOf: Pick<NumberColumn, 'at' | 'length'>
  /** Rows of the cases that fail nothing, in the table's order. */
  eligibleRows: Int32Array
  assessed: number
  counts: readonly ExclusionCount[]
}

/** Which criteria each case of the caseload fails: all of them, not only the first. */
export function assessEligibility(table: CaseTable, protocol: EligibilityProtocol): Eligibility {
  const { caseload, eligibility } = protocol
  const context = { table, fields: ruleFields(protocol), asOf: caseload.asOf.date }
  const predicates = eligibility.map(({ rule }) => compilePredicate(rule, context))
  return gather(protocol, table.ids.length, (row, criterion) => !predicates[criterion]!(row))
}

/** The criteria that one case of a table fails on a day of its own, in the protocol's order. */
export function exclusionReasonsOn(
  day: CivilDate,
  table: CaseTable,
  { caseload, eligibility }: EligibilityProtocol,
): readonly string[] {
  const protocol = { caseload: { ...caseload, asOf: { date: day } }, eligibility }
  return exclusionReasons(assessEligibility(table, protocol), 0)
}

/** The same of cases that were assessed one by one: the criteria that each failed. */
export function eligibilityOfReasons(
  reasons: readonly (readonly string[])[],
  protocol: Pick<Protocol, 'eligibility'>,
): Eligibility {
  const ids = protocol.eligibility.map(({ id }) => id)
  return gather(protocol, reasons.length, (row, criterion) => reasons[row]!.includes(ids[criterion]!))
}

/** The criteria that a case fails, in the protocol's order; none where it is eligible. */
export function exclusionReasons({ reasons, reasonsOf }: Eligibility, row: number): readonly string[] {
  return reasons[reasonsOf.at(row) ?? -1] ?? []
}

/** Asks of every row whether it fails each criterion, named by its index. */
function gather(
  { eligibility }: Pick<Protocol, 'eligibility'>,
  assessed: number,
  fails: (row: number, criterion: number) => boolean,
): Eligibility {
  const criteria = eligibility.map(({ id }) => id)
  const sets = new Combinations(criteria.length, fails)
  const reasons: string[][] = []
  const casesOf: number[] = []
  const reasonsOf = new NumberColumn()
  const eligible = new Int32Array(assessed)
  let eligibleCount = 0
  for (let row = 0; row < assessed; row += 1) {
    const set = sets.of(row)
    if (set === reasons.length) reasons.push(criteria.filter((_, criterion) => fails(row, criterion)))
    casesOf[set] = (casesOf[set] ?? 0) + 1
    reasonsOf.push(set)
    if (reasons[set]!.length === 0) eligible[eligibleCount++] = row
  }
  const counts = tally(criteria, reasons, casesOf, assessed)
  const eligibleRows = eligibleCount === assessed ? eligible : eligible.slice(0, eligibleCount)
  return { criteria, reasons, reasonsOf, eligibleRows, assessed, counts }
}

function tally(
  criteria: readonly string[],
  reasons: readonly (readonly string[])[],
  casesOf: readonly number[],
  assessed: number,
): ExclusionCount[] {
  const casesWhere = (holds: (failed: readonly string[]) => boolean): number =>
    sumOf(casesOf.filter((_, set) => holds(reasons[set] ?? [])))
  let remaining = assessed
  return criteria.map(criterion => {
    const failedFirst = casesWhere(([first]) => first === criterion)
    remaining -= failedFirst
    return {
      criterion,
      failed: casesWhere(failed => failed.includes(criterion)),
      failedOnly: casesWhere(failed => failed.length === 1 && failed[0] === criterion),
      failedFirst,
      remaining,
    }
  })
}
