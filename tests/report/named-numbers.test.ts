import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type NamedNumber,
  plainText,
  pWords,
  quoted,
  quotedNumbers,
  resultsOf,
  testWords,
  tied,
  type Unit,
  type Writing,
  written,
  writtenParts,
} from '../../src/report/index.ts'
import { isWrittenOf } from '../support/number-texts.ts'
import { numberOf } from './numbers.ts'

const text = (value: number, unit: Unit, writing?: Writing): string => written(numberOf(value, unit), writing).text

describe('a number of the trial', () => {
  it('is written as its unit says, under its id', () => {
    const number: NamedNumber = { id: 'payers_share.control.estimate', value: 0.010333, unit: 'share' }
    expect(written(number)).toEqual({ kind: 'value', id: 'payers_share.control.estimate', text: '1.03%' })
    expect(text(5906, 'count')).toBe('5,906')
    expect(text(-0.0036, 'share_difference')).toBe('−0.36')
    expect(text(-13.4, 'pence')).toBe('−£0.13')
    expect(text(5.6, 'pounds')).toBe('£5.60')
    expect(text(0.975, 'level')).toBe('97.5%')
    expect(text(18_621, 'degrees')).toBe('18,621')
    expect(text(0.0004, 'p')).toBe('< 0.001')
    expect(text(-0.00123, 'statistic')).toBe('−0.0012')
    expect(text(1e-60, 'probability')).toBe('less than 0.1%')
  })

  it('may have other decimals, no sign, and be rounded to one side', () => {
    expect(text(-13.4, 'pence', { size: true })).toBe('£0.13')
    expect(text(-14_095_578, 'pence', { decimals: 0 })).toBe('−£140,956')
    expect(text(5.589, 'pounds', { rounding: 'down' })).toBe('£5.58')
    expect(text(142.2, 'number', { decimals: 0, rounding: 'up' })).toBe('143')
    expect(written(numberOf(8457.9, 'pounds', { decimals: 0 })).text).toBe('£8,458')
  })

  it('may be without bound', () => {
    expect([text(Infinity, 'number'), text(-Infinity, 'pounds')]).toEqual(['∞', '−∞'])
  })

  it('is cut in parts that add up to it', () => {
    const parts = writtenParts(numberOf(200.5, 'pence'), [numberOf(113.7, 'pence'), numberOf(86.8, 'pence')])
    expect(parts.map(each => each.text)).toEqual(['£1.14', '£0.87'])
    expect(writtenParts(numberOf(1, 'count'), [])).toEqual([])
  })
})

describe('P values and tests', () => {
  const p = (value: number): string => plainText(pWords(numberOf(value, 'p')))

  it('have their sign of relation before them', () => {
    expect([p(0.25735), p(0.0001), p(0.9999)]).toEqual(['P = 0.26', 'P < 0.001', 'P > 0.99'])
  })

  it.each([
    [['χ²', 2.71461002, [2], 0.25735341], 'χ² = 2.71, 2 d.f., P = 0.26'],
    [['z', -1.5, [], 0.0002], 'z = −1.50, P < 0.001'],
    [['t', 1.336, [10_123.46], 0.18], 't = 1.34, 10,123.5 d.f., P = 0.18'],
  ] as const)('stand with their statistic: %j', ([symbol, statistic, degrees, pValue], words) => {
    const test = {
      statistic: { symbol, number: numberOf(statistic, 'statistic') },
      degrees: degrees.map(each => numberOf(each, 'degrees')),
      pValue: numberOf(pValue, 'p'),
    }
    expect(plainText(testWords(test))).toBe(words)
  })
})

describe('a sentence that is quoted', () => {
  const sentence = 'Of 18,624 cases −0.09 to 0.70 (95%), £3.51, since 2015-11-01; CR2 and 1-2, 3.'
  const numbers = quotedNumbers('some', sentence)

  it('has its numbers under ids, and other digits as none', () => {
    expect(numbers.map(({ id, value, unit }) => [id, value, unit])).toEqual([
      ['some.1', 18_624, 'number'],
      ['some.2', -0.09, 'number'],
      ['some.3', 0.7, 'number'],
      ['some.4', 95, 'percent'],
      ['some.5', 3.51, 'pounds'],
      ['some.6', 3, 'number'],
    ])
    const literals = [...quoted('some', sentence)].flatMap(part =>
      typeof part !== 'string' && part.kind === 'literal' ? [part.text] : [],
    )
    expect(literals).toEqual(['2015-11-01;', 'CR2', '1-2,'])
  })

  it('keeps every letter, whatever it says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[ 0-9.,%£()−-]*$/)), words => {
        expect(plainText(quoted('some', words))).toBe(words)
        for (const number of quotedNumbers('some', words)) expect(isWrittenOf(number, written(number))).toBe(true)
      }),
    )
  })
})

it('ties words to the numbers that they were made from, in their order', () => {
  const numbers = [0.0134, 0.013, 0.0134].map((value, at) => ({ ...numberOf(value, 'share'), id: `n.${at}` }))
  const found = [...tied('A 1.34%, B 1.30%, C 1.34%, in 2016', numbers)].flatMap(part =>
    typeof part === 'string' ? [] : [part.kind === 'value' ? part.id : part],
  )
  expect(found).toEqual(['n.0', 'n.1', 'n.2', { kind: 'literal', text: '2016' }])
})

describe('results', () => {
  it('are found by id', () => {
    const results = resultsOf([{ id: 'a', value: 1, unit: 'count' }])
    expect(results.write('a').text).toBe('1')
    expect(results.find('b')).toBeUndefined()
    expect(() => results.number('b')).toThrow('no result is called b')
  })

  it('are never two of one id, unless they are equal', () => {
    const one = { id: 'a', value: 1, unit: 'count' } as const
    expect(resultsOf([one, one]).all).toHaveLength(1)
    expect(() => resultsOf([one, { ...one, value: 2 }])).toThrow('two results are called a: 1 and 2')
  })
})
