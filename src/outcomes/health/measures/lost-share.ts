import { lostCases } from '../losses.ts'
import { type Measure, noReading, shareOf } from '../measure.ts'

/** Cases that the trial has lost. */
export const lostShare: Measure = {
  id: 'lost_share',
  title: 'Lost cases',
  computes: 'Share of cases with an event that the protocol counts as a loss, as a withdrawal.',
  unit: 'share',
  settings: [],
  per: ['arm', 'stratum'],
  masked: true,
  read(state) {
    if ((state.protocol.monitoring?.losses ?? []).length === 0) return noReading('The protocol names no losses.')
    return shareOf(lostCases(state).size, state.cases.length, 'cases')
  },
}
