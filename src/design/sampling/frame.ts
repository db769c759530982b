import { CodedColumn } from '../../core/coded-column.ts'
import { Combinations } from '../../core/combinations.ts'
import { type Issue, refuseIfAny } from '../../core/errors.ts'
import { rowsByGroup } from '../../core/lists.ts'
import { textColumnOf } from '../../core/text-column.ts'
import type { CaseColumn, CaseTable } from '../../model/case.ts'
import { type StratumId, stratumId } from '../../model/ids.ts'
import type { Protocol } from '../../model/protocol.ts'
import { declaredStrata } from '../../model/strata.ts'
import { rowsInIdOrder } from '../case-order.ts'
import { stratumValueMissing } from '../issues.ts'

/** What sampling reads of the protocol. */
export type SamplingProtocol = Pick<Protocol, 'arms' | 'caseload' | 'strata' | 'clusters' | 'allocation' | 'sampling'>

/** The eligible cases: what a sample is drawn from. Cases are named by their rows in the table. */
export interface SamplingFrame {
  table: CaseTable
  /** In byte order of case id. */
  rows: Int32Array
  /** Every stratum that the protocol declares, in its order, and after them others that hold cases. */
  strata: readonly StratumId[]
  /** Rows of a stratum, in byte order of case id. */
  rowsOf(stratum: StratumId): Int32Array
  /** The stratum of each of `rows`. */
  stratumOf: CodedColumn<StratumId>
}

/** The eligible cases in byte order of id, by stratum: so that no draw depends on the order of rows. */
export function samplingFrame(
  table: CaseTable,
  eligibleRows: ArrayLike<number>,
  protocol: Pick<Protocol, 'caseload' | 'strata'>,
): SamplingFrame {
  const ids = textColumnOf(table.ids)
  const rows = rowsInIdOrder(ids, eligibleRows instanceof Int32Array ? eligibleRows : Int32Array.from(eligibleRows))
  const stratumOf = strataOf(table, rows, protocol.strata)
  const groups = groupByStratum(rows, stratumOf)
  const strata = [...new Set([...declaredStrata(protocol), ...groups.keys()])]
  const none = new Int32Array()
  return { table: { ...table, ids }, rows, strata, rowsOf: stratum => groups.get(stratum) ?? none, stratumOf }
}

/** The stratum of each row. */
function strataOf(table: CaseTable, rows: Int32Array, strata: readonly string[]): CodedColumn<StratumId> {
  const columns = strata.map(field => table.columns.get(field) ?? [])
  refuseIfAny(strata.flatMap((field, index) => missingValueIssues(table, rows, field, columns[index] ?? [])))
  const numbers = new Combinations(columns.length, (row, place) => String(columns[place]!.at(row)))
  const found: StratumId[] = []
  const stratumOf = new CodedColumn<StratumId>()
  for (let position = 0; position < rows.length; position += 1) {
    const row = rows[position]!
    const number = numbers.of(row)
    if (number === found.length) found.push(stratumId(columns.map(column => String(column.at(row)))))
    stratumOf.push(found[number]!)
  }
  return stratumOf
}

/** Rows of each stratum that has any, in the order given. */
function groupByStratum(rows: Int32Array, stratumOf: CodedColumn<StratumId>): ReadonlyMap<StratumId, Int32Array> {
  const groups = rowsByGroup(rows.length, position => stratumOf.codeAt(position), stratumOf.values.length)
  for (const group of groups) for (let place = 0; place < group.length; place += 1) group[place] = rows[group[place]!]!
  return new Map(stratumOf.values.map((stratum, code) => [stratum, groups[code]!]))
}

function missingValueIssues(table: CaseTable, rows: Int32Array, field: string, column: CaseColumn): Issue[] {
  const lacking = rows.filter(row => (column.at(row) ?? null) === null)
  const first = lacking[0]
  return first === undefined ? [] : [stratumValueMissing(field, lacking.length, table.ids.at(first) ?? '')]
}
