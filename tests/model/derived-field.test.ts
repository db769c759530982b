import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recordedFields, withDerivedFields } from '../../src/model/derived-field.ts'
import { caseFieldProblems } from '../../src/model/derived-field-checks.ts'
import type { FieldValue } from '../../src/model/event.ts'
import type { CaseField } from '../../src/model/protocol.ts'
import { readCaseload } from '../../src/storage/caseload.ts'
import { brief, issuesOf, temporaryFolder } from '../storage/temporary.ts'
import { succeed } from '../support/cli.ts'
import { arriving, eventsOf, SequentialRun } from '../support/sequential-run.ts'
import { replaced, writeSmallTrial } from '../support/small-trial.ts'

const { folder } = temporaryFolder()

const owed: CaseField = { id: 'owed', title: 'Owed', type: 'money', optional: true }
const paid: CaseField = { id: 'paid_on', title: 'Last payment', type: 'date', optional: true }
const size: CaseField = {
  ...{ id: 'size', title: 'Size', type: 'category', levels: ['large', 'small'], optional: true },
  cases: [
    { level: 'large', when: { field: 'owed', atLeast: '100' } },
    { level: 'small', when: { field: 'owed', atMost: '99.99' } },
  ],
}
const segment: CaseField = {
  ...{ id: 'segment', title: 'Segment', type: 'category', levels: ['flowing', 'worth_it', 'rest'] },
  cases: [
    { level: 'flowing', when: { field: 'paid_on', withinLast: { months: 3 } } },
    { level: 'worth_it', when: { field: 'size', is: 'large' } },
  ],
  otherwise: 'rest',
}
const caseload = { caseId: 'case', asOf: { date: '2013-01-31' }, fields: [owed, size, paid, segment] }

const derivedOf = (rows: readonly (readonly [number | null, string | null])[]) => {
  const table = {
    ids: rows.map((_, row) => `c${row}`),
    columns: new Map<string, FieldValue[]>([
      ['owed', rows.map(([pence]) => pence)],
      ['paid_on', rows.map(([, day]) => day)],
    ]),
  }
  const { columns } = withDerivedFields(table, caseload)
  return rows.map((_, row) => ['size', 'segment'].map(id => columns.get(id)?.at(row)))
}

describe('fields that rules make of others', () => {
  it('have the first level whose rule holds, the level otherwise, or none', () => {
    expect(
      derivedOf([
        [10_000, '2012-10-31'],
        [10_000, '2012-10-30'],
        [9_999, null],
        [null, '2013-01-31'],
        [null, null],
      ]),
    ).toEqual([
      ['large', 'flowing'],
      ['large', 'worth_it'],
      ['small', 'rest'],
      [null, 'flowing'],
      [null, 'rest'],
    ])
  })

  it('belong to the case, whatever the order of rows', () => {
    const row = fc.tuple(
      fc.option(fc.integer({ min: 0, max: 20_000 })),
      fc.option(fc.constantFrom('2012-01-01', '2012-12-01')),
    )
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), rows => {
        expect(derivedOf([...rows].reverse())).toEqual(derivedOf(rows).reverse())
      }),
    )
  })

  it('are not looked for in a file, and are there when it is read', async () => {
    expect(recordedFields(caseload)).toEqual([owed, paid])
    const path = join(folder, 'cases.csv')
    writeFileSync(path, 'case,owed,paid_on,segment\nA1,100.00,,nonsense\nA2,,2013-01-02,\n')
    const { table } = await readCaseload(path, caseload)
    expect(['size', 'segment'].map(id => [0, 1].map(row => table.columns.get(id)?.at(row)))).toEqual([
      ['large', null],
      ['worth_it', 'flowing'],
    ])
    writeFileSync(path, 'case,owed,paid_on\nA1,12.505,\n')
    expect(brief(await issuesOf(() => readCaseload(path, caseload)))).toEqual(['caseload.value 2 owed'])
  })
})

const found = (field: Partial<CaseField>): string[] =>
  caseFieldProblems(['fields'], [owed, paid, { ...segment, ...field } as CaseField]).map(
    ({ path, expected, received = '' }) => `${path.join('.')}: ${expected}; ${received}`,
  )

describe('what is wrong with a derived field', () => {
  const level = 'flowing'
  it.each<[string, Partial<CaseField>, string]>([
    ['another type', { type: 'text', levels: undefined }, 'fields.2.type: category for a field with `cases`; text'],
    ['no rules', { cases: undefined }, 'fields.2.otherwise: `otherwise` only beside `cases`; '],
    [
      'nothing said of the others',
      { otherwise: undefined },
      'fields.2: either `otherwise`, or `optional: true` where no line of `cases` may hold; ',
    ],
    [
      'missing and a level',
      { optional: true },
      'fields.2: either `otherwise`, or `optional: true` where no line of `cases` may hold; ',
    ],
    [
      'a level of no field',
      { otherwise: 'none' },
      'fields.2.otherwise: a declared level: flowing, worth_it, rest; "none"',
    ],
    [
      'itself',
      { cases: [{ level, when: { field: 'segment', is: 'rest' } }] },
      'fields.2.cases.0.when: a rule about fields that stand above this one; "segment"',
    ],
    [
      'linked cases',
      { cases: [{ level, when: { linked: { through: 'owed', none: { field: 'owed', is: null } } } }] },
      'fields.2.cases.0.when.linked: a rule about one case, as it makes a field of it; linked',
    ],
    [
      'a value that the field cannot hold',
      { cases: [{ level, when: { field: 'owed', atLeast: 100 } }] },
      'fields.2.cases.0.when.atLeast: pounds in quotes, as "412.50" (owed is money); 100',
    ],
  ])('is said of %s', (_, field, problem) => {
    const cases = segment.cases?.slice(0, 1)
    expect(found({ cases, ...field })).toContain(problem)
  })

  it('is nothing where all is well', () => {
    expect(caseFieldProblems(['fields'], caseload.fields)).toEqual([])
  })
})

describe('segments as strata', () => {
  it('carry a trial from its caseload to a verified allocation', async () => {
    const trial = writeSmallTrial(join(folder, 'trials', 'segments'))
    const path = join(trial, 'protocol.yaml')
    const field = `    - id: debt
      title: Size of the debt
      type: category
      levels: [large, small]
      baseline: true
      cases: [{ level: large, when: { field: arrears_pwc, atLeast: "1000" } }]
      otherwise: small
`
    let text = replaced(readFileSync(path, 'utf8'), 'eligibility:\n', `${field}\neligibility:\n`)
    text = replaced(text, 'strata: [scheme]', 'strata: [debt]')
    for (const [from, to] of [
      ['"1993": {', 'large: {'],
      ['"2003": {', 'small: {'],
    ] as const)
      text = replaced(text, from, to)
    writeFileSync(path, text)
    const [cases, run] = [join(folder, 'made-up.csv'), join(folder, 'run')]
    await succeed(['generate', trial, '--cases', '4000', '--seed', '1', '--out', cases])
    expect(readFileSync(cases, 'utf8').split('\n')[0]).not.toContain('debt')
    await succeed(['sample', trial, '--caseload', cases, '--seed', '1', '--run', run])
    await succeed(['allocate', trial, '--seed', '1', '--run', run])
    const sample = readFileSync(join(run, '03-sample.csv'), 'utf8').trim().split('\n')
    const columns = sample[0]?.split(',') ?? []
    const [stratum, arrears, debt] = ['stratum', 'arrears_pwc_pence', 'debt'].map(name => columns.indexOf(name))
    const rows = sample.slice(1).map(line => line.split(','))
    expect(rows).toHaveLength(94)
    for (const row of rows) {
      expect(row[stratum ?? -1]).toBe(Number(row[arrears ?? -1]) >= 100_000 ? 'large' : 'small')
      expect(row[debt ?? -1]).toBe(row[stratum ?? -1])
    }
    expect((await succeed(['verify', trial, '--run', run])).stdout).toContain('agrees')
  })

  it('are those of its own day for a case that arrives', async () => {
    const place = new SequentialRun(join(folder, 'sequential')).prepare()
    const field = `    - id: haste
      title: Haste
      type: category
      levels: [today, later]
      baseline: true
      cases: [{ level: today, when: { field: missed_on, withinLast: { days: 1 } } }]
      otherwise: later
`
    place.edit('trial/protocol.yaml', '\neligibility:\n', `${field}\neligibility:\n`)
    place.edit('trial/protocol.yaml', 'strata: [method]', 'strata: [haste]')
    await place.open()
    const missed = { missed_on: '2013-02-05' }
    await place.enrol([arriving(1, missed)], { at: '2013-02-06' })
    await place.enrol([arriving(2, missed)], { at: '2013-02-07' })
    expect((await eventsOf(place)).map(({ allocation }) => allocation?.stratum)).toEqual(['today', 'later'])
    await place.close()
    const sample = readFileSync(join(place.run, '03-sample.csv'), 'utf8')
    expect(sample).toMatch(/^C001,today,.*,today$/m)
    expect(await place.findings()).toEqual([])
  })
})
