import { describe, expect, it } from 'vitest'
import type { Allocation } from '../../src/model/allocation.ts'
import { enrolmentProblems } from '../../src/model/enrolment-checks.ts'
import { type Protocol, protocolSchema } from '../../src/model/protocol.ts'
import { protocolChecks } from '../../src/model/protocol-checks.ts'

const sections: Partial<Protocol> = {
  arms: [
    { id: 'control', title: 'Control', control: true },
    { id: 'a', title: 'A' },
  ],
  caseload: {
    caseId: 'case',
    asOf: { date: '2026-01-05' },
    fields: [{ id: 'nrp', title: 'NRP', type: 'text' }],
  },
  strata: [],
  enrolment: { kind: 'sequential', until: '2026-03-31' },
  allocation: { method: 'permuted-blocks', blocks: [2] },
}
const found = (more: Partial<Protocol>): string[] =>
  enrolmentProblems({ ...sections, ...more }).map(({ path, expected, received = '' }) =>
    [`${path.join('.')}: ${expected}`, received].filter(part => part !== '').join(', received '),
  )

describe('sequential enrolment', () => {
  it('is an optional section with a last day', () => {
    expect(protocolSchema.shape.enrolment.parse(undefined)).toBeUndefined()
    expect(protocolSchema.shape.enrolment.safeParse({ kind: 'batch', until: '2026-03-31' }).success).toBe(false)
    expect(protocolSchema.shape.enrolment.safeParse({ kind: 'sequential' }).success).toBe(false)
    expect(found({})).toEqual([])
    expect(enrolmentProblems({ ...sections, enrolment: undefined, clusters: { field: 'nrp', title: 'NRP' } })).toEqual(
      [],
    )
  })

  it.each<[string, Partial<Protocol>, string[]]>([
    [
      'a last day before the first',
      { enrolment: { kind: 'sequential', until: '2026-01-04' } },
      ['enrolment.until: a date from 2026-01-05, asOf, received "2026-01-04"'],
    ],
    [
      'clusters',
      { clusters: { field: 'nrp', title: 'NRP' } },
      ['clusters: no clusters with sequential enrolment, where the arm of a later case of a cluster would be foreseen'],
    ],
    [
      'an order of its own',
      { allocation: { method: 'permuted-blocks', blocks: [2], orderBy: ['nrp'] } },
      ['allocation.orderBy: no `orderBy` with sequential enrolment, where cases come in as they arrive'],
    ],
    [
      'events that enrolment records',
      { process: { events: [{ kind: 'allocated', title: 'Allocated', amount: 'none', fields: [] }], rules: [] } },
      [
        'process.events.0.kind: a kind other than allocated and excluded, which enrolment records, received "allocated"',
      ],
    ],
  ])('does not go with %s', (_, more, expected) => {
    expect(found(more)).toEqual(expected)
  })

  it.each<[Allocation, string]>([
    [{ method: 'fixed-counts', targets: {} }, 'fixed-counts, which deals a whole sample to its targets'],
    [{ method: 'complete' }, 'complete, which divides the units of a whole sample'],
    [{ method: 'stratified', misfits: 'balanced' }, 'stratified, which divides the units of whole strata'],
    [{ method: 'factorial', factors: [] }, 'factorial, which divides the units of whole strata'],
    [{ method: 'matched-tuples', on: ['a'] }, 'matched-tuples, which puts alike cases of a whole sample together'],
    [
      { method: 'rerandomised', on: ['a'], largestDifference: '0.1', mostDraws: 9 },
      'rerandomised, which compares whole allocations before it takes one',
    ],
  ])('is not for %j', (allocation, received) => {
    expect(found({ allocation })).toEqual([
      `allocation.method: a method that can deal cases as they arrive, received ${received}`,
    ])
  })

  it('judges one case at a time, so no rule is about linked ones', () => {
    const rule = { not: { linked: { through: 'nrp', some: { field: 'nrp', is: null } } } }
    const eligibility: Protocol['eligibility'] = [{ id: 'alone', title: 'Alone', rule }]
    const problems = (more: Partial<Protocol>) =>
      protocolChecks.flatMap(check => check({ ...sections, ...more }, () => false)).map(({ path }) => path.join('.'))
    expect(problems({ eligibility })).toEqual(['eligibility.0.rule.not.linked'])
    expect(problems({ eligibility, enrolment: undefined })).toEqual([])
  })
})
