import { type Measure, reading } from '../measure.ts'

/** Amounts that came when the case's own window was over, or had not begun. */
export const amountsOutsideWindow: Measure = {
  id: 'amounts_outside_window',
  title: "Payments outside the case's window",
  computes:
    "Events with an amount that are dated outside the case's own days of follow-up; outcomes do not count them.",
  unit: 'records',
  settings: [],
  per: ['stratum'],
  read({ records }) {
    const amounts = records.filter(({ event }) => event.amountPence !== undefined)
    const late = amounts.filter(({ day, of }) => day > of.window.to).length
    const early = amounts.filter(({ day, of }) => day < of.window.from).length
    return reading(late + early, `${late} after, ${early} before, of ${amounts.length} events with an amount`)
  },
}
