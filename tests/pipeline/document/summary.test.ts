import { describe, expect, it } from 'vitest'
import { deviationsSection } from '../../../src/pipeline/document/deviations.ts'
import { summarySection } from '../../../src/pipeline/document/summary.ts'
import type { Findings } from '../../../src/pipeline/findings.ts'
import { plainText, type Section } from '../../../src/report/index.ts'
import { listWords } from '../../support/document-texts.ts'
import { armEconomics, contrast, differenceAnalysis, economicsOf, findingsWith } from './findings.ts'

const id = 'pwc_first_vs_control'
const textOf = ({ blocks }: Section): string =>
  blocks
    .flatMap(block =>
      block.kind === 'paragraph' ? [plainText(block.text)] : block.kind === 'list' ? listWords(block) : [],
    )
    .join('\n')
const summaryOf = (changes: Partial<Findings>): string => textOf(summarySection(findingsWith(changes)))

const open = differenceAnalysis({}, { [id]: contrast(id, [0.003, -0.0009, 0.007]) })
const closed = differenceAnalysis({ id: 'other' }, { [id]: contrast(id, [0.003, 0.0009, 0.007]) })

describe('the summary', () => {
  it('says what was done from the protocol alone', () => {
    const text = summaryOf({})
    expect(text).toMatch(
      /^What was done\. 18,624 cases were put into 3 groups at random and followed from 1 November 2015 to 31 July 2016\.$/m,
    )
    expect(text).toMatch(/^Control \(6,000 cases\): Normal business only/m)
    expect(text).not.toContain('What was found')
    expect(text).not.toContain('In short')
  })

  it('says of each primary comparison what it shows, and of nothing else', () => {
    const text = summaryOf({ analyses: [open, { ...closed, role: 'sensitivity' }] })
    expect(text).toContain('In short. The one comparison does not show a difference.')
    expect(text).toContain('PWC first against Control: 0.30 percentage points higher.')
    expect(text.match(/PWC first against/g)).toHaveLength(1)
  })

  it('names the comparisons that show a difference', () => {
    const adjusted = [{ contrast: id, family: 'f', method: 'holm' as const, comparisons: 2, pValue: 0.01 }]
    expect(summaryOf({ analyses: [{ ...closed, adjusted }] })).toContain(
      'In short. The one comparison shows a difference: PWC first against Control (Cases with payments).',
    )
    const text = summaryOf({ analyses: [open, { ...closed, adjusted }] })
    expect(text).toContain(
      '1 of the 2 comparisons shows a difference: PWC first against Control (Cases with payments).',
    )
  })

  it('says whether the other analyses come to the same', () => {
    const others = (...analyses: Findings['analyses']) => summaryOf({ analyses: [open, ...analyses] })
    const sensitivity = { ...open, id: 'same', role: 'sensitivity' as const }
    expect(others()).not.toContain('look at the same differences')
    expect(others(sensitivity)).toContain(
      'by another method; range by range, and not allowing for several comparisons, it comes to the same answer.',
    )
    expect(others(sensitivity, { ...closed, role: 'secondary' })).toContain(
      '1 of them does not come to the same answer',
    )
  })

  it('judges a comparison by the P and the range of a method that adjusts by itself', () => {
    const base = contrast(id, [0.003, 0.0009, 0.007])
    if (base.status !== 'computed') throw new Error('no contrast')
    const together = { lower: -0.0004, upper: 0.008, level: 0.95, method: 'Dunnett' }
    const simultaneous = { method: 'Dunnett', comparisons: 2, pValue: 0.06, interval: together }
    const result = { ...base, result: { ...base.result, pValue: 0.03, simultaneous } }
    const text = summaryOf({ analyses: [differenceAnalysis({}, { [id]: result })] })
    expect(text).toContain('from 0.04 points lower to 0.80 points higher, so a difference is not shown.')
  })

  it('says of what could be found that it holds for one comparison alone', () => {
    const economics = economicsOf(armEconomics({}))
    expect(summaryOf({ analyses: [open], economics })).toContain(
      'For one comparison judged alone, and cases taken as independent of each other, the groups were large enough to ' +
        'find a rise from 1.03% to 1.62% of cases, or £3.91 more per case, with a chance of 80%; smaller effects would ' +
        'often be missed. Where several comparisons are judged together, the chance is smaller.',
    )
  })

  it('says once what is not counted', () => {
    expect(summaryOf({})).toContain('What happened after 31 July 2016 is not counted.')
    const economics = { ...economicsOf(armEconomics({})), notCounted: ['payments after the window', 'write-offs'] }
    expect(summaryOf({ economics })).toContain(
      'Cases were followed until 31 July 2016. Not counted: payments after the window; write-offs.',
    )
  })

  it('leaves out what was chosen after results had been seen, and says so', () => {
    const late = { ...closed, role: 'exploratory' as const, amendment: { kind: 'changed' as const, resultsSeen: true } }
    const text = summaryOf({ analyses: [open, late] })
    expect(text).toContain('1 analysis was chosen after results had been seen.')
    expect(text).toContain('The one comparison does not show a difference.')
  })
})

describe('changes of the plan', () => {
  const amendments = { added: [], changed: ['other'], dropped: [], parts: [], deviations: [] }

  it('are not spoken of where the plan at allocation is not known', () => {
    expect(deviationsSection(findingsWith({})).blocks).toEqual([])
  })

  it('are said to be none where there are none', () => {
    const section = deviationsSection(findingsWith({ amendments: { ...amendments, changed: [] } }))
    expect(textOf(section)).toMatch(/^None: the plan is the one that stood/)
  })

  it('are listed with their reasons and what they concern', () => {
    const deviation = {
      id: 'one',
      what: 'Another method',
      why: 'A reader asked.',
      resultsSeen: false,
      date: '2016-09-01',
    }
    const changed = { ...closed, amendment: { kind: 'changed' as const, resultsSeen: false } }
    const { plan } = findingsWith({})
    const dropped = plan.analyses.slice(0, 1)
    const section = deviationsSection(
      findingsWith({ analyses: [changed], amendments: { ...amendments, dropped, deviations: [deviation] } }),
    )
    expect(textOf(section).split('\n')).toEqual([
      '1 September 2016. Another method. Why: A reader asked. No results had been seen.',
      'Difference in cases with payments (Newcombe intervals): changed before results were seen',
      'Do the arms differ in cases with payments? (pearson-chi-squared)',
    ])
  })
})
