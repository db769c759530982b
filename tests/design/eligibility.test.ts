import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assessEligibility, exclusionReasons } from '../../src/design/index.ts'
import type { CaseTable } from '../../src/model/case.ts'
import type { CaseField, Criterion } from '../../src/model/protocol.ts'
import { asOf, conditions, fields as ruleFields, tables } from '../support/conditions.ts'

const fields: CaseField[] = ruleFields.map(({ id, type, levels }) => ({
  id,
  title: id,
  type,
  ...(levels === undefined ? {} : { levels: [...levels] }),
}))
const protocolOf = (criteria: Pick<Criterion, 'id' | 'rule'>[]) => ({
  caseload: { caseId: 'case', asOf: { date: asOf }, fields },
  eligibility: criteria.map(criterion => ({ title: criterion.id, ...criterion })),
})

const table: CaseTable = {
  ids: ['c0', 'c1', 'c2', 'c3', 'c4'],
  columns: new Map<string, readonly (string | number | boolean | null)[]>([
    ['arrears', [100, 0, null, 500, 0]],
    ['open', [false, false, true, false, true]],
    ['last_paid', [null, '2016-03-01', '2016-03-31', '2015-12-30', null]],
  ]),
}
const protocol = protocolOf([
  { id: 'owes', rule: { field: 'arrears', atLeast: '0.01' } },
  { id: 'closed', rule: { not: { field: 'open', is: true } } },
  { id: 'silent', rule: { not: { field: 'last_paid', withinLast: { months: 3 } } } },
])

describe('assessEligibility', () => {
  const result = assessEligibility(table, protocol)

  it('keeps every reason of every case', () => {
    expect([...table.ids].map((_, row) => exclusionReasons(result, row))).toEqual([
      [],
      ['owes', 'silent'],
      ['owes', 'closed', 'silent'],
      [],
      ['owes', 'closed'],
    ])
    expect([...result.eligibleRows]).toEqual([0, 3])
  })

  it('counts exclusions in any order, alone, and step by step', () => {
    expect(result.assessed).toBe(5)
    expect(result.counts).toEqual([
      { criterion: 'owes', failed: 3, failedOnly: 0, failedFirst: 3, remaining: 2 },
      { criterion: 'closed', failed: 2, failedOnly: 0, failedFirst: 0, remaining: 2 },
      { criterion: 'silent', failed: 2, failedOnly: 0, failedFirst: 0, remaining: 2 },
    ])
  })

  it('counts what the reasons of the cases say, for any criteria and caseload', () => {
    fc.assert(
      fc.property(tables, fc.array(conditions, { minLength: 1, maxLength: 5 }), (caseload, rules) => {
        const any = assessEligibility(caseload, protocolOf(rules.map((rule, index) => ({ id: `k${index}`, rule }))))
        const reasons = [...caseload.ids].map((_, row) => exclusionReasons(any, row))
        const eligible = reasons.flatMap((list, row) => (list.length === 0 ? [row] : []))
        expect([...any.eligibleRows]).toEqual(eligible)
        expect(any.counts.at(-1)?.remaining).toBe(eligible.length)
        for (const { criterion, failed, failedOnly, failedFirst } of any.counts) {
          expect(failed).toBe(reasons.filter(list => list.includes(criterion)).length)
          expect(failedOnly).toBe(reasons.filter(list => list.join() === criterion).length)
          expect(failedFirst).toBe(reasons.filter(list => list[0] === criterion).length)
        }
      }),
    )
  })
})
