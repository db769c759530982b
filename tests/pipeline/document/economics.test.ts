import { describe, expect, it } from 'vitest'
import type { FiellerSet } from '../../../src/economics/index.ts'
import { computed } from '../../../src/model/method.ts'
import { economicsBlocks } from '../../../src/pipeline/document/economics.ts'
import type { ArmEconomics } from '../../../src/pipeline/economics.ts'
import { plainText } from '../../../src/report/index.ts'
import { armEconomics, economicsOf, findingsWith, undefinedBecause } from './findings.ts'

function sentences(changes: Partial<ArmEconomics> = {}): string[] {
  const blocks = economicsBlocks(findingsWith({ economics: economicsOf(armEconomics(changes)) }))
  return blocks.flatMap(block => (block.kind === 'list' ? block.items.map(plainText) : []))
}

const ratioSentence = (changes: Partial<ArmEconomics>): string => sentences(changes)[0] ?? ''

describe('the cost per additional pound', () => {
  const sets: FiellerSet[] = [
    { type: 'two_rays', below: -29.7, above: 5.6 },
    { type: 'interval', lower: 4, upper: 9.5 },
    { type: 'whole_line' },
  ]

  it.each(sets.map(set => [set.type, set] as const))('%s: is never said without its confidence set', (_, set) => {
    const sentence = ratioSentence({ costSet: computed(set) })
    expect(sentence).toContain('£13.76 on the estimates alone')
    expect(sentence).toContain('the 95% confidence set')
    expect(sentences({ costSet: computed(set) }).filter(each => each.includes('13.76'))).toEqual([sentence])
  })

  it('says of two rays where they begin and that nothing additional is among them', () => {
    expect(ratioSentence({})).toBe(
      'Cost per additional pound (two rays): £13.76 on the estimates alone for each additional pound collected, but ' +
        'the 95% confidence set is in two parts, above £5.60 and below −£29.70: it includes that nothing additional was ' +
        'collected, or less than in Control.',
    )
  })

  it('says an interval and the whole line for what they are', () => {
    const interval = ratioSentence({ costSet: computed({ type: 'interval', lower: 4, upper: 9.5 }) })
    expect(interval).toMatch(
      /^Cost per additional pound \(an interval\): .*; the 95% confidence set is £4\.00 to £9\.50\.$/,
    )
    const line = ratioSentence({ costSet: computed({ type: 'whole_line' }) })
    expect(line).toMatch(/^Cost per additional pound \(the whole line\): .* excludes no value: the data do not bound/)
  })

  it('gives no ratio where the arm collected no more, and still its set', () => {
    const sentence = ratioSentence({ costPerAdditionalPound: undefinedBecause('Nothing additional was collected.') })
    expect(sentence).toContain('No single cost can be given')
    expect(sentence).toContain('above £5.60 and below −£29.70')
    expect(sentence).not.toContain('13.76')
  })

  it('says why there is no set', () => {
    const sentence = ratioSentence({ costSet: undefinedBecause('All amounts are alike.') })
    expect(sentence).toBe('Cost per additional pound: not computable. All amounts are alike.')
  })
})

describe('the economics of an arm', () => {
  it('says collected less cost with its interval, and what would break even', () => {
    const [, less, even] = sentences()
    expect(less).toBe('Collected less cost: −£140,956 (95% interval −£157,117 to −£124,794).')
    expect(even).toBe(
      'To break even an arm needs £25.74 more per case than Control. The estimate is 17 standard errors short of it; ' +
        'the upper limit of the additional amount, £4.61, is 18% of it.',
    )
  })

  it('says so where the arm more than paid for itself', () => {
    const paid = {
      needed: 100,
      standardErrorsShort: -3,
      pValue: 0.99,
      nullHypothesis: '',
      upperLimit: 300,
      upperLimitShare: 3,
    }
    expect(sentences({ breakEven: computed(paid) })[2]).toContain('The estimate exceeds it by 3 standard errors')
  })

  it('says the least effects that the sizes could detect, and on what they rest', () => {
    expect(sentences()[3]).toBe(
      'The least effects that the sizes could detect: payers rising by 0.59 percentage points, from 1.03% to 1.62% ' +
        '(exact power); £3.91 per case (from the observed spread).',
    )
    const unknown = { amount: undefinedBecause('No spread.'), share: null, controlShare: null }
    expect(sentences({ minimumDetectable: unknown })).toHaveLength(3)
  })

  it('says what is counted, and nothing at all where no arm has a cost', () => {
    const blocks = economicsBlocks(findingsWith({ economics: economicsOf(armEconomics({})) }))
    expect(blocks.map(({ kind }) => kind)).toEqual(['heading', 'list', 'note'])
    expect(blocks[0]).toEqual({ kind: 'heading', text: 'PWC first against Control' })
    expect(blocks[2]).toMatchObject({ text: expect.stringContaining('80% power and a two-sided alpha of 0.05') })
    expect(economicsBlocks(findingsWith({}))).toEqual([])
    expect(economicsBlocks(findingsWith({ economics: economicsOf() }))).toEqual([])
  })
})

it('names the costs that are counted in the words of the protocol', () => {
  const findings = findingsWith({ economics: economicsOf(armEconomics({})) })
  const costs = [
    { id: 'a', title: 'Letters', arm: 'pwc_first', amount: '10' },
    { id: 'b', title: 'Visits', arm: 'nrp_first', amount: '20' },
    { id: 'c', title: 'Letters', arm: 'nrp_first', amount: '30' },
  ]
  const blocks = economicsBlocks({ ...findings, protocol: { ...findings.protocol, costs } })
  const note = blocks.find(block => block.kind === 'note')
  expect(note?.kind === 'note' && plainText(note.text)).toContain('states and no others (Letters, Visits).')
})
