import { describe, expect, it } from 'vitest'
import { contrastTables } from '../../../src/pipeline/document/contrasts.ts'
import type { Reported } from '../../../src/pipeline/results/reported-findings.ts'
import { plainText } from '../../../src/report/index.ts'
import { contrast, differenceAnalysis, findingsWith, undefinedBecause, wordsOf } from './findings.ts'

const tablesOf = (findings: Reported) =>
  contrastTables(findings).flatMap(block =>
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

const payers = differenceAnalysis(
  {},
  {
    pwc_first_vs_control: contrast('pwc_first_vs_control', [0.003043, -0.0009, 0.007]),
    nrp_first_vs_control: undefinedBecause('No case of nrp_first has a recorded outcome.'),
  },
  ['Cases of pwc_first were allocated in clusters; those of control were not.'],
)

describe('tables of contrasts', () => {
  it('write shares in percentage points, with sign, interval and P', () => {
    const [table] = tablesOf(findingsWith({ analyses: [payers] }))
    expect(table?.caption).toBe('Difference in cases with payments, percentage points (Newcombe intervals; primary)')
    expect(table?.columns).toEqual(['Contrast', 'Estimate', '95% interval', 'P'])
    expect(table?.rows[0]).toEqual(['PWC first minus control', '0.30', '−0.09 to 0.70', '0.12'])
  })

  it('write money in pounds', () => {
    const amounts = differenceAnalysis(
      { id: 'amount_difference', title: 'Difference in amounts', outcome: 'amount' },
      { order_of_calling: contrast('order_of_calling', [-13.4, -328, 302]) },
    )
    const [table] = tablesOf(findingsWith({ analyses: [amounts] }))
    expect(table?.caption).toContain('£ per case')
    expect(table?.rows[0]?.slice(1, 3)).toEqual(['−£0.13', '−£3.28 to £3.02'])
  })

  it('show an undefined contrast as not computable, and say why in a note', () => {
    const [table] = tablesOf(findingsWith({ analyses: [payers] }))
    expect(table?.rows[1]).toEqual(['NRP first minus control', 'not computable', '', ''])
    expect(table?.notes[0]).toBe(
      'NRP first minus control is not computable: No case of NRP first has a recorded outcome.',
    )
  })

  it('name arms in cautions by their titles; a plain word stands for itself', () => {
    const [table] = tablesOf(findingsWith({ analyses: [payers] }))
    expect(table?.notes.at(-1)).toBe('Cases of PWC first were allocated in clusters; those of control were not.')
  })

  it('show the range over the rounding of the print only where the print leaves one', () => {
    const over = (lower: number, upper: number) => {
      const range = { estimate: { lower, upper }, interval: { lower: -0.001, upper: 0.008 } }
      const overRounding = new Map([['payers_difference', new Map([['pwc_first_vs_control', range]])]])
      return tablesOf(findingsWith({ analyses: [payers], overRounding }))[0]
    }
    expect(over(0.003, 0.0031)?.rows.map(row => row[4])).toEqual(['0.30 to 0.31', ''])
    expect(over(0.003, 0.003)?.columns).toHaveLength(4)
  })

  it('leave out an analysis that was not computed', () => {
    const analyses = [differenceAnalysis({ computation: undefinedBecause('Nothing was printed.') }, {})]
    expect(tablesOf(findingsWith({ analyses }))).toEqual([])
  })
})
