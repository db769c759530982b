import { differenceBetweenArms } from '../differential.ts'
import { lostCases } from '../losses.ts'
import { type Measure, noReading } from '../measure.ts'

/** Whether more cases are lost in one arm than in another. */
export const differentialLossP: Measure = {
  id: 'differential_loss_p',
  title: 'Lost cases, between arms',
  computes:
    'P of the hypothesis that cases are lost equally often in every arm, by the exact conditional test for up to 5,000 cases, else chi-squared, with the largest difference and its Newcombe interval.',
  unit: 'probability',
  settings: [],
  per: ['stratum'],
  needsArms: true,
  masked: true,
  read(state) {
    if ((state.protocol.monitoring?.losses ?? []).length === 0) return noReading('The protocol names no losses.')
    return differenceBetweenArms(state, state.cases, lostCases(state), 'lost')
  },
}
