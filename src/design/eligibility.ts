import type { CivilDate } from '../core/civil-date.ts'
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
  /** For each criterion, 1 at the rows that fail it. */
  failures: readonly Uint8Array[]
  /** Rows of the cases that fail nothing, in the table's order. */
  eligibleRows: Int32Array
  assessed: number
  counts: readonly ExclusionCount[]
}

/** Which criteria each case of the caseload fails: all of them, not only the first. */
export function assessEligibility(table: CaseTable, protocol: EligibilityProtocol): Eligibility {
  const { caseload, eligibility } = protocol
  const context = { table, fields: ruleFields(protocol), asOf: caseload.asOf.date }
  const assessed = table.ids.length
  const failures = eligibility.map(({ rule }) => {
    const holds = compilePredicate(rule, context)
    const failed = new Uint8Array(assessed)
    for (let row = 0; row < assessed; row += 1) if (!holds(row)) failed[row] = 1
    return failed
  })
  return eligibilityOf({ eligibility }, failures, assessed)
}

/** The criteria that one case of a table fails on a day of its own, in the protocol's order. */
export function exclusionReasonsOn(
  day: CivilDate,
  table: CaseTable,
  { caseload, eligibility }: EligibilityProtocol,
): string[] {
  const protocol = { caseload: { ...caseload, asOf: { date: day } }, eligibility }
  return exclusionReasons(assessEligibility(table, protocol), 0)
}

/** The same of cases that were assessed one by one: the criteria that each failed. */
export function eligibilityOfReasons(
  reasons: readonly (readonly string[])[],
  { eligibility }: Pick<Protocol, 'eligibility'>,
): Eligibility {
  const failures = eligibility.map(({ id }) => Uint8Array.from(reasons, failed => Number(failed.includes(id))))
  return eligibilityOf({ eligibility }, failures, reasons.length)
}

function eligibilityOf(
  { eligibility }: Pick<Protocol, 'eligibility'>,
  failures: readonly Uint8Array[],
  assessed: number,
): Eligibility {
  const criteria = eligibility.map(({ id }) => id)
  return { criteria, failures, assessed, ...tally(criteria, failures, assessed) }
}

/** The criteria that a case fails, in the protocol's order; none where it is eligible. */
export function exclusionReasons({ criteria, failures }: Eligibility, row: number): string[] {
  return criteria.filter((_, index) => failures[index]?.[row] === 1)
}

function tally(
  criteria: readonly string[],
  failures: readonly Uint8Array[],
  assessed: number,
): Pick<Eligibility, 'eligibleRows' | 'counts'> {
  const [failed, failedOnly, failedFirst] = [0, 0, 0].map(() => new Int32Array(criteria.length)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ]
  const eligible = new Int32Array(assessed)
  let eligibleCount = 0
  for (let row = 0; row < assessed; row += 1) {
    let first = -1
    let reasons = 0
    failures.forEach((column, index) => {
      if (column[row] === 0) return
      failed[index] = (failed[index] as number) + 1
      if (reasons === 0) first = index
      reasons += 1
    })
    if (reasons === 0) eligible[eligibleCount++] = row
    else failedFirst[first] = (failedFirst[first] as number) + 1
    if (reasons === 1) failedOnly[first] = (failedOnly[first] as number) + 1
  }
  let remaining = assessed
  const counts = criteria.map((criterion, index) => {
    const first = failedFirst[index] as number
    remaining -= first
    return {
      criterion,
      failed: failed[index] as number,
      failedOnly: failedOnly[index] as number,
      failedFirst: first,
      remaining,
    }
  })
  return { eligibleRows: eligible.slice(0, eligibleCount), counts }
}
