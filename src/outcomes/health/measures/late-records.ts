import { daysOf } from '../../../core/civil-date.ts'
import { type Measure, noReading, shareOf } from '../measure.ts'

const defaultDays = 14

/** Events that were recorded long after they happened. */
export const lateRecords: Measure = {
  id: 'late_records',
  title: 'Records made late',
  computes: `Share of events that were recorded more than \`days\` days (${defaultDays} where absent) after they happened.`,
  unit: 'share',
  settings: ['days'],
  per: ['arm', 'stratum'],
  read({ records }, { days = defaultDays }) {
    const timed = records.flatMap(({ day, recordedOn }) => (recordedOn === undefined ? [] : [{ day, recordedOn }]))
    if (timed.length === 0 && records.length > 0)
      return noReading('The events are made up, so when they were recorded says nothing.')
    const late = timed.filter(({ day, recordedOn }) => daysOf(recordedOn) - daysOf(day) > days)
    return shareOf(late.length, timed.length, 'events')
  },
}
