import type { CivilDate } from '../core/civil-date.ts'
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
  table.ids.forEach((id, row) => {
    const [link, last] = [links.at(row) ?? null, lastOfCase.get(id)]
    if (link !== null && last !== undefined) lastOfLink.add(String(link), last)
  })
  const column = table.ids.map((id, row): FieldValue => {
    const link = links.at(row) ?? null
    const days = [lastOfCase.get(id), link === null ? undefined : lastOfLink.get(String(link))]
    return (
      days.reduce((later, day) => (day !== undefined && (later === undefined || day > later) ? day : later)) ?? null
    )
  })
  return { ids: table.ids, columns: new Map([...table.columns, [register.field, column]]) }
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
