import { processDeviations } from '../../process/deviations.ts'
import { type Measure, shareOf } from '../measure.ts'

/** Cases with which the protocol was not kept. */
export const deviatingCases: Measure = {
  id: 'deviating_cases',
  title: 'Cases with a recorded deviation',
  computes: 'Share of cases with an event that departs from a rule of the process and is recorded as a deviation.',
  unit: 'share',
  settings: [],
  per: ['stratum'],
  read({ protocol, cases, records }) {
    const events = records.map(({ event }) => event)
    const found = new Set(processDeviations(protocol, events).map(deviation => deviation.case))
    return shareOf(found.size, cases.length, 'cases')
  },
}
