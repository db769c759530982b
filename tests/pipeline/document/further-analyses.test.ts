import { describe, expect, it } from 'vitest'
import { type ContrastEstimate, computed, type Measure } from '../../../src/model/method.ts'
import type { AnalysisResult } from '../../../src/pipeline/analyse-plan.ts'
import { analysisSections } from '../../../src/pipeline/document/analysis-sections.ts'
import { contrastTables } from '../../../src/pipeline/document/contrasts.ts'
import { type Block, plainText } from '../../../src/report/index.ts'
import { listWords } from '../../support/document-texts.ts'
import { contrast, differenceAnalysis, findingsWith, undefinedBecause, wordsOf } from './findings.ts'

const id = 'pwc_first_vs_control'
const numbers = [0.003, -0.0009, 0.007] as const

/** An analysis of one contrast with some changes of its estimate. */
function analysis(changes: Partial<ContrastEstimate>, measure: Measure, more: Partial<AnalysisResult>): AnalysisResult {
  const base = contrast(id, numbers)
  if (base.status !== 'computed') throw new Error('no contrast')
  const computation = computed({ ...base.result, ...changes })
  const contrasts = [{ id, arm: 'pwc_first', against: 'control', computation }]
  return differenceAnalysis(
    { computation: computed({ kind: 'contrasts', measure, contrasts }), role: 'sensitivity', ...more },
    {},
  )
}

const sectionsOf = (...analyses: AnalysisResult[]) => analysisSections(findingsWith({ analyses }))
const tablesIn = (blocks: readonly Block[]) =>
  blocks.flatMap(block =>
    block.kind === 'table'
      ? [
          {
            caption: plainText(block.caption),
            columns: wordsOf(block.columns.map(({ title }) => title)),
            rows: block.rows.map(wordsOf),
            notes: wordsOf(block.notes),
          },
        ]
      : [],
  )
const tablesOf = (...analyses: AnalysisResult[]) => sectionsOf(...analyses).flatMap(({ blocks }) => tablesIn(blocks))
/** The table of one analysis, by itself. */
const mainTable = (result: AnalysisResult) => tablesIn(contrastTables(findingsWith({ analyses: [result] })))[0]

describe('analyses by their role', () => {
  it('stand in their sections, the main ones first, under the outcome', () => {
    const sections = sectionsOf(
      analysis({}, 'difference', { id: 'one', role: 'exploratory' }),
      analysis({}, 'difference', { id: 'two', role: 'sensitivity' }),
      analysis({}, 'difference', { id: 'three', role: 'primary' }),
    )
    expect(sections.map(section => section.id)).toEqual(['contrasts', 'sensitivity', 'exploratory'])
    const [heading] = sections[1]?.blocks ?? []
    expect(heading?.kind === 'heading' && plainText(heading.text)).toBe('Cases with payments')
    expect(sections[2]?.blocks[0]).toMatchObject({ text: expect.stringContaining('settle none') })
  })

  it('stand side by side, a row each, and share the notes that are the same', () => {
    const [table] = tablesOf(
      analysis({}, 'difference', { methodTitle: 'First method' }),
      analysis({ pValue: undefined }, 'difference', { id: 'second', methodTitle: 'Second method' }),
    )
    expect(table?.rows).toEqual([
      ['PWC first minus control', 'First method', '0.30', '−0.09 to 0.70', '0.12'],
      ['PWC first minus control', 'Second method', '0.30', '−0.09 to 0.70', ''],
    ])
    expect(table?.notes).toEqual(['First method: P is in no family, and not adjusted for several comparisons.'])
  })

  it('say what could not be computed', () => {
    const undone = { role: 'sensitivity', computation: undefinedBecause('Nobody paid in pwc_first.') } as const
    const [section] = sectionsOf(
      differenceAnalysis({ ...undone, title: 'One' }, {}),
      differenceAnalysis({ ...undone, title: 'Another' }, {}),
    )
    const last = section?.blocks.at(-1)
    expect(last?.kind === 'list' && listWords(last)).toEqual([
      'Not computable: One (Newcombe intervals); Another (Newcombe intervals). Nobody paid in PWC first.',
    ])
  })
})

describe('measures other than a difference', () => {
  const interval = { lower: 0.9, upper: 1.8, level: 0.95, method: 'Koopman' }

  it('have their own table and their own unit', () => {
    const tables = tablesOf(
      analysis({}, 'difference', { id: 'one' }),
      analysis({ estimate: 1.294, interval }, 'ratio', { id: 'two' }),
    )
    expect(tables.map(({ caption }) => caption)).toEqual([
      'Contrasts, percentage points',
      'Contrasts, ratio; 1 is no difference',
    ])
    expect(tables[1]?.rows[0]?.slice(2, 4)).toEqual(['1.29', '0.90 to 1.80'])
  })

  it('may be infinite, or go through infinity', () => {
    const intervalOf = (changes: Partial<typeof interval> & { outside?: true }, measure: Measure) =>
      tablesOf(analysis({ interval: { ...interval, ...changes } }, measure, {}))[0]?.rows[0]?.[3]
    expect(intervalOf({ upper: Infinity }, 'ratio')).toBe('0.90 and more')
    expect(intervalOf({ lower: -Infinity }, 'ratio')).toBe('up to 1.80')
    expect(intervalOf({ lower: -Infinity, upper: Infinity }, 'ratio')).toBe('any value')
    expect(intervalOf({ lower: -9, upper: 3, outside: true }, 'ratio')).toBe('up to −9.00, or 3.00 and more')
    const [table] = tablesOf(analysis({ estimate: Infinity }, 'ratio', {}))
    expect(table?.rows[0]?.[2]).toBe('∞')
  })
})

describe('a number needed', () => {
  const needed = (lower: number, upper: number, outside?: true) =>
    tablesOf(analysis({ interval: { lower, upper, level: 0.95, method: 'Newcombe', outside } }, 'number_needed', {}))[0]
      ?.rows[0]?.[3]

  it('is rounded outwards, so that the set loses nothing', () => {
    // One over the limits of the difference, -0.000865 to 0.006999.
    expect(needed(1 / -0.000865, 1 / 0.006999, true)).toBe('at least 142 for one more, or at least 1,156 for one fewer')
    expect(needed(142.2, 310.1)).toBe('142 to 311 for one more')
    expect(needed(-310.1, -142.2)).toBe('142 to 311 for one fewer')
  })

  it('may have no greatest number', () => {
    expect(needed(142.2, Infinity)).toBe('at least 142 for one more')
    expect(needed(-Infinity, -142.2)).toBe('at least 142 for one fewer')
    expect(needed(-Infinity, Infinity)).toBe('any number')
  })
})

describe('randomisation tests', () => {
  const test = (statistic: string, symbol: string): AnalysisResult =>
    differenceAnalysis(
      {
        ...{ id: statistic, method: 'randomisation-test', methodTitle: 'Randomisation test' },
        computation: computed({
          ...{ kind: 'test', statistic: { symbol, value: 1.5 }, degreesOfFreedom: undefined, pValue: 0.4 },
          ...{ nullHypothesis: `No case would differ (${symbol}).`, intermediates: { statistic } },
        }),
      },
      {},
    )

  it('are told apart by their statistic, each with its null hypothesis', () => {
    const table = tablesOf(test('welch-james', 'J'), test('kruskal-wallis', 'H')).find(({ caption }) =>
      caption.includes('each with its own null hypothesis'),
    )
    expect(table?.columns.slice(0, 3)).toEqual(['Method', 'Null hypothesis', 'Statistic'])
    expect(table?.rows.map(row => row.slice(0, 2))).toEqual([
      ['Randomisation test, Welch-James statistic of the means', 'No case would differ (J).'],
      ['Randomisation test, Kruskal-Wallis H', 'No case would differ (H).'],
    ])
  })

  it('of two arms are told apart as well', () => {
    const [table] = tablesOf(
      analysis({ intermediates: { statistic: 'difference-in-means-studentised' } }, 'difference', {}),
    )
    expect(table?.rows[0]?.[1]).toBe('Newcombe intervals, largest difference in means over its standard error')
  })
})

describe('what some contrasts have beside their estimate', () => {
  const money = (changes: Partial<ContrastEstimate>, more: Partial<AnalysisResult> = {}) =>
    analysis(
      { estimate: 187, interval: { lower: -87, upper: 461, level: 0.95, method: 'z' }, ...changes },
      'difference',
      {
        outcome: 'amount',
        ...more,
      },
    )
  const interval = { lower: -130, upper: 505, level: 0.95, method: 'Dunnett' }

  it('are parts that add up to it as they are printed', () => {
    const parts = [
      { id: 'payers', title: 'payers', estimate: 127.4, standardError: 1, interval },
      { id: 'amount', title: 'amount per payer', estimate: 59.6, standardError: 1, interval },
    ]
    const [table] = tablesOf(money({ parts }))
    expect(table?.rows.map(row => row[2])).toEqual(['£1.87', '£1.27', '£0.60'])
    expect(mainTable(money({ parts }))?.rows.map(row => row[0])).toEqual([
      'PWC first minus control',
      'PWC first minus control: payers',
      'PWC first minus control: amount per payer',
    ])
  })

  it('are simultaneous intervals, beside the others', () => {
    const simultaneous = { method: 'Dunnett', comparisons: 2, pValue: 0.31, interval }
    const main = mainTable(money({ simultaneous }))
    expect(main?.columns.slice(3)).toEqual([...['P, each alone', 'Simultaneous 95% interval (Dunnett)', 'P (Dunnett)']])
    expect(main?.rows[0]?.slice(2)).toEqual(['−£0.87 to £4.61', '0.12', '−£1.30 to £5.05', '0.31'])
    expect(main?.notes).toContain(
      'The intervals and P adjusted for 2 comparisons by Dunnett hold for all of them together; those of each contrast ' +
        'alone are not adjusted.',
    )
    expect(main?.notes.join(' ')).not.toContain('in no family')
  })

  it('stand under the name of the method that adjusts, and each contrast alone is labelled so', () => {
    const simultaneous = { method: 'Dunnett', comparisons: 2, pValue: 0.31, interval }
    const [table] = tablesOf(money({ simultaneous }, { methodTitle: 'All arms together' }), money({}, { id: 'other' }))
    const start = 'PWC first minus control'
    expect(table?.rows.slice(0, 2)).toEqual([
      [start, 'All arms together (adjusted for 2 comparisons by Dunnett)', '£1.87', '−£1.30 to £5.05', '0.31'],
      [start, 'All arms together: each contrast alone (z), not adjusted', '£1.87', '−£0.87 to £4.61', '0.12'],
    ])
    expect(table?.notes.filter(note => note.includes('in no family'))).toEqual([
      'Newcombe intervals: P is in no family, and not adjusted for several comparisons.',
    ])
  })

  it('are P values adjusted in a family, which is named', () => {
    const [family] = findingsWith({}).plan.families ?? []
    const adjusted = [{ contrast: id, family: family?.id ?? '', method: 'holm' as const, comparisons: 2, pValue: 0.36 }]
    const main = mainTable(money({}, { adjusted }))
    expect(main?.columns.at(-1)).toBe('Adjusted P')
    expect(main?.rows[0]?.at(-1)).toBe('0.36')
    expect(main?.notes[0]).toBe(`P is adjusted for the 2 comparisons of the family "${family?.title}" by Holm.`)
  })
})
