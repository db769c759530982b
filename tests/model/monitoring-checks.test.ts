import { describe, expect, it } from 'vitest'
import { interimSchema } from '../../src/model/interim.ts'
import { interimProblems } from '../../src/model/interim-checks.ts'
import { monitoringSchema } from '../../src/model/monitoring.ts'
import { monitoringChecks } from '../../src/model/monitoring-checks.ts'
import { measures } from '../../src/outcomes/index.ts'
import { methodTraits } from '../../src/statistics/traits.ts'
import { protocol } from '../outcomes/trial.ts'

const alarm = { id: 'one', title: 'One', measure: 'quiet_days', atLeast: 1 }

const problemsOf = (monitoring: object, more: object = {}): string[] => {
  const sections = { ...protocol, monitoring: monitoringSchema.parse(monitoring), ...more }
  return monitoringChecks(measures.all)
    .flatMap(check => check(sections, () => false))
    .map(({ path, expected }) => `${path.join('.')}: ${expected}`)
}

describe('the monitoring section', () => {
  it('takes one limit, of all kinds', () => {
    const accepts = (limits: object) =>
      monitoringSchema.safeParse({ alarms: [{ ...alarm, atLeast: undefined, ...limits }] }).success
    for (const kind of ['atLeast', 'atMost', 'above', 'below']) expect(accepts({ [kind]: 0.5 })).toBe(true)
    expect(accepts({})).toBe(false)
    expect(accepts({ above: 1, below: 0 })).toBe(false)
  })

  it('names measures, settings, splits, steps and outcomes that there are', () => {
    expect(problemsOf({ alarms: [alarm] })).toEqual([])
    expect(problemsOf({ alarms: [{ ...alarm, measure: 'luck' }] })[0]).toContain(
      'alarms.0.measure: a declared measure: enrolled_share',
    )
    expect(problemsOf({ alarms: [{ ...alarm, days: 3 }] })).toEqual([
      'monitoring.alarms.0.days: no setting, as quiet_days reads none',
    ])
    expect(problemsOf({ alarms: [{ ...alarm, measure: 'late_records', step: 'payment' }] })).toEqual([
      'monitoring.alarms.0.step: days, as late_records reads no other',
    ])
    expect(problemsOf({ alarms: [{ ...alarm, per: 'arm' }] })).toEqual([
      'monitoring.alarms.0.per: per stratum for quiet_days',
    ])
    expect(problemsOf({ alarms: [{ ...alarm, measure: 'split_clusters', per: 'arm' }] })).toEqual([
      'monitoring.alarms.0.per: no `per` for split_clusters',
    ])
    expect(problemsOf({ alarms: [{ ...alarm, per: 'stratum' }] }, { strata: [] })).toHaveLength(1)
    expect(problemsOf({ alarms: [{ ...alarm, measure: 'waiting_cases', step: 'visit' }] })[0]).toContain(
      'step: a declared event kind',
    )
    expect(problemsOf({ alarms: [{ ...alarm, measure: 'missing_share', outcome: 'health' }] })[0]).toContain(
      'outcome: a declared outcome',
    )
  })

  it('checks rules about events, arms of prices, and ids given twice', () => {
    const when = { field: 'kind', is: 'visit' }
    const loss = { id: 'gone', title: 'Gone', when: { field: 'kind', is: 'payment' } }
    const price = { id: 'call', title: 'Call', each: 'case', amount: '1.00' }
    expect(problemsOf({ losses: [{ ...loss, when }] })[0]).toContain('monitoring.losses.0.when.is')
    expect(problemsOf({ budget: { amount: '9.00', spend: [{ ...price, each: when }] } })[0]).toContain(
      'budget.spend.0.each.is',
    )
    expect(problemsOf({ budget: { amount: '9.00', spend: [{ ...price, arms: ['nobody'] }] } })[0]).toContain(
      'spend.0.arms.0',
    )
    expect(
      problemsOf({ alarms: [alarm, alarm], losses: [loss, loss], budget: { amount: '9.00', spend: [price, price] } }),
    ).toHaveLength(3)
    expect(monitoringSchema.safeParse({ budget: { amount: '-1.00' } }).success).toBe(false)
  })
})

describe('the interim section of a plan', () => {
  const analyses = [
    { id: 'difference', title: 'D', outcome: 'payer', method: 'newcombe-difference', role: 'primary' as const },
    { id: 'test', title: 'T', outcome: 'payer', method: 'pearson-chi-squared', role: 'primary' as const },
  ]
  const problems = (interim: object): string[] =>
    interimProblems(
      interimSchema.parse({ analysis: 'difference', spending: 'pocock', looks: [{ share: 0.5 }], ...interim }),
      analyses,
      methodTraits,
    ).map(({ path }) => path.join('.'))

  it('looks at an analysis of contrasts, at shares and dates that increase', () => {
    expect(problems({})).toEqual([])
    expect(
      problems({
        looks: [
          { share: 0.5, date: '2016-01-01' },
          { share: 0.7, date: '2016-02-01' },
        ],
      }),
    ).toEqual([])
    expect(
      problems({
        looks: [
          { share: 0.5, date: '2016-02-01' },
          { share: 0.5, date: '2016-02-01' },
        ],
      }),
    ).toEqual(['interim.looks.1.share', 'interim.looks.1.date'])
    expect(problems({ analysis: 'nothing' })).toEqual(['interim.analysis'])
    expect(problems({ analysis: 'test' })).toEqual(['interim.analysis'])
    expect(interimSchema.safeParse({ analysis: 'a', spending: 'haybittle', looks: [{ share: 1 }] }).success).toBe(false)
  })
})
