import { sumOf } from '../core/lists.ts'
import type { Caution } from '../model/method.ts'
import type { AnySummary, Summary, SummaryKind, Unit } from '../model/summary.ts'

/** A caution where some amounts of money are refunds, from a summary that shows single amounts; none from any other. */
export function negativeCaution(summary: Summary<SummaryKind>): Caution[] {
  if (summary.unit.kind !== 'pence') return []
  const below = summary.arms
    .map(arm => ({ arm, cases: negativeCases(summary as AnySummary, arm) }))
    .filter(({ cases }) => cases > 0)
  if (below.length === 0) return []
  const total = sumOf(below.map(({ cases }) => cases))
  const detail =
    `${total} ${total === 1 ? 'case has an amount' : 'cases have amounts'} below zero, more having been paid back than paid ` +
    `(${below.map(({ arm, cases }) => `${arm} ${cases}`).join(', ')}): refunds count as they are, against the payments.`
  return [{ code: 'negative_amounts', detail }]
}

function negativeCases(summary: AnySummary, arm: string): number {
  if (summary.kind === 'frequencies') {
    const own = summary.cells.filter(cell => cell.arm === arm).flatMap(({ data }) => data.values)
    return sumOf(own.map(([value, count]) => (value < 0 ? count : 0)))
  }
  if (summary.kind === 'units') {
    const units = (summary.unitTypes ?? []).flatMap(({ arms }) => arms[arm]?.units ?? [])
    return sumOf(units.map(negativeCasesOf))
  }
  return 0
}

const negativeCasesOf = ({ values }: Unit): number =>
  Object.values(values).flatMap(own => own.filter(value => value < 0)).length
