import { describe, expect, it } from 'vitest'
import { compileRecordPredicate } from '../../src/model/condition-predicate.ts'
import { type Subgrouping, subgroupingSchema, subgroupSets } from '../../src/model/subgroups.ts'
import { type Change, ofPlan } from './changed-documents.ts'

const firstTest = 'method: pearson-chi-squared\n'
const bands = '{ id: low, title: Low }, { id: high, title: High, from: "500" }'
const division = (groups: string, field = 'arrears_pwc', id = 'arrears'): string =>
  `subgroups:\n  - { id: ${id}, title: Arrears, field: ${field}, groups: [${groups}] }\n`
const dividedBy = (groups: string, field?: string): Change => [
  'analysisSets:\n',
  `${division(groups, field)}analysisSets:\n`,
]
const analysis = (more: string): Change => [
  'analyses:\n',
  `analyses:\n  - { id: by_arrears, title: T, outcome: paid, ${more} }\n`,
]
const newcombe = 'method: newcombe-difference, by: arrears, role: secondary'
const saidOf = (...changes: readonly Change[]) => ofPlan(...changes).join('\n')

describe('subgroups of a plan', () => {
  it('are levels, true and false, amounts or whole numbers of a baseline field', () => {
    const divisions = [
      dividedBy(bands),
      dividedBy('{ id: low, title: Low }, { id: high, title: High, from: 40 }', 'nrp_age'),
      dividedBy('{ id: old, title: Old, of: ["1993"] }, { id: new, title: New, of: ["2003"] }', 'scheme'),
      dividedBy(
        '{ id: employed, title: Employed, of: [true] }, { id: other, title: Other, of: [false] }',
        'nrp_employed',
      ),
    ]
    for (const each of divisions) expect(ofPlan(each, analysis(newcombe))).toEqual([])
  })

  const refused: readonly (readonly [name: string, message: RegExp, changes: readonly Change[]])[] = [
    [
      'a field that is not of baseline',
      /a declared baseline field.*received "last_payment"/,
      [dividedBy(bands, 'last_payment')],
    ],
    ['one subgroup', /expected two subgroups or more/, [dividedBy('{ id: low, title: Low }')]],
    [
      'two of one id',
      /an id that no other subgroup has, received "low" a second time/,
      [dividedBy('{ id: low, title: Low }, { id: low, title: High, from: "500" }')],
    ],
    [
      'levels of an amount',
      /expected `from`, as arrears_pwc has no levels, received `of`/,
      [dividedBy('{ id: a, title: A, of: ["1"] }, { id: b, title: B, from: "2" }')],
    ],
    [
      'bands of a category',
      /expected `of`, with levels of scheme, received `from`/,
      [dividedBy('{ id: a, title: A, of: ["1993", "2003"] }, { id: b, title: B, from: "2" }', 'scheme')],
    ],
    [
      'neither',
      /expected `of`, with levels of scheme, received nothing/,
      [dividedBy('{ id: a, title: A, of: ["1993", "2003"] }, { id: b, title: B }', 'scheme')],
    ],
    [
      'a level that there is not',
      /a declared level of scheme: 1993, 2003, received "1994"/,
      [dividedBy('{ id: a, title: A, of: ["1993", "2003"] }, { id: b, title: B, of: ["1994"] }', 'scheme')],
    ],
    [
      'a level in two subgroups',
      /each level in one subgroup and once, received "1993" again/,
      [dividedBy('{ id: a, title: A, of: ["1993"] }, { id: b, title: B, of: ["2003", "1993"] }', 'scheme')],
    ],
    [
      'a level in none',
      /expected every level of nrp_employed in a subgroup, received none with false/,
      [dividedBy('{ id: a, title: A, of: [true] }, { id: b, title: B, of: [true] }', 'nrp_employed')],
    ],
    [
      'a first band that begins',
      /expected no `from`, as the first subgroup holds all below the next, received "1"/,
      [dividedBy('{ id: a, title: A, from: "1" }, { id: b, title: B, from: "2" }')],
    ],
    [
      'a later band that does not',
      /expected `from`, where the subgroup begins, received nothing/,
      [dividedBy('{ id: a, title: A }, { id: b, title: B }')],
    ],
    [
      'bands that do not ascend',
      /expected more than the 500 before, received "499.99"/,
      [dividedBy(`${bands}, { id: top, title: Top, from: "499.99" }`)],
    ],
    [
      'amounts that are no pounds',
      /expected pounds in quotes, received 500/,
      [dividedBy('{ id: a, title: A }, { id: b, title: B, from: 500 }')],
    ],
    [
      'ages in quotes',
      /expected a whole number, received "40"/,
      [dividedBy('{ id: a, title: A }, { id: b, title: B, from: "40" }', 'nrp_age')],
    ],
    ['a division that is not declared', /a declared division into subgroups.*received "arrears"/, [analysis(newcombe)]],
    [
      'a set beside them',
      /expected no set, as an analysis by subgroups looks at every allocated case, received "contacted"/,
      [dividedBy(bands), analysis(`${newcombe}, set: contacted`)],
    ],
    [
      'a primary analysis',
      /expected secondary, sensitivity or exploratory.*received "primary"/,
      [dividedBy(bands), analysis('method: newcombe-difference, by: arrears, role: primary')],
    ],
    [
      'a test over all arms',
      /a method of differences with standard errors.*received "pearson-chi-squared".*Give one of .*newcombe-difference/s,
      [dividedBy(bands), [firstTest, `${firstTest}    by: arrears\n`]],
    ],
    [
      'allocations drawn again',
      /a method of differences with standard errors.*received "randomisation-contrasts"/,
      [dividedBy(bands), analysis('method: randomisation-contrasts, by: arrears, role: secondary')],
    ],
    [
      'ratios',
      /a method of differences with standard errors.*received "risk-ratio"/,
      [dividedBy(bands), analysis('method: risk-ratio, by: arrears, role: secondary')],
    ],
    [
      'a look before the end',
      /expected an analysis of all cases together, received "by_arrears", which is by subgroups/,
      [
        dividedBy(bands),
        analysis(newcombe),
        [
          'families:\n',
          'interim: { analysis: by_arrears, spending: obrien-fleming, looks: [{ share: 0.5 }] }\nfamilies:\n',
        ],
      ],
    ],
    [
      'costs',
      /a declared analysis of paid.*received "by_arrears"/,
      [dividedBy(bands), analysis(newcombe), ['eventsAnalysis: payers_difference', 'eventsAnalysis: by_arrears']],
    ],
  ]
  it.each(refused)('are refused: %s', (_, message, changes) => {
    expect(saidOf(...changes)).toMatch(message)
  })
})

describe('the cases of subgroups', () => {
  const fields = [
    { id: 'age', type: 'integer' as const },
    { id: 'scheme', type: 'category' as const, levels: ['a', 'b', 'c'] },
  ]
  const groupsOf = (division: Subgrouping, record: Record<string, string | number | null>) =>
    subgroupSets(division).flatMap(({ id, where }) => (compileRecordPredicate(where, fields)(record) ? [id] : []))
  const ages = subgroupingSchema.parse({
    ...{ id: 'ages', title: 'Ages', field: 'age' },
    groups: [
      { id: 'young', title: 'Young' },
      { id: 'middle', title: 'Middle', from: 30 },
      { id: 'old', title: 'Old', from: 60 },
    ],
  })

  it('are in one each, a band with its beginning and without its end; a missing value is in none', () => {
    const found = [-1, 29, 30, 59, 60, 99, null].map(age => groupsOf(ages, { age }))
    expect(found).toEqual([
      ['ages.young'],
      ['ages.young'],
      ['ages.middle'],
      ['ages.middle'],
      ['ages.old'],
      ['ages.old'],
      [],
    ])
  })

  it('may hold several levels', () => {
    const schemes = subgroupingSchema.parse({
      ...{ id: 'schemes', title: 'Schemes', field: 'scheme' },
      groups: [
        { id: 'one', title: 'One', of: ['b'] },
        { id: 'others', title: 'Others', of: ['a', 'c'] },
      ],
    })
    expect(['a', 'b', 'c', null].map(scheme => groupsOf(schemes, { scheme }))).toEqual([
      ['schemes.others'],
      ['schemes.one'],
      ['schemes.others'],
      [],
    ])
  })
})
