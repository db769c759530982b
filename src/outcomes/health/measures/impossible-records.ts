import { type Measure, number, reading } from '../measure.ts'

/** Events dated when they cannot have happened. */
export const impossibleRecords: Measure = {
  id: 'impossible_records',
  title: 'Impossible dates',
  computes:
    'Events dated before the allocation of their case, after the last day of follow-up, or after the day on which they were recorded.',
  unit: 'records',
  settings: [],
  per: ['arm', 'stratum'],
  read({ protocol, records }) {
    const count = (holds: (record: (typeof records)[number]) => boolean): number => records.filter(holds).length
    const before = count(({ day, of }) => day < of.since)
    const after = count(({ day }) => day > protocol.followUp.to)
    const future = count(({ day, recordedOn }) => recordedOn !== undefined && day > recordedOn)
    return reading(
      count(
        ({ day, of, recordedOn }) =>
          day < of.since || day > protocol.followUp.to || (recordedOn !== undefined && day > recordedOn),
      ),
      `${number(before)} before the allocation, ${number(after)} after the follow-up, ${number(future)} after they were recorded`,
    )
  },
}
