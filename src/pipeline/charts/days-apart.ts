/**
 * Of some days in order those between which nothing tells of few cases, `after` being undefined for the first; the last day is
 * among them where there are any.
 */
export function daysApart<D>(days: readonly D[], isTelling: (after: D | undefined, to: D) => boolean): D[] {
  const kept: D[] = []
  for (const day of days) if (!isTelling(kept.at(-1), day)) kept.push(day)
  const last = days.at(-1)
  while (last !== undefined && kept.length > 0 && kept.at(-1) !== last) {
    kept.pop()
    if (!isTelling(kept.at(-1), last)) kept.push(last)
  }
  return kept
}
