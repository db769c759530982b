import { type Issue, refuseIfAny } from '../../core/errors.ts'
import { groupBy } from '../../core/lists.ts'
import type { CaseColumn, CaseTable } from '../../model/case.ts'
import { type StratumId, stratumId } from '../../model/ids.ts'
import type { Protocol } from '../../model/protocol.ts'
import { declaredStrata } from '../../model/strata.ts'
import { inIdOrder } from '../case-order.ts'
import { stratumValueMissing } from '../issues.ts'

/** What sampling reads of the protocol. */
export type SamplingProtocol = Pick<Protocol, 'arms' | 'caseload' | 'strata' | 'clusters' | 'allocation' | 'sampling'>

/** The eligible cases: what a sample is drawn from. Cases are named by their rows in the table. */
export interface SamplingFrame {
  table: CaseTable
  /** In byte order of case id. */
  rows: readonly number[]
  /** Every stratum that the protocol declares, in its order, and after them others that hold cases. */
  strata: readonly StratumId[]
  /** Rows of a stratum, in byte order of case id. */
  rowsOf(stratum: StratumId): readonly number[]
}

/** The eligible cases in byte order of id, by stratum: so that no draw depends on the order of rows. */
export function samplingFrame(
  table: CaseTable,
  eligibleRows: ArrayLike<number>,
  protocol: Pick<Protocol, 'caseload' | 'strata'>,
): SamplingFrame {
  const rows = inIdOrder(Array.from(eligibleRows), row => table.ids[row] ?? '')
  const groups = groupByStratum(table, rows, protocol.strata)
  const strata = [...new Set([...declaredStrata(protocol), ...groups.keys()])]
  return { table, rows, strata, rowsOf: stratum => groups.get(stratum) ?? [] }
}

function groupByStratum(
  table: CaseTable,
  rows: readonly number[],
  strata: readonly string[],
): ReadonlyMap<StratumId, number[]> {
  const columns = strata.map(field => table.columns.get(field) ?? [])
  refuseIfAny(strata.flatMap((field, index) => missingValueIssues(table, rows, field, columns[index] ?? [])))
  return groupBy(rows, row => stratumId(columns.map(column => String(column.at(row)))))
}

function missingValueIssues(table: CaseTable, rows: readonly number[], field: string, column: CaseColumn): Issue[] {
  const lacking = rows.filter(row => (column.at(row) ?? null) === null)
  const first = lacking[0]
  return first === undefined ? [] : [stratumValueMissing(field, lacking.length, table.ids[first] ?? '')]
}
