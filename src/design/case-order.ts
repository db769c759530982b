import { byteOrder, compareBytes, repeatedRows, rowsInByteOrder } from '../core/byte-order.ts'
import { type Issue, refuseIfAny } from '../core/errors.ts'
import { type Texts, textColumnOf } from '../core/text-column.ts'
import type { CaseIds } from '../model/case.ts'
import type { CaseId } from '../model/ids.ts'
import { duplicateCase } from './issues.ts'

/** Items in byte order of their case ids, sorted only where they are not in it already. Refuses ids that stand twice. */
export function inIdOrder<T>(items: readonly T[], idOf: (item: T) => CaseId): readonly T[] {
  const ids = items.map(idOf)
  if (ids.every((id, index) => index === 0 || compareBytes(ids[index - 1] as CaseId, id) < 0)) return items
  const order = byteOrder(ids)
  const repeated = new Set<CaseId>()
  const sorted = Array.from(order, (from, row) => {
    if (row > 0 && ids[order[row - 1] as number] === ids[from]) repeated.add(ids[from] as CaseId)
    return items[from] as T
  })
  refuseIfAny([...repeated].map((id): Issue => duplicateCase(id)))
  return sorted
}

/** Rows of a table in byte order of their case ids: those given where they are in it already. Refuses ids that stand twice. */
export function rowsInIdOrder(ids: CaseIds, rows: Int32Array): Int32Array {
  const texts = textColumnOf(ids)
  if (ascend(texts, rows)) return rows
  const sorted = rowsInByteOrder(texts, rows)
  const repeated = new Set(repeatedRows(texts, sorted).map(row => texts.at(row) ?? ''))
  refuseIfAny([...repeated].map((id): Issue => duplicateCase(id)))
  return sorted
}

function ascend(texts: Texts, rows: Int32Array): boolean {
  for (let place = 1; place < rows.length; place += 1) {
    if (texts.compare(rows[place - 1]!, rows[place]!) >= 0) return false
  }
  return true
}
