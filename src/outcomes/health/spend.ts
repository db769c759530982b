import { parsePounds } from '../../core/money.ts'
import { eventRecorder, eventRules } from '../event-record.ts'
import type { TrialState } from './state.ts'

/** What was spent so far, in whole pence. */
export interface Spend {
  budgetPence: number
  /** Null where the arms that a price is of are sealed. */
  spentPence: number | null
  items: readonly { id: string; title: string; units: number | null; pence: number | null }[]
}

/** Spending so far by the declared prices of what is recorded; undefined where the protocol declares none, or there is no log. */
export function spendOf({ protocol, cases, records, armsKnown, outcomesElsewhere }: TrialState): Spend | undefined {
  const { budget } = protocol.monitoring ?? {}
  if (budget?.spend === undefined || outcomesElsewhere === true) return undefined
  const [rules, recordOf] = [eventRules(protocol.process.events), eventRecorder(protocol.process)]
  const items = budget.spend.map(({ id, title, each, arms, amount }) => {
    if (arms !== undefined && !armsKnown) return { id, title, units: null, pence: null }
    const borne = ({ arm }: { arm: string }): boolean => arms?.includes(arm) ?? true
    const meets = each === 'case' ? undefined : rules(each)
    const units =
      meets === undefined
        ? cases.filter(borne).length
        : records.filter(({ event, of }) => borne(of) && meets(recordOf(event))).length
    return { id, title, units, pence: units * (parsePounds(amount) ?? 0) }
  })
  const spentPence = items.reduce<number | null>(
    (sum, { pence }) => (sum === null || pence === null ? null : sum + pence),
    0,
  )
  return { budgetPence: parsePounds(budget.amount) ?? 0, spentPence, items }
}
