import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CovariateBalance } from '../../../src/design/index.ts'
import type { ComparedFigure, Comparison } from '../../../src/model/comparison.ts'
import { reproductionDocument } from '../../../src/pipeline/document/page-document.ts'
import { runDocument } from '../../../src/pipeline/document/run-document.ts'
import type { Findings } from '../../../src/pipeline/findings.ts'
import { type Flow, flowNumbers } from '../../../src/pipeline/results/flow-numbers.ts'
import { type Document, literal, plainText, totalsOf, writeText } from '../../../src/report/index.ts'
import { countsOf } from '../../support/analysis.ts'
import { listWords, untiedDigits } from '../../support/document-texts.ts'
import {
  armEconomics,
  contrast,
  differenceAnalysis,
  economicsOf,
  findingsWith,
  printed,
  undefinedBecause,
  wordsOf,
} from './findings.ts'

const notice = 'This is a reconstruction: made-up cases. It is not real.'

function figureOf(changes: Partial<ComparedFigure>): ComparedFigure {
  return {
    id: 'cost.total',
    title: 'Cost of the trial, £',
    place: 'summary',
    printed: '307000',
    recomputed: 308_500,
    rounded: '309000',
    range: { lower: 308_000, upper: 309_000 },
    counts: null,
    derivedFrom: [],
    verdict: 'contradicted',
    expected: 'contradicted',
    note: 'The figures that make it up give 308,000 to 309,000.',
    ...changes,
  }
}

const figures = [
  figureOf({}),
  figureOf({
    id: 'payers.test.p',
    title: 'Payers: P',
    place: 'footnote 4',
    printed: '0.26',
    recomputed: 0.257353,
    verdict: 'reproduced',
    note: null,
  }),
  figureOf({
    id: 'amount.test.h',
    title: 'H',
    place: 'footnote 8',
    printed: '2.74',
    recomputed: null,
    verdict: 'not_derivable',
    note: 'It needs data.',
  }),
]
const comparison: Comparison = {
  schema: 'equipoise/comparison/1',
  trial: 'part-payment',
  basis: 'page',
  notice: null,
  figures,
  totals: totalsOf(figures),
}

const paid = countsOf({ pwc_first: [79, 5906], control: [62, 6000] })
const inFull = countsOf({ pwc_first: [3, 5906] })
const holding: Partial<Findings> = {
  basis: 'page',
  analyses: [
    differenceAnalysis({}, { pwc_first_vs_control: contrast('pwc_first_vs_control', [0.003, -0.001, 0.007]) }),
    differenceAnalysis(
      { id: 'amount_test', title: 'Do amounts differ?', computation: undefinedBecause('No amounts.') },
      {},
    ),
  ],
  summaries: (outcome, kind) =>
    kind !== 'counts' ? undefined : outcome === 'paid' ? paid : outcome === 'paid_in_full' ? inFull : undefined,
  economics: economicsOf(armEconomics({})),
}

function document(findings: Partial<Findings>, changes: Partial<Comparison> = {}): Document {
  const compared = { ...comparison, ...changes }
  return reproductionDocument(
    findingsWith(findings, { published: printed, comparison: compared }),
    printed,
    compared,
    [],
  )
}
const sectionIds = ({ sections }: Document) => sections.map(({ id }) => id)
const blocksOf = ({ sections }: Document, id: string) => sections.find(section => section.id === id)?.blocks ?? []
const listsOf = (made: Document, id: string) =>
  blocksOf(made, id).flatMap(block => (block.kind === 'list' ? listWords(block) : []))

describe('the report on a reproduction', () => {
  it('has its sections in order, and none that is empty', () => {
    expect(sectionIds(document(holding))).toEqual([
      'summary',
      'figures',
      'contrasts',
      'economics',
      'implied',
      'claims',
      'methods',
    ])
    expect(sectionIds(document({}))).toEqual(['summary', 'figures', 'claims', 'methods'])
  })

  it('says where its numbers come from, and the notice before everything', () => {
    const head = (findings: Partial<Findings>) => {
      const { title, subtitle, notices } = document(findings)
      return { title: plainText(title), subtitle: plainText(subtitle), notices: wordsOf(notices) }
    }
    expect(head(holding)).toMatchObject({
      title: 'A small report: the report reproduced',
      subtitle: 'A department. Every printed figure recomputed from the printed page alone.',
      notices: [],
    })
    expect(head({ notice })).toMatchObject({
      notices: [notice],
      subtitle: expect.stringContaining('from a run'),
    })
  })

  it('begins with the totals and what is contradicted', () => {
    const [totals, lead, list, table] = blocksOf(document(holding), 'figures')
    expect(totals?.kind === 'paragraph' && plainText(totals.text)).toBe(
      '3 figures: 1 reproduced, 0 consistent, 1 not derivable, 1 contradicted.',
    )
    expect(lead).toEqual({ kind: 'paragraph', text: 'Contradicted by the other figures:' })
    expect(list?.kind === 'list' && listWords(list)).toEqual([
      'Cost of the trial, £ (summary), printed 307,000. The figures that make it up give 308,000 to 309,000.',
    ])
    expect(table?.kind === 'table' ? table.rows.map(row => row.map(plainText)) : []).toEqual([
      [
        'summary',
        'Cost of the trial, £',
        '307,000',
        '308,500',
        'contradicted',
        'The figures that make it up give 308,000 to 309,000.',
      ],
      ['footnote 4', 'Payers: P', '0.26', '0.2574', 'reproduced', ''],
      ['footnote 8', 'H', '2.74', '-', 'not derivable', 'It needs data.'],
    ])
    const none = document(holding, { figures: figures.slice(1) })
    expect(blocksOf(none, 'figures').map(({ kind }) => kind)).toEqual(['paragraph', 'table'])
  })

  it('marks verdicts and judgements by a tone beside the word', () => {
    const tones = (id: string, column: number) =>
      blocksOf(document(holding), id).flatMap(block =>
        block.kind === 'table' ? block.rows.map(row => row[column]) : [],
      )
    expect(tones('figures', 4)).toEqual([
      [{ kind: 'tag', text: 'contradicted', tone: 'fault' }],
      [{ kind: 'tag', text: 'reproduced', tone: 'sound' }],
      [{ kind: 'tag', text: 'not derivable', tone: 'open' }],
    ])
    expect(tones('claims', 2)).toEqual([[{ kind: 'tag', text: 'overstated', tone: 'fault' }]])
  })

  it('says what is left of a count, where both counts are known', () => {
    expect(listsOf(document(holding), 'implied')).toEqual(['Settlements left, PWC first: 76 (79 less 3).'])
  })

  it('numbers its references in order of use, and says what could not be computed', () => {
    const items = listsOf(document(holding), 'methods')
    expect(items[0]).toBe('Difference in cases with payments: Newcombe intervals (primary) [1, 2].')
    expect(items[1]).toBe('Do amounts differ? Newcombe intervals (primary) [1, 2]. Not computable here: No amounts.')
    expect(items[2]).toMatch(
      /^Family ".*": P adjusted by Holm, for the familywise error rate, whatever holds .* \[3\]\.$/,
    )
    expect(items.slice(4).map(item => item.slice(0, 10))).toEqual(['Newcombe, ', 'Pearson, K', 'Holm, S. ('])
  })
})

describe('the report on a run', () => {
  const manifest = (facts: object) => ({
    schema: 'equipoise/small/1' as const,
    trial: 'part-payment',
    notice: null,
    inputs: {},
    algorithm: { name: 'small', version: 1 },
    content: '',
    ...facts,
  })
  const flow: Flow = {
    caseload: {
      schema: 'equipoise/caseload/1',
      trial: 'part-payment',
      notice: null,
      path: 'c.csv',
      sha256: '',
      cases: 60_000,
      inputs: {},
    },
    eligibility: manifest({
      counts: [{ criterion: 'not_a_criterion', failed: 7187, failedFirst: 7000, remaining: 53_000 }],
    }),
    sample: manifest({ seed: 'one' }),
    allocation: manifest({ seed: 'two', counts: { '1993': { pwc_first: 1772, control: 1800 } } }),
  }
  const numbers = flowNumbers(flow, findingsWith(holding).protocol.arms)

  it('says after the summary how cases came in', () => {
    const made = runDocument(findingsWith(holding, { flow: numbers }), { flow, figures: [] })
    expect(sectionIds(made)).toEqual([
      ...['summary', 'flow', 'contrasts', 'economics', 'plain-methods', 'methods', 'assurance'],
    ])
    const [exclusions, allocated] = blocksOf(made, 'flow').flatMap(block => (block.kind === 'table' ? [block] : []))
    expect(plainText(exclusions?.caption ?? '')).toContain('60,000 cases')
    expect(exclusions?.rows.map(wordsOf)).toEqual([['not_a_criterion', '7,187', '7,000', '53,000']])
    expect(allocated?.rows.map(wordsOf)).toEqual([['1993', '1,772', '0', '1,800']])
    expect(plainText(allocated?.notes[0] ?? '')).toContain('Sample seed "one", allocation seed "two"')
  })

  it('adds what follows from printed counts where there is a printed report, and keeps the notice', () => {
    const made = runDocument(findingsWith({ ...holding, notice }, { flow: numbers, published: printed }), {
      ...{ flow, figures: [], published: printed },
    })
    expect(sectionIds(made)).toEqual([
      ...['summary', 'flow', 'contrasts', 'economics', 'implied', 'plain-methods', 'methods', 'assurance'],
    ])
    expect(wordsOf(made.notices)).toEqual([notice])
    expect(plainText(made.subtitle)).toContain('by intention to treat')
  })
})

describe('what stands around the results of a run', () => {
  const manifest = (facts: object) => ({
    ...{ schema: 'equipoise/small/1' as const, trial: 'part-payment', notice: null, content: '' },
    ...{ inputs: {}, algorithm: { name: 'small', version: 1 }, ...facts },
  })
  const caseload = {
    ...{ schema: 'equipoise/caseload/1' as const, trial: 'part-payment', notice: null },
    ...{ path: 'c.csv', sha256: 'ab', cases: 10, inputs: {} },
  }
  const flow: Flow = {
    caseload,
    eligibility: manifest({ counts: [] }),
    sample: manifest({ seed: 'one', inputs: { caseload: 'ab12' } }),
    allocation: manifest({ seed: 'two', counts: {}, algorithm: { name: 'fixed-counts', version: 3 } }),
  }
  const covariate = (changes: Partial<CovariateBalance>, mean: number, sd: number | null): CovariateBalance => ({
    ...{ term: 'age', field: 'nrp_age', of: 'value', level: null, unit: 'number' },
    ...changes,
    views: [
      {
        weighting: 'none',
        arms: ['pwc_first', 'nrp_first', 'control'].map(arm => ({ arm, n: 5, mean, sd })),
        contrasts: [
          {
            ...{ arm: 'pwc_first', against: 'control', varianceRatio: null },
            difference: { status: 'computed', value: 1 },
            standardisedDifference: { status: 'computed', value: -0.0164 },
          },
        ],
      },
    ],
  })
  const baseline = [
    covariate({}, 42.25, 7.66),
    covariate({ term: 'scheme:1993', field: 'scheme', of: 'level', level: '1993', unit: 'share' }, 0.3, 0.4),
    covariate(
      { term: 'nrp_employed:true', field: 'nrp_employed', of: 'level', level: 'true', unit: 'share' },
      0.5,
      0.5,
    ),
    covariate({ term: 'day', unit: 'days' }, 16_000, 3),
  ]
  const opinion = { of: 'P', ours: 0.1, theirs: 0.1, tolerance: 1e-6, status: 'agrees' } as const
  const analyses = [
    differenceAnalysis(
      { secondOpinion: [opinion, opinion, { of: 'P', ours: 1e-9, status: 'outside_window' }] },
      { pwc_first_vs_control: contrast('pwc_first_vs_control', [0.003, -0.001, 0.007]) },
    ),
    differenceAnalysis({ id: 'tried', role: 'exploratory' }, {}),
  ]
  const made = runDocument(
    findingsWith({ analyses }, { flow: flowNumbers(flow, findingsWith({}).protocol.arms), baseline }),
    { flow, figures: [], baseline },
  )
  const tableOf = (id: string) => blocksOf(made, id).flatMap(block => (block.kind === 'table' ? [block] : []))[0]

  it('sets the arms side by side as they were at the start', () => {
    expect(tableOf('baseline')?.rows.map(wordsOf)).toEqual([
      ['Age of the non-resident parent', ...Array(3).fill('42.3 (7.7)'), '−0.016', '–'],
      ['Statutory scheme: 1993', ...Array(3).fill('30.0%'), '−0.016', '–'],
      ['Non-resident parent employed', ...Array(3).fill('50.0%'), '−0.016', '–'],
    ])
  })

  it('says in plain words what the main methods do, and what P is', () => {
    const paragraphs = blocksOf(made, 'plain-methods').map(block => ('text' in block ? plainText(block.text) : ''))
    expect(paragraphs).toHaveLength(2)
    expect(paragraphs[0]).toMatch(/^Differences in proportions with Newcombe intervals\. A share has a range/)
    expect(paragraphs[1]).toContain('A large one does not speak for it')
  })

  it('says what vouches for it', () => {
    expect(listsOf(made, 'assurance').slice(0, 3)).toEqual([
      'Another program computed P values and limits again. It agrees with 2 of them and disagrees with none; of 1 it is too inexact to say anything.',
      'Planned analyses: 1. Exploratory ones: 1, named so wherever they appear.',
      'The sample and the allocation were drawn by these algorithms: small, version 1; fixed-counts, version 3.',
    ])
    expect(tableOf('assurance')?.rows).toEqual([[[literal('caseload')], [{ kind: 'code', text: 'ab12' }]]])
    expect(untiedDigits(made)).toEqual([])
  })
})

describe('a document as plain text', () => {
  const made = document({ ...holding, notice })
  const words = (text: string) =>
    text
      .split(/[\s=-]+/)
      .filter(word => word !== '')
      .sort()

  it('leaves every line whole where there is no width', () => {
    const text = writeText(made, Number.POSITIVE_INFINITY)
    expect(text).toContain(`\n${notice}\n`)
    const sentence = listsOf(made, 'summary').reduce((longest, item) => (item.length > longest.length ? item : longest))
    expect(sentence.length).toBeGreaterThan(150)
    expect(text.split('\n')).toContain(`- ${sentence}`)
  })

  it('keeps to the width of the terminal, and to every word', () => {
    const whole = words(writeText(made, Number.POSITIVE_INFINITY))
    const prosaic = made.sections.filter(({ id }) => id === 'summary')
    fc.assert(
      // A title of a section is not wrapped: the longest has 27 characters.
      fc.property(fc.integer({ min: 27, max: 250 }), width => {
        const [head, ...prose] = writeText({ ...made, sections: prosaic }, width).split('\n')
        expect(head).toBe(plainText(made.title))
        for (const line of prose) expect([...line].length).toBeLessThanOrEqual(width)
        expect(words(writeText(made, width))).toEqual(whole)
      }),
    )
  })

  it('wraps the last column of a table under itself', () => {
    const lines = writeText(made, 100).split('\n')
    const at = lines.findIndex(line => line.startsWith('summary'))
    const column = lines[at]?.indexOf('The figures') ?? 0
    expect(column).toBeGreaterThan(50)
    expect(lines[at + 1]).toMatch(new RegExp(`^ {${column}}\\S`))
    expect(lines[at]?.length).toBeLessThanOrEqual(100)
  })

  it('ends with one line break and no line with spaces', () => {
    const text = writeText(made, 80)
    expect(text).toMatch(/[^\n]\n$/)
    expect(text).not.toMatch(/ \n/)
  })
})
