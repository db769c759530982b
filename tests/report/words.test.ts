import { describe, expect, it } from 'vitest'
import { costPerAdditionalPoundSentence, levelText, testSentence, verdictWords } from '../../src/report/index.ts'

describe('tests', () => {
  const test = {
    statistic: { symbol: 'χ²', value: 2.71461 },
    degreesOfFreedom: 2,
    pValue: 0.257353,
    nullHypothesis: 'the share of payers is the same in every arm.',
  }

  it('are judged against the alpha of the plan and claim no more', () => {
    expect(testSentence(test, 0.05)).toBe(
      "χ² = 2.71, 2 d.f., P = 0.26. At the plan's alpha of 0.05 the test does not reject the hypothesis that the share of payers is the same in every arm; this does not show that it is true.",
    )
    expect(testSentence({ ...test, pValue: 0.01 }, 0.05)).toMatch(/rejects the hypothesis that/)
    expect(testSentence(test, 0.05)).not.toMatch(/significant/)
  })
})

describe('cost per additional pound', () => {
  it('never stands without its confidence set', () => {
    const rays = { estimate: 13.763, set: { type: 'two_rays', below: -29.7, above: 5.6 }, level: 0.95 } as const
    expect(costPerAdditionalPoundSentence(rays, 'control')).toBe(
      '£13.76 on the estimates alone for each additional pound collected, but the 95% confidence set is in two parts, ' +
        'above £5.60 and below −£29.70: it includes that nothing additional was collected, or less than in control.',
    )
    expect(
      costPerAdditionalPoundSentence({ ...rays, set: { type: 'interval', lower: 4, upper: 9.5 } }, 'control'),
    ).toBe(
      '£13.76 on the estimates alone for each additional pound collected; the 95% confidence set is £4.00 to £9.50.',
    )
    const line = costPerAdditionalPoundSentence(
      { estimate: undefined, set: { type: 'whole_line' }, level: 0.9 },
      'control',
    )
    expect(line).toMatch(/^No single cost can be given .* the 90% confidence set excludes no value/)
  })
})

it('names levels and verdicts', () => {
  expect(levelText(0.95)).toBe('95%')
  expect(levelText(0.9)).toBe('90%')
  expect(levelText(0.975)).toBe('97.5%')
  expect(Object.values(verdictWords).map(({ label }) => label)).toEqual([
    'reproduced',
    'consistent',
    'not derivable',
    'contradicted',
  ])
})
