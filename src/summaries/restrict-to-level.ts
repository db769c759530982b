import type { LevelId } from '../model/ids.ts'
import type { Summary } from '../model/summary.ts'

/** Counts of one level of a category against all other cases, as a binary outcome has them. */
export function restrictToLevel(counts: Summary<'counts'>, level: LevelId): Summary<'counts'> {
  const cells = counts.cells.map(cell => ({
    ...cell,
    data: { ...cell.data, events: { [level]: cell.data.events[level] ?? 0 } },
  }))
  return { ...counts, cells }
}
