import { type Measure, shareOf } from '../measure.ts'
import { overriddenRules } from '../outside-arm.ts'

/** Cases with which the protocol was not kept. */
export const deviatingCases: Measure = {
  id: 'deviating_cases',
  title: 'Cases with a recorded deviation',
  computes: 'Share of cases with an event that was recorded against a rule of the process.',
  unit: 'share',
  settings: [],
  per: ['stratum'],
  read({ cases, records }) {
    const found = new Set(records.filter(({ event }) => overriddenRules(event).length > 0).map(({ of }) => of.id))
    return shareOf(found.size, cases.length, 'cases')
  },
}
