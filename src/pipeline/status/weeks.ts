import { type CivilDate, dateOfDay, daysOf } from '../../core/civil-date.ts'

/** The Monday of the week of a date; 1970-01-01 was a Thursday. */
export const mondayOf = (date: CivilDate): CivilDate => dateOfDay(daysOf(date) - ((((daysOf(date) + 3) % 7) + 7) % 7))

/** Days counted by week, every week from one date to another, the empty ones too. Weeks are named by their Monday. */
export function countsByWeek(
  days: readonly CivilDate[],
  from: CivilDate,
  to: CivilDate,
): { week: CivilDate; events: number }[] {
  const counts = new Map<CivilDate, number>()
  for (const day of days) counts.set(mondayOf(day), (counts.get(mondayOf(day)) ?? 0) + 1)
  const weeks: { week: CivilDate; events: number }[] = []
  for (let week = mondayOf(from); week <= to; week = dateOfDay(daysOf(week) + 7)) {
    weeks.push({ week, events: counts.get(week) ?? 0 })
  }
  return weeks
}
