import { daysOf } from '../../../core/civil-date.ts'
import { type Measure, noReading, reading } from '../measure.ts'

/** How long nothing has been recorded. */
export const quietDays: Measure = {
  id: 'quiet_days',
  title: 'Days without an event',
  computes: 'Days from the last event to the day of the status.',
  unit: 'days',
  settings: [],
  per: ['stratum'],
  read({ records, asOf }) {
    const last = records
      .map(({ day }) => day)
      .sort()
      .at(-1)
    return last === undefined
      ? noReading('There are no events.')
      : reading(daysOf(asOf) - daysOf(last), `last event on ${last}`)
  },
}
