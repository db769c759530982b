import type { OutcomeModel } from '../../model/synthetic.ts'
import type { Candidate } from './candidates.ts'
import { weightedChoice } from './draws.ts'
import type { Happening } from './story.ts'

/** A case that may pay in the ordinary course, and how likely it is to against the others. */
export interface PossiblePayer {
  candidate: Candidate
  weight: number
}

/**
 * Gives amounts to payers, the largest first: each goes to the next case, in a random order in which heavier cases come
 * earlier (exponential race), whose arrears cover it. Returns the amounts that nobody can pay as `unpaid`.
 */
export function choosePayers(possible: readonly PossiblePayer[], amounts: readonly number[]) {
  const order = possible
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => a.candidate.patience / a.weight - b.candidate.patience / b.weight)
    .map(({ candidate }) => candidate)
  const paid = new Map<Candidate, number>()
  const unpaid: number[] = []
  for (const amount of [...amounts].sort((a, b) => b - a)) {
    const payer = order.find(candidate => candidate.arrears >= amount && !paid.has(candidate))
    if (payer === undefined) unpaid.push(amount)
    else paid.set(payer, amount)
  }
  return { paid, unpaid }
}

/** The ordinary payments of a payer: one, or several at equal distances and of nearly equal size, within the days of follow-up. */
export function tellPayments(
  { id, source }: Candidate,
  total: number,
  { ordinary }: OutcomeModel,
  followUpDays: number,
): Happening[] {
  const wanted = 1 + weightedChoice(ordinary.payments)(source)
  const fitting = 1 + Math.floor((followUpDays - 1) / ordinary.everyDays)
  const payments = Math.min(wanted, fitting, total)
  const first = source.below(followUpDays - (payments - 1) * ordinary.everyDays)
  const instalment = Math.floor(total / payments)
  return Array.from({ length: payments }, (_, index) => ({
    day: first + index * ordinary.everyDays,
    event: {
      case: id,
      kind: ordinary.kind,
      by: ordinary.by,
      amountPence: index === 0 ? total - instalment * (payments - 1) : instalment,
      fields: ordinary.fields,
    },
  }))
}
