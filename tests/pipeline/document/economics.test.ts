import { describe, expect, it } from 'vitest'
import type { FiellerSet } from '../../../src/economics/index.ts'
import { computed } from '../../../src/model/method.ts'
import { economicsBlocks } from '../../../src/pipeline/document/economics.ts'
import type { ArmEconomics } from '../../../src/pipeline/economics.ts'
import { plainText } from '../../../src/report/index.ts'
import { listWords } from '../../support/document-texts.ts'
import { armEconomics, economicsOf, findingsWith, undefinedBecause, wordsOf } from './findings.ts'

function sentences(changes: Partial<ArmEconomics> = {}): string[] {
  const blocks = economicsBlocks(findingsWith({ economics: economicsOf(armEconomics(changes)) }))
  return blocks.flatMap(block => (block.kind === 'list' ? listWords(block) : []))
}

const sentenceOf = (start: string, changes: Partial<ArmEconomics> = {}): string =>
  sentences(changes).find(sentence => sentence.startsWith(start)) ?? ''

const ratioSentence = (changes: Partial<ArmEconomics>): string => sentenceOf('Cost per additional pound', changes)

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
    expect(sentenceOf('Collected')).toBe('Collected less cost: −£140,956 (95% interval −£157,117 to −£124,794).')
    expect(sentenceOf('To break even')).toBe(
      'To break even PWC first needs £25.74 more per case than Control. The estimate is 17 standard errors short of it; ' +
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
    expect(sentenceOf('To break even', { breakEven: computed(paid) })).toContain(
      'The estimate exceeds it by 3.0 standard errors',
    )
  })

  it('says the least effects that the sizes could detect, and on what they rest', () => {
    expect(sentenceOf('The least effects')).toBe(
      'The least effects that one comparison judged alone could detect, cases taken as independent: payers rising by ' +
        '0.59 percentage points, from 1.03% to 1.62% (exact power); £3.91 per case (from the observed spread).',
    )
    const unknown = { amount: undefinedBecause('No spread.'), share: null, controlShare: null }
    expect(sentences({ minimumDetectable: unknown })).toHaveLength(4)
  })

  it('says what is counted, and nothing at all where no arm has a cost', () => {
    const blocks = economicsBlocks(findingsWith({ economics: economicsOf(armEconomics({})) }))
    expect(blocks.map(({ kind }) => kind)).toEqual(['heading', 'list', 'table', 'note', 'note', 'note'])
    const [heading, , , , counted] = blocks.map(block => ('text' in block ? plainText(block.text) : ''))
    expect(heading).toBe('PWC first against Control')
    expect(counted).toContain('80% power and a two-sided alpha of 0.05')
    expect(counted).toContain('Not counted: later payments and other outcomes.')
    expect(economicsBlocks(findingsWith({}))).toEqual([])
    expect(economicsBlocks(findingsWith({ economics: economicsOf() }))).toEqual([])
  })
})

describe('standard errors that take cases as independent', () => {
  const caution = (detail: string) => [{ code: 'independence_assumed_with_clusters', detail }] as const
  const gain = { cases: 5906, difference: 187, standardError: 140 }
  const notesOf = (...comparisons: ArmEconomics[]) =>
    economicsBlocks(findingsWith({ economics: economicsOf(...comparisons) })).flatMap(block =>
      block.kind === 'note' && block.title === 'Standard errors' ? [plainText(block.text)] : [],
    )

  it('are said to do so once for all comparisons', () => {
    const changes = {
      additional: computed(gain, caution('Amounts come in clusters.')),
      additionalPayers: computed(gain, caution('Payers come in clusters, in pwc_first too.')),
    }
    expect(notesOf(armEconomics(changes), armEconomics({ ...changes, arm: 'nrp_first' }))).toEqual([
      'What stands here of costs and what they brought in rests on standard errors of the differences. ' +
        'Amounts come in clusters. Payers come in clusters, in PWC first too.',
    ])
    expect(sentences(changes).join(' ')).not.toContain('clusters')
  })

  it('are not spoken of where cases were allocated singly', () => {
    const rare = { code: 'few_events', detail: 'Few paid.' } as const
    expect(notesOf(armEconomics({ additional: computed(gain, [rare]) }))).toEqual([])
  })
})

it('names the costs that are counted in the words of the protocol', () => {
  const { protocol } = findingsWith({})
  const costs = [
    { id: 'a', title: 'Letters', arm: 'pwc_first', amount: '10' },
    { id: 'b', title: 'Visits', arm: 'nrp_first', amount: '20' },
    { id: 'c', title: 'Letters', arm: 'nrp_first', amount: '30' },
  ]
  const economics = economicsOf(armEconomics({}))
  const blocks = economicsBlocks(findingsWith({ economics, protocol: { ...protocol, costs } }))
  const note = blocks.find(block => block.kind === 'note' && block.title === 'What is counted')
  expect(note?.kind === 'note' && plainText(note.text)).toContain('states and no others (Letters, Visits).')
})

describe('what an arm cost, and of what kind', () => {
  it('says a cost that is all resources', () => {
    expect(sentenceOf('Cost: ')).toBe('Cost: £152,000 (£25.74 a case), all of it resources.')
  })

  it('sets transfers apart, and says how much more a case than the comparator', () => {
    const changes = {
      cost: 16_000_000,
      costs: { resource: 15_200_000, transfer: 800_000 },
      additionalCost: computed({ total: 5906 * 250, standardError: 0 }),
    }
    expect(sentenceOf('Cost: ', changes)).toBe(
      'Cost: £160,000 (£27.09 a case), £152,000 of resources and £8,000 of transfers. That is £2.50 a case more than Control.',
    )
    const less = { additionalCost: computed({ total: -5906 * 250, standardError: 0 }) }
    expect(sentenceOf('Cost: ', less)).toMatch(/ That is £2\.50 a case less than Control\.$/)
    const same = { additionalCost: computed({ total: 0, standardError: 0 }) }
    expect(sentenceOf('Cost: ', same)).toMatch(/ That is as much a case as Control\.$/)
  })

  it('repeats the measures with resource costs alone where there are transfers', () => {
    const { costPerAdditionalPound, costSet, collectedLessCost, breakEven } = armEconomics({})
    const resourceOnly = {
      ...{ costPerAdditionalPound, costSet, collectedLessCost, breakEven },
      additionalCost: computed({ total: 15_200_000, standardError: 0 }),
      ...{ acceptability: null, payers: null },
    }
    const repeated = sentences({ resourceOnly }).filter(each => each.startsWith('With resource costs alone. '))
    expect(repeated).toHaveLength(3)
    expect(repeated[0]).toContain('£13.76 on the estimates alone')
    const blocks = economicsBlocks(
      findingsWith({ economics: economicsOf(armEconomics({ costs: { resource: 1, transfer: 2 }, resourceOnly })) }),
    )
    const views = blocks.find(block => block.kind === 'note' && block.title === 'Two views of cost')
    expect(views?.kind === 'note' && plainText(views.text)).toContain('transfers are costs as well')
  })

  it('gives no ratio of an arm that costs no more', () => {
    const cheaper = { costPerAdditionalPound: { status: 'undefined', reason: 'no_cost', detail: 'No more.' } as const }
    expect(ratioSentence(cheaper)).toBe('Cost per additional pound: none, since PWC first costs no more than Control.')
  })
})

describe('payers, values and the bootstrap', () => {
  const curve = {
    points: [0, 1, 2, 3, 4].map(willingness => ({
      willingness: 10 * willingness,
      probability: willingness / 5,
      expectedNetBenefit: 1_000_000 * willingness - 2_000_000,
    })),
    asymptote: 0.91,
  }

  it('says the cost of a payer in whole pounds, rounded outwards, with its set', () => {
    const set = { type: 'two_rays', below: -3_038_473, above: 371_228 } as const
    const payers = {
      costPerAdditionalPayer: computed({ ratio: 845_791, set, level: 0.95 }),
      ...{ costSet: computed(set), acceptability: null },
    }
    expect(sentenceOf('Cost per additional payer', { payers })).toBe(
      'Cost per additional payer (two rays): £8,458 on the estimates alone for each additional payer, but the 95% ' +
        'confidence set is in two parts, above £3,712 and below −£30,384: it includes that nobody more paid, or fewer ' +
        'than in Control.',
    )
  })

  it('says what the probability tends to, and how far the bootstrap is from it', () => {
    const changes = { acceptability: computed(curve) }
    expect(sentenceOf('The acceptability curve', changes)).toBe(
      'The acceptability curve of PWC first over Control tends to 91.0% the more an additional pound is worth: one ' +
        'minus the one-sided P of the hypothesis that no more was collected. At £1 for an additional pound it is less ' +
        'than 0.1%. (By the normal distribution. It is the probability that PWC first is worth its cost only where ' +
        'nothing was known before the trial.)',
    )
    const shifted = { points: curve.points.map(point => ({ ...point, probability: 0.15 })), asymptote: 0.9 }
    const bootstrap = { analysis: 'b', draws: 10_000, curve: computed(shifted) }
    expect(sentenceOf('By 10,000', { ...changes, bootstrap })).toBe(
      'By 10,000 bootstrap replicates the acceptability curve tends to 90.0%; at the 5 values that were worked out, and ' +
        'in what it tends to, it is at most 65.0 percentage points from the normal curve.',
    )
  })

  it('shows the curve at some values, and what it tends to', () => {
    const economics = economicsOf(armEconomics({ acceptability: computed(curve) }))
    const table = economicsBlocks(findingsWith({ economics })).find(
      block => block.kind === 'table' && block.id === 'economics-acceptability-pound',
    )
    expect(table?.kind === 'table' && table.rows.map(wordsOf)).toEqual([
      ['£0.00', '0% (−£20,000)'],
      ['£40.00', '80.0% (£20,000)'],
      ['no limit', '91.0%'],
    ])
  })

  it('shows what each analysis leaves open', () => {
    const interval = { lower: -1_000_000, upper: 250_000, level: 0.95, method: 'z' }
    const byAnalysis: ArmEconomics['byAnalysis'] = [
      {
        ...{ analysis: 'a', title: 'Difference', method: 'Bootstrap', of: 'pounds' },
        ...{ costSet: computed({ type: 'two_rays', below: -Infinity, above: 5.019 }), collectedLessCost: interval },
      },
      {
        ...{ analysis: 'b', title: 'Payers', method: 'Newcombe', of: 'payers' },
        ...{ costSet: computed({ type: 'interval', lower: 100_950, upper: 200_001 }), collectedLessCost: null },
      },
    ]
    const table = economicsBlocks(findingsWith({ economics: economicsOf(armEconomics({ byAnalysis })) })).find(
      block => block.kind === 'table' && block.id === 'economics-by-analysis',
    )
    expect(table?.kind === 'table' && table.rows.map(wordsOf)).toEqual([
      ['PWC first against Control', 'Difference (Bootstrap)', 'pound', 'above £5.01', '−£10,000 to £2,500'],
      ['PWC first against Control', 'Payers (Newcombe)', 'payer', '£1,009 to £2,001', ''],
    ])
  })

  it('lists the arms in order of cost and says each step with its set', () => {
    const set = { type: 'interval', lower: 4, upper: 9.504 } as const
    const economics = {
      ...economicsOf(armEconomics({})),
      frontier: {
        pounds: {
          alternatives: [
            { arm: 'control', costPerCase: 0, effect: 407, status: 'on_frontier' },
            { arm: 'nrp_first', costPerCase: 2330, effect: 607, status: 'on_frontier' },
            { arm: 'pwc_first', costPerCase: 2574, effect: 594, status: 'dominated', by: ['nrp_first'] },
          ],
          steps: [
            {
              ...{ arm: 'nrp_first', against: 'control' },
              ...{ costPerAdditional: computed({ ratio: 6, set, level: 0.95 }), costSet: computed(set) },
            },
          ],
        },
        payers: null,
      },
      notCounted: ['later payments', 'write-offs'],
    } as const
    const blocks = economicsBlocks(findingsWith({ economics }))
    const table = blocks.find(block => block.kind === 'table' && block.id === 'economics-frontier')
    expect(table?.kind === 'table' && table.rows.map(wordsOf)).toEqual([
      ['Control', '£0.00', '£4.07', 'not dominated'],
      ['NRP first', '£23.30', '£6.07', 'not dominated'],
      ['PWC first', '£25.74', '£5.94', 'dominated by NRP first'],
    ])
    const steps = blocks.flatMap(block => (block.kind === 'list' ? listWords(block) : [])).slice(-1)
    expect(steps).toEqual([
      'From Control to NRP first: £6.00 on the estimates alone for each additional pound collected; the 95% confidence set is £4.00 to £9.51.',
    ])
    const counted = blocks.find(block => block.kind === 'note' && block.title === 'What is counted')
    expect(counted?.kind === 'note' && plainText(counted.text)).toContain('Not counted: later payments; write-offs.')
  })
})
