import { daysOf } from '../../../core/civil-date.ts'
import { emptyReading, type Measure, reading } from '../measure.ts'

/** How long nothing has been recorded. */
export const quietDays: Measure = {
  id: 'quiet_days',
  title: 'Days without an event',
  computes:
    'Days from the last event to the day of the status; before the first event, from the day on which the first case came in.',
  unit: 'days',
  settings: [],
  per: ['stratum'],
  read({ cases, records, asOf }) {
    const last = records
      .map(({ day }) => day)
      .sort()
      .at(-1)
    const begun = cases.map(({ since }) => since).sort()[0]
    if (last !== undefined) return reading(daysOf(asOf) - daysOf(last), `last event on ${last}`)
    if (begun === undefined) return emptyReading('No case is allocated yet.')
    return reading(daysOf(asOf) - daysOf(begun), `no event since the first case came in on ${begun}`)
  },
}
