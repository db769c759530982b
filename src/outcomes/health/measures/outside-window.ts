import { eventRecorder, eventRules } from '../../event-record.ts'
import { type Measure, noReading, number, reading } from '../measure.ts'

/** Amounts that came when the case's own window was over, or had not begun. */
export const amountsOutsideWindow: Measure = {
  id: 'amounts_outside_window',
  title: "Payments outside the case's window",
  computes:
    "Events whose amount a money outcome adds up that are dated outside the case's own days of follow-up, so that the outcome leaves them out.",
  unit: 'records',
  settings: [],
  per: ['stratum'],
  read({ protocol, records }) {
    const [compile, recordOf] = [eventRules(protocol.process.events), eventRecorder(protocol.process)]
    const sums = protocol.outcomes.flatMap(outcome =>
      outcome.type === 'money' && outcome.sumOf !== undefined ? [compile(outcome.sumOf)] : [],
    )
    if (sums.length === 0) return noReading('No outcome adds up amounts of events.')
    const amounts = records.filter(({ event }) => sums.some(meets => meets(recordOf(event))))
    const late = amounts.filter(({ day, of }) => of.window !== null && day > of.window.to).length
    const early = amounts.filter(({ day, of }) => of.window !== null && day < of.window.from).length
    const without = amounts.filter(({ of }) => of.window === null).length
    const parts = [`${number(late)} after`, `${number(early)} before`]
    if (without > 0) parts.push(`${number(without)} of cases whose first day is not known`)
    return reading(late + early + without, `${parts.join(', ')}, of ${number(amounts.length)} amounts`)
  },
}
