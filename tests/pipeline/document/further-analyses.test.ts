import { describe, expect, it } from 'vitest'
import { type ContrastEstimate, computed, type Measure } from '../../../src/model/method.ts'
import type { AnalysisResult } from '../../../src/pipeline/analyse-plan.ts'
import { analysisSections } from '../../../src/pipeline/document/analysis-sections.ts'
import { contrastTables } from '../../../src/pipeline/document/contrasts.ts'
import { contrast, differenceAnalysis, findingsWith, undefinedBecause } from './findings.ts'

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
const tablesOf = (...analyses: AnalysisResult[]) =>
  sectionsOf(...analyses).flatMap(({ blocks }) => blocks.flatMap(block => (block.kind === 'table' ? [block] : [])))

describe('analyses by their role', () => {
  it('stand in their sections, the main ones first, under the outcome', () => {
    const sections = sectionsOf(
      analysis({}, 'difference', { id: 'one', role: 'exploratory' }),
      analysis({}, 'difference', { id: 'two', role: 'sensitivity' }),
      analysis({}, 'difference', { id: 'three', role: 'primary' }),
    )
    expect(sections.map(section => section.id)).toEqual(['contrasts', 'sensitivity', 'exploratory'])
    expect(sections[1]?.blocks[0]).toEqual({ kind: 'heading', text: 'Cases with payments' })
    expect(sections[2]?.blocks[0]).toMatchObject({ text: expect.stringContaining('settle none') })
  })

  it('stand side by side, a row each, and share the notes that are the same', () => {
    const [table] = tablesOf(
      analysis({}, 'difference', { methodTitle: 'First method' }),
      analysis({ pValue: undefined }, 'difference', { methodTitle: 'Second method' }),
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
    expect(section?.blocks.at(-1)).toMatchObject({
      items: ['Not computable: One (Newcombe intervals); Another (Newcombe intervals). Nobody paid in PWC first.'],
    })
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
    expect(intervalOf({ lower: -1156, upper: 143, outside: true }, 'number_needed')).toBe(
      'up to −1,156, or 143 and more',
    )
    const [table] = tablesOf(analysis({ estimate: Infinity }, 'ratio', {}))
    expect(table?.rows[0]?.[2]).toBe('∞')
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
    const [main] = contrastTables(findingsWith({ analyses: [money({ parts })] }))
    expect(main?.kind === 'table' && main.rows.map(row => row[0])).toEqual([
      'PWC first minus control',
      'PWC first minus control: payers',
      'PWC first minus control: amount per payer',
    ])
  })

  it('are simultaneous intervals, beside the others', () => {
    const simultaneous = { method: 'Dunnett', comparisons: 2, pValue: 0.31, interval }
    const [main] = contrastTables(findingsWith({ analyses: [money({ simultaneous })] }))
    if (main?.kind !== 'table') throw new Error('no table')
    expect(main.columns.map(({ title }) => title).slice(3)).toEqual([
      ...['P', 'Simultaneous 95% interval (Dunnett)', 'P (Dunnett)'],
    ])
    expect(main.rows[0]?.slice(2)).toEqual(['−£0.87 to £4.61', '0.12', '−£1.30 to £5.05', '0.31'])
    expect(main.notes).toContain(
      'The simultaneous intervals and their P hold for all 2 comparisons together (Dunnett).',
    )
    expect(tablesOf(money({ simultaneous }))[0]?.rows[1]).toEqual([
      ...['PWC first minus control', 'Dunnett, simultaneous', '£1.87', '−£1.30 to £5.05', '0.31'],
    ])
  })

  it('are P values adjusted in a family, which is named', () => {
    const [family] = findingsWith({}).plan.families ?? []
    const adjusted = [{ contrast: id, family: family?.id ?? '', method: 'holm' as const, comparisons: 2, pValue: 0.36 }]
    const [main] = contrastTables(findingsWith({ analyses: [money({}, { adjusted })] }))
    if (main?.kind !== 'table') throw new Error('no table')
    expect(main.columns.at(-1)?.title).toBe('Adjusted P')
    expect(main.rows[0]?.at(-1)).toBe('0.36')
    expect(main.notes[0]).toBe(`P is adjusted for the 2 comparisons of the family "${family?.title}" by Holm.`)
  })
})
