import { rowsInByteOrder } from '../../core/byte-order.ts'
import { sha256 } from '../../core/hash.ts'
import { textColumnOf } from '../../core/text-column.ts'
import type { CaseTable } from '../../model/case.ts'
import type { FieldValue } from '../../model/event.ts'
import type { Protocol } from '../../model/protocol.ts'
import { artefactColumn } from '../../storage/cell.ts'

type Declaration = Pick<Protocol['caseload'], 'caseId' | 'fields'>

/**
 * The one text of a case list (docs/allocation-algorithm.md): a line of names, then a line of each case in byte order of
 * id. A line is a JSON array: the id, then the declared columns in the protocol's order. It does not depend on the order
 * of rows, on other columns or on the format of the file.
 */
export function* caseListLines({ ids, columns }: CaseTable, { caseId, fields }: Declaration): Generator<string> {
  yield lineOf([caseId, ...fields.map(artefactColumn)])
  const values = fields.map(({ id }) => columns.get(id) ?? [])
  for (const row of rowsInByteOrder(textColumnOf(ids)))
    yield lineOf([ids.at(row) ?? '', ...values.map(column => column.at(row) ?? null)])
}

/** Of an array of texts, whole numbers, truth values and nulls this is canonical JSON. */
const lineOf = (cells: readonly FieldValue[]): string => `${JSON.stringify(cells)}\n`

/** SHA-256 of the canonical case list. */
export const hashCaseList = (table: CaseTable, declaration: Declaration): string =>
  sha256(caseListLines(table, declaration))
