import { describe, expect, it } from 'vitest'
import type { PlannedAnalysis } from '../../../src/model/plan.ts'
import { shownFindings } from '../../../src/pipeline/disclosure/shown-findings.ts'
import { subgroupsSection } from '../../../src/pipeline/document/subgroups.ts'
import { reported } from '../../../src/pipeline/results/reported.ts'
import { plainText } from '../../../src/report/index.ts'
import { analysed, type Cell, casesOf, cells, found, type Made, planOf } from '../../support/divided-cases.ts'

const rules = { leastCases: 5, roundTo: null, exemption: null, held: new Set<string>() }

const shown = async (
  made: Made,
  more: Partial<typeof rules> | { roundTo: number } = {},
  analysis: Partial<PlannedAnalysis> = {},
) => {
  const all = await analysed(planOf([{ by: 'schemes', ...analysis }]), made)
  const { findings } = shownFindings(all, new Map(), { ...rules, ...more })
  return { all, findings, result: found(findings.analyses[0] as (typeof all.analyses)[number]) }
}
const without = (at: number, changes: Partial<Cell>) =>
  cells.map((cell, index) => (index === at ? { ...cell, ...changes } : cell))

const tableOf = ({ findings }: Awaited<ReturnType<typeof shown>>) => {
  const { blocks } = subgroupsSection(reported(findings), findings.analyses)
  const [table] = blocks.flatMap(block => (block.kind === 'table' ? [block] : []))
  return { rows: table?.rows.map(row => row.map(plainText)), notes: table?.notes.map(plainText) }
}

describe('subgroups as they may be published', () => {
  it('are as they are where no count is small', async () => {
    const { all, findings } = await shown(casesOf(cells))
    expect(findings.analyses).toEqual(all.analyses)
  })

  it('show no subgroup of an arm of which one would tell of few cases, nor a contrast with it or its test', async () => {
    const made = await shown(casesOf(without(3, { paid: 3 })))
    expect(made.result.groups.map(({ cases }) => cases)).toEqual([
      [{ arm: 'control', n: 40 }],
      [{ arm: 'control', n: 80 }],
    ])
    for (const { contrasts } of [...made.result.groups, { contrasts: made.result.interactions }])
      expect(contrasts.map(({ computation }) => computation)).toMatchObject([
        { status: 'undefined', reason: 'held_back' },
      ])
    const { rows, notes } = tableOf(made)
    expect(rows).toEqual([
      ['Old scheme', '[c]', '40', '[c]', ''],
      ['New scheme', '[c]', '80', '[c]', ''],
    ])
    expect(notes).toContain('Test of interaction: held back. It would tell of fewer than 5 cases.')
    expect(JSON.stringify(made.findings.analyses)).not.toMatch(/fewer than 5 cases of an arm/)
  })

  it('nor where few cases are in none of them, who would follow from the whole', async () => {
    const few = casesOf(
      cells,
      id => id,
      i => (i === 0 ? null : 1000 * (i % 5)),
    )
    const { result } = await shown(few, {}, { by: 'bands', outcome: 'payer' })
    // Two cases of each arm have no arrears on record.
    expect(result.groups.flatMap(({ cases }) => cases)).toEqual([])
  })

  it('show what nobody had', async () => {
    const { result } = await shown(casesOf(without(3, { paid: 0 })))
    expect(result.groups[1]?.contrasts[0]?.computation.status).toBe('computed')
  })

  it('are rounded where the rules round', async () => {
    const made = await shown(casesOf(without(1, { n: 53, paid: 21 })), { roundTo: 5 })
    expect(made.result.groups.map(({ cases }) => cases.map(({ n }) => n))).toEqual([
      [40, 55],
      [80, 60],
    ])
    const [old] = made.result.groups
    const computation = old?.contrasts[0]?.computation
    // 21/53 - 10/40 is 5.85 of 40 cases: 5
    expect(computation?.status === 'computed' && computation.result.estimate).toBe(5 / 40)
    const [call] = made.result.interactions
    const interaction = call?.computation.status === 'computed' ? call.computation.result : undefined
    expect(interaction?.statistic.value).toBe(Number(interaction?.statistic.value.toFixed(1)))
    expect(interaction?.pValue).toBe(Number(interaction?.pValue.toFixed(2)))
    // -0.196 is -7.9 of 40 cases
    expect(interaction?.difference?.estimate).toBe(-10 / 40)
    expect(interaction?.intermediates).toEqual({})
  })
})
