import type { CivilDate } from '../core/civil-date.ts'
import { CodedColumn } from '../core/coded-column.ts'
import type { CaseTable } from '../model/case.ts'
import type { FieldValue } from '../model/event.ts'
import type { Protocol } from '../model/protocol.ts'
import type { RegisterEntry } from '../model/register.ts'

/**
 * The caseload with the register's column: the last day, up to the date of eligibility, on which the case was in another
 * trial. Stays that begin later and those in this trial itself do not count; one that goes on counts up to that date. Depends on no
 * order of rows or entries.
 */
export function withRegister(
  table: CaseTable,
  entries: readonly RegisterEntry[],
  { id: own, caseload, register }: Pick<Protocol, 'id' | 'caseload' | 'register'>,
): CaseTable {
  if (register === undefined) return table
  const asOf = caseload.asOf.date
  const links = register.through === undefined ? [] : (table.columns.get(register.through) ?? [])
  const lastOfCase = new LastDays()
  const lastOfLink = new LastDays()
  for (const { trial, case: id, link, from, to } of entries) {
    if (trial === own || from > asOf) continue
    const last = to === null || to > asOf ? asOf : to
    if (id !== null) lastOfCase.add(id, last)
    if (link !== null) lastOfLink.add(link, last)
  }
  const { ids } = table
  for (let row = 0; row < ids.length; row += 1) {
    const last = lastOfCase.get(ids.at(row) ?? '')
    const link = last === undefined ? null : (links.at(row) ?? null)
    if (link !== null && last !== undefined) lastOfLink.add(String(link), last)
  }
  const column = new CodedColumn<FieldValue>()
  for (let row = 0; row < ids.length; row += 1) {
    const link = links.at(row) ?? null
    const days = [lastOfCase.get(ids.at(row) ?? ''), link === null ? undefined : lastOfLink.get(String(link))]
    column.push(
      days.reduce((later, day) => (day !== undefined && (later === undefined || day > later) ? day : later)) ?? null,
    )
  }
  return { ids, columns: new Map([...table.columns, [register.field, column]]) }
}

/** The latest day of each key. Days are written so that their order is that of their texts. */
class LastDays {
  private readonly days = new Map<string, CivilDate>()

  add(key: string, day: CivilDate): void {
    const known = this.days.get(key)
    if (known === undefined || known < day) this.days.set(key, day)
  }

  get(key: string): CivilDate | undefined {
    return this.days.get(key)
  }
}
