import { differenceBetweenArms } from '../differential.ts'
import { type Measure, noReading } from '../measure.ts'
import { missingCases } from '../missing.ts'

/** Whether outcomes are missing more often in one arm than in another. */
export const differentialMissingnessP: Measure = {
  id: 'differential_missingness_p',
  title: 'Missing outcomes, between arms',
  computes:
    'P of the hypothesis that the `outcome` (where absent, any of a primary analysis) is missing equally often in every arm, by the exact conditional test for up to 5,000 cases, else chi-squared, with the largest difference and its Newcombe interval.',
  unit: 'probability',
  settings: ['outcome'],
  per: ['stratum'],
  needsArms: true,
  masked: true,
  read(state, { outcome }) {
    const of = missingCases(state, outcome)
    if (of === undefined) return noReading('The plan has no primary analysis.')
    return differenceBetweenArms(state, of.applying, of.missing, 'missing')
  },
}
