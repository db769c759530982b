import { expect, it } from 'vitest'
import type { TrialError } from '../../src/core/errors.ts'
import { type AnalysisInputs, buildAnalysisSet } from '../../src/outcomes/analysis-set.ts'
import { allocation, event, protocol, sample } from './trial.ts'

const problems = (changed: Partial<AnalysisInputs>): (string | undefined)[] => {
  try {
    buildAnalysisSet(protocol, { allocation, sample, events: [], ...changed })
    return []
  } catch (error) {
    return (error as TrialError).issues.map(({ code, exit, place }) => `${code} ${exit} ${place.field}`)
  }
}

it('names every allocated case that the sample lacks', () => {
  const [first, ...others] = [...sample].sort((a, b) => (a.id < b.id ? -1 : 1))
  expect(problems({ sample: others })).toEqual([`analysis_set.case_not_sampled 3 ${first?.id}`])
})

it('names every event of a case without an arm, corrected ones too', () => {
  const stranger = event('payment', { id: 'e1', case: 'C99', amountPence: 10 })
  const corrected = event('payment', { id: 'e2', case: 'C99', amountPence: 20, corrects: 'e1' })
  expect(problems({ events: [stranger, corrected] })).toEqual([
    'analysis_set.event_without_arm 3 event e1',
    'analysis_set.event_without_arm 3 event e2',
  ])
})
