import { describe, expect, it } from 'vitest'
import {
  costPerAdditionalPoundSentence as costSentence,
  plainText,
  type RatioSet,
  type TestWords,
  testSentence,
  verdictWords,
  written,
} from '../../src/report/index.ts'
import { numberOf } from './numbers.ts'

describe('tests', () => {
  const test: TestWords = {
    statistic: { symbol: 'χ²', number: numberOf(2.71461, 'statistic') },
    degrees: [numberOf(2, 'degrees')],
    pValue: numberOf(0.257353, 'p'),
    nullHypothesis: 'the share of payers is the same in every arm',
  }
  const sentence = (changes: Partial<TestWords> = {}): string =>
    plainText(testSentence({ ...test, ...changes }, numberOf(0.05, 'number')))

  it('are judged against the alpha of the plan and claim no more', () => {
    expect(sentence()).toBe(
      "χ² = 2.71, 2 d.f., P = 0.26. At the plan's alpha of 0.05 the test does not reject the hypothesis that the share of payers is the same in every arm; this does not show that it is true.",
    )
    expect(sentence({ pValue: numberOf(0.01, 'p') })).toMatch(/rejects the hypothesis that/)
    expect(sentence()).not.toMatch(/significant/)
    expect(sentence({ adjustedP: numberOf(0.0004, 'p') })).toMatch(/P = 0\.26, adjusted P < 0\.001\. .* rejects/)
  })

  it('may have no degrees of freedom, or two', () => {
    expect(sentence({ degrees: [] })).toMatch(/^χ² = 2\.71, P = 0\.26\./)
    expect(sentence({ degrees: [numberOf(2, 'degrees'), numberOf(18_621.4, 'degrees')] })).toMatch(
      / 2 and 18,621\.4 d\.f\./,
    )
  })
})

describe('cost per additional pound', () => {
  it('never stands without its confidence set', () => {
    const pounds = (value: number) => numberOf(value, 'pounds')
    const sentence = (set: RatioSet, estimate: number | undefined, level: number): string =>
      plainText(
        costSentence(
          {
            estimate: estimate === undefined ? undefined : pounds(estimate),
            ...{ set, level: numberOf(level, 'level') },
          },
          'control',
        ),
      )
    expect(sentence({ type: 'two_rays', below: pounds(-29.7), above: pounds(5.6) }, 13.763, 0.95)).toBe(
      '£13.76 on the estimates alone for each additional pound collected, but the 95% confidence set is in two parts, ' +
        'above £5.60 and below −£29.70: it includes that nothing additional was collected, or less than in control.',
    )
    expect(sentence({ type: 'interval', lower: pounds(4), upper: pounds(9.5) }, 13.763, 0.95)).toBe(
      '£13.76 on the estimates alone for each additional pound collected; the 95% confidence set is £4.00 to £9.50.',
    )
    expect(sentence({ type: 'whole_line' }, undefined, 0.9)).toMatch(
      /^No single cost can be given .* the 90% confidence set excludes no value/,
    )
  })
})

it('names levels and verdicts', () => {
  const level = (value: number): string => written(numberOf(value, 'level')).text
  expect(level(0.95)).toBe('95%')
  expect(level(0.9)).toBe('90%')
  expect(level(0.975)).toBe('97.5%')
  expect(Object.values(verdictWords).map(({ label }) => label)).toEqual([
    'reproduced',
    'consistent',
    'not derivable',
    'contradicted',
  ])
})
