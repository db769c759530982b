import { sumOf } from '../core/lists.ts'
import type { ArmId } from '../model/ids.ts'
import type { Caution } from '../model/method.ts'
import type { AnySummary, Summary, SummaryKind, Unit } from '../model/summary.ts'
import { amountSigns } from '../summaries/index.ts'

/** A caution where some amounts of money are refunds, from a summary that shows single amounts; none from any other. */
export function negativeCaution(summary: Summary<SummaryKind>): Caution[] {
  if (summary.unit.kind !== 'pence') return []
  return refundCaution(summary.arms.map(arm => ({ arm, negative: negativeCases(summary as AnySummary, arm) })))
}

/** The same where it is known how many cases of each arm have a negative amount. */
export function refundCaution(arms: readonly { arm: ArmId; negative: number }[]): Caution[] {
  const below = arms.filter(({ negative }) => negative > 0)
  if (below.length === 0) return []
  const total = sumOf(below.map(({ negative }) => negative))
  const detail =
    `${total} ${total === 1 ? 'case has an amount' : 'cases have amounts'} below zero, more having been paid back than paid ` +
    `(${below.map(({ arm, negative }) => `${arm} ${negative}`).join(', ')}): refunds count as they are, against the payments.`
  return [{ code: 'negative_amounts', detail }]
}

function negativeCases(summary: AnySummary, arm: string): number {
  if (summary.kind === 'frequencies') return amountSigns(summary).find(each => each.arm === arm)?.negative ?? 0
  if (summary.kind === 'units') {
    const units = (summary.unitTypes ?? []).flatMap(({ arms }) => arms[arm]?.units ?? [])
    return sumOf(units.map(negativeCasesOf))
  }
  return 0
}

const negativeCasesOf = ({ values }: Unit): number =>
  Object.values(values).flatMap(own => own.filter(value => value < 0)).length
