import { emptyReading, type Measure, noReading, number, reading } from '../measure.ts'

/** Allocated cases over those planned by the day. */
export const enrolledShare: Measure = {
  id: 'enrolled_share',
  title: 'Enrolment against plan',
  computes:
    'Allocated cases over the cases planned by the day, from 0: the targets of the protocol; where cases arrive one by one, its number of cases in proportion to the days of enrolment that are over.',
  unit: 'share',
  ofAllocation: true,
  settings: [],
  per: ['arm', 'stratum'],
  read({ cases, plannedCases }) {
    if (plannedCases === undefined) return noReading('The protocol plans no number of cases.')
    if (plannedCases === 0) return emptyReading('No case is planned yet.')
    return reading(
      cases.length / plannedCases,
      `${number(cases.length)} allocated, ${number(plannedCases)} planned by now`,
    )
  },
}
