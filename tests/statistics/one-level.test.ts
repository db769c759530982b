import { expect, test } from 'vitest'
import { TrialError } from '../../src/core/errors.ts'
import type { Summary } from '../../src/model/summary.ts'
import { newcombeDifference } from '../../src/statistics/counts/newcombe-difference.ts'
import { wilsonInterval } from '../../src/statistics/counts/wilson-interval.ts'
import { restrictToLevel } from '../../src/summaries/index.ts'

const cell = (arm: string, interested: number, refuses: number) => ({
  arm,
  stratum: 'all',
  data: { n: 100, missing: 0, events: { interested, refuses } },
})
const responses: Summary<'counts'> = {
  kind: 'counts',
  outcome: 'first_response',
  unit: { kind: 'case' },
  arms: ['call', 'control'],
  control: 'control',
  largestCluster: 1,
  cells: [cell('call', 19, 36), cell('control', 3, 72)],
}
const options = { level: 0.95, contrasts: [{ id: 'call', arm: 'call', against: 'control' }] }

test.each([wilsonInterval, newcombeDifference])('$id refuses several levels and takes one of them', method => {
  const refused = () => method.compute(responses, options)
  expect(refused).toThrow(TrialError)
  expect(refused).toThrow('first_response: expected an outcome with one level that counts as an event')
  try {
    refused()
  } catch (error) {
    expect((error as TrialError).issues.map(({ code }) => code)).toEqual(['statistics.one_level_needed'])
  }
  expect(method.compute(restrictToLevel(responses, 'refuses'), options).status).toBe('computed')
})
