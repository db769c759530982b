import { describe, expect, it } from 'vitest'
import type { Deviation, Plan } from '../../src/model/plan.ts'
import { amendmentsOf, resultsSeen, unrecorded } from '../../src/model/plan-amendments.ts'
import { readTrial } from '../../src/pipeline/trial-folder.ts'
import { partPayment } from '../support/small-trial.ts'

const { plan } = await readTrial(partPayment)

const change = (id: string, changes: Partial<Plan['analyses'][number]>): Plan => ({
  ...plan,
  analyses: plan.analyses.map(analysis => (analysis.id === id ? { ...analysis, ...changes } : analysis)),
})
const deviation = (changes: Partial<Deviation>): Deviation => ({
  ...{ id: 'one', what: 'Something.', why: 'A reason.', resultsSeen: false, date: '2016-08-01' },
  ...changes,
})
const left = (now: Plan): string[] => unrecorded(amendmentsOf(plan, now))

describe('a plan after allocation', () => {
  it('is the same while only words differ', () => {
    const reworded = change('payers_test', { title: 'Other words', description: 'More words.' })
    const contrasts = plan.contrasts.map(contrast => ({ ...contrast, title: `${contrast.title}.` }))
    expect(amendmentsOf(plan, { ...reworded, contrasts, description: 'Words.' })).toEqual({
      ...{ added: [], changed: [], dropped: [], parts: [], deviations: [] },
    })
  })

  it('differs in an analysis whose method, outcome, role, settings or contrasts do', () => {
    expect(left(change('amount_mean_t', { method: 'mean-interval-z' }))).toEqual(['amount_mean_t changed'])
    expect(left(change('amount_mean_t', { role: 'primary' }))).toEqual(['amount_mean_t changed'])
    expect(left(change('payers_difference', { contrasts: ['order_of_calling'] }))).toEqual([
      'payers_difference changed',
    ])
    expect(left(change('payers_difference', { settings: { draws: 10 } }))).toEqual(['payers_difference changed'])
  })

  it('differs in every analysis where the level or alpha does, and by what is added or taken away', () => {
    const { changed } = amendmentsOf(plan, { ...plan, alpha: 0.1 })
    expect(changed).toEqual(plan.analyses.map(({ id }) => id))
    expect(left({ ...plan, alpha: 0.1 })).toEqual(['alpha changed'])
    expect(left({ ...plan, alpha: 0.1, deviations: [deviation({})] })).toEqual([])
    expect(left({ ...plan, alpha: 0.1, deviations: [deviation({ analyses: ['payers_test'] })] })).toEqual([
      'alpha changed',
    ])
    const [first, ...others] = plan.analyses
    expect(left({ ...plan, analyses: others })).toContain(`${first?.id} taken away`)
    const added = { ...plan.analyses[0], id: 'new' } as Plan['analyses'][number]
    expect(left({ ...plan, analyses: [...plan.analyses, added] })).toEqual(['new added'])
    expect(left({ ...plan, power: 0.9 })).toEqual(['power changed'])
  })

  it('differs in the analyses of a family that does', () => {
    const family = {
      ...{ id: 'new', title: 'New', method: 'hommel' as const },
      members: [{ analysis: 'payers_difference_stratified' }],
    }
    expect(left({ ...plan, families: [...(plan.families ?? []), family] })).toEqual([
      'payers_difference_stratified changed',
    ])
  })

  it('says so by a deviation for each change, or by one for all', () => {
    const now = change('amount_mean_t', { role: 'primary' })
    expect(left({ ...now, deviations: [deviation({})] })).toEqual([])
    expect(left({ ...now, deviations: [deviation({ analyses: ['amount_mean_t'] })] })).toEqual([])
    expect(left({ ...now, deviations: [deviation({ analyses: ['payers_test'] })] })).toEqual(['amount_mean_t changed'])
  })

  it('does not count a deviation that stood in the plan at allocation', () => {
    const before = { ...plan, deviations: [deviation({})] }
    const now = { ...change('amount_mean_t', { role: 'primary' }), deviations: [deviation({})] }
    expect(unrecorded(amendmentsOf(before, now))).toEqual(['amount_mean_t changed'])
  })

  it('had its results seen where any deviation of the analysis says so, or none speaks of it', () => {
    const seen = (analysis: string, ...deviations: Deviation[]): boolean =>
      resultsSeen(amendmentsOf(plan, { ...plan, deviations }), analysis)
    const blind = deviation({ id: 'blind' })
    const aware = deviation({ id: 'aware', resultsSeen: true, analyses: ['amount_mean_t'] })
    expect(seen('amount_mean_t', blind)).toBe(false)
    expect(seen('amount_mean_t', blind, aware)).toBe(true)
    expect(seen('payers_test', blind, aware)).toBe(false)
    expect(seen('payers_test', aware)).toBe(true)
  })
})
