import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shuffled, streamsOf } from '../../src/core/random.ts'
import { profileSample } from '../../src/design/index.ts'
import type { CaseTable } from '../../src/model/case.ts'
import type { FieldValue } from '../../src/model/event.ts'
import { profileSchema } from '../../src/model/profile.ts'
import { profileProblems } from '../../src/model/profile-checks.ts'
import type { CaseField, Protocol } from '../../src/model/protocol.ts'

const fields: CaseField[] = [
  { id: 'system', title: 'System', type: 'category', levels: ['cs2', 'cscs', 'clerical'] },
  { id: 'age', title: 'Age', type: 'integer', optional: true },
  { id: 'debt', title: 'Debt', type: 'money' },
  { id: 'works', title: 'Works', type: 'boolean' },
  { id: 'name', title: 'Name', type: 'text' },
]
const columns: Record<string, FieldValue[]> = {
  system: ['cs2', 'cs2', 'cs2', 'cscs', 'cscs', 'clerical', 'cs2', 'cscs'],
  age: [30, 40, null, 50, 60, 70, 20, 45],
  debt: [10_000, 50_000, 50_001, 300_000, 0, 20_000, 70_000, 200_001],
  works: [true, true, false, false, true, false, true, false],
  name: ['', '', '', '', '', '', '', ''],
}
const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const table: CaseTable = { ids, columns: new Map(Object.entries(columns)) }
const eligible = [0, 1, 2, 3, 6]
const share = (numerator: number, denominator: number) => ({ numerator, denominator })
const sample = [
  { id: 'a', probability: share(1, 2) },
  { id: 'b', probability: share(1, 2) },
  { id: 'd', probability: share(1, 3) },
]
const profile = profileSchema.parse({
  cases: { field: 'debt', atLeast: '0.01' },
  by: { field: 'system', levels: ['cs2', 'cscs'] },
  measures: [
    { id: 'age', title: 'Age', mean: 'age', stated: { level: 'cs2', is: 'lower', than: 'cscs' } },
    { id: 'debt', title: 'Debt', mean: 'debt' },
    {
      id: 'low',
      title: 'Low debt',
      share: { field: 'debt', atMost: '500' },
      stated: { level: 'cscs', is: 'higher', than: 'cs2' },
    },
  ],
})
const caseload = { caseId: 'case', asOf: { date: '2015-10-31' }, fields }
const protocol = { caseload, profile }

describe('a profile', () => {
  const found = profileSample(table, eligible, sample, protocol)
  const valuesOf = (id: string) =>
    Object.fromEntries(
      found.measures
        .find(measure => measure.id === id)
        ?.values.map(({ group, n, missing, sum, mean }) => [group, [n, missing, Number(sum), mean]]) ?? [],
    )

  it('sets the groups side by side: e owes nothing and is not of its caseload', () => {
    expect(found.groups).toEqual([
      { id: 'caseload', cases: 7 },
      { id: 'eligible', cases: 5 },
      { id: 'sample', cases: 3 },
      { id: 'part:cs2', cases: 4 },
      { id: 'part:cscs', cases: 2 },
    ])
    expect(valuesOf('age')).toEqual({
      caseload: [6, 1, 255, 42.5],
      eligible: [4, 1, 140, 35],
      sample: [3, 0, 120, 40],
      'part:cs2': [3, 1, 90, 30],
      'part:cscs': [2, 0, 95, 47.5],
    })
    expect(valuesOf('low')).toEqual({
      caseload: [7, 0, 3, 3 / 7],
      eligible: [5, 0, 2, 2 / 5],
      sample: [3, 0, 2, 2 / 3],
      'part:cs2': [4, 0, 2, 1 / 2],
      'part:cscs': [2, 0, 0, 0],
    })
  })

  it('weights a sample of unequal probabilities by their inverses', () => {
    const [age, , low] = found.measures
    // Weights 2, 2 and 3: (60 + 80 + 150) / 7 and 4 / 7.
    expect(age?.weightedSample?.mean).toBeCloseTo(290 / 7, 12)
    expect(low?.weightedSample?.mean).toBeCloseTo(4 / 7, 12)
    // Sum of squares of 30 40 50 70 20 45 is 12,325; variance (12,325 - 6 x 42.5^2) / 5 = 297.5.
    expect(age?.standardisedDifference).toBeCloseTo((290 / 7 - 42.5) / Math.sqrt(297.5), 12)
    expect(low?.standardisedDifference).toBeCloseTo((4 / 7 - 3 / 7) / Math.sqrt((3 / 7) * (4 / 7)), 12)
    const equal = sample.map(({ id }) => ({ id, probability: share(1, 2) }))
    const plain = profileSample(table, eligible, equal, protocol).measures[0]
    expect(plain?.weightedSample).toBeNull()
    expect(plain?.standardisedDifference).toBeCloseTo((40 - 42.5) / Math.sqrt(297.5), 12)
  })

  it('says whether what is stated holds', () => {
    expect(found.measures.map(({ stated }) => stated)).toEqual([
      { level: 'cs2', is: 'lower', than: 'cscs', found: 'lower' },
      null,
      { level: 'cscs', is: 'higher', than: 'cs2', found: 'lower' },
    ])
    const only = (system: FieldValue[]) => ({
      ...table,
      columns: new Map([...table.columns, ['system', system] as const]),
    })
    const statedIn = (system: FieldValue[]) =>
      profileSample(only(system), eligible, sample, protocol).measures[0]?.stated
    expect(statedIn(ids.map(() => 'cs2'))?.found).toBeNull()
    // a has 30, h has 45; e, of 60, owes nothing and does not count.
    expect(statedIn(['cs2', 'clerical', 'clerical', 'clerical', 'cs2', 'clerical', 'clerical', 'cscs'])?.found).toBe(
      'lower',
    )
  })

  it('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), seed => {
        const places = shuffled([...ids.keys()], streamsOf(seed)('test', 'rows'))
        const reordered = new Map(
          [...table.columns].map(([id, values]) => [id, places.map(row => values.at(row) ?? null)]),
        )
        const rows = places.flatMap((from, to) => (eligible.includes(from) ? [to] : []))
        const twin = { ids: places.map(row => ids[row] ?? ''), columns: reordered }
        expect(profileSample(twin, rows, sample, protocol)).toEqual(found)
      }),
      { numRuns: 30 },
    )
  })

  it('without a section compares every field that has a mean or levels', () => {
    const { groups, measures } = profileSample(table, eligible, sample, { caseload })
    expect(groups.map(({ id, cases }) => `${id} ${cases}`)).toEqual(['caseload 8', 'eligible 5', 'sample 3'])
    expect(measures.map(({ id, unit }) => `${id} ${unit}`)).toEqual([
      ...['system:cs2 share', 'system:cscs share', 'system:clerical share'],
      ...['age number', 'debt pence', 'works share'],
    ])
  })

  it('has no difference where nothing varies or nobody has a value', () => {
    const flat = { ...table, columns: new Map([...table.columns, ['age', ids.map(() => 40)] as const]) }
    expect(profileSample(flat, eligible, sample, protocol).measures[0]?.standardisedDifference).toBeNull()
    const none = { ...table, columns: new Map([...table.columns, ['age', ids.map(() => null)] as const]) }
    expect(profileSample(none, eligible, sample, protocol).measures[0]?.standardisedDifference).toBeNull()
  })
})

describe('a profile section that the caseload does not bear out', () => {
  const problems = (section: object): string[] =>
    profileProblems({ caseload, profile: profileSchema.parse(section) } as Partial<Protocol>).map(
      ({ path, expected }) => `${path.join('.')}: ${expected}`,
    )
  const measure = { id: 'm', title: 'M', mean: 'age' }

  it.each<[object, string[]]>([
    [{ ...profile }, []],
    [{ measures: [measure, measure] }, ['profile.measures.1.id: an id that no other measure has']],
    [
      { measures: [{ ...measure, share: { field: 'works', is: true } }] },
      ['profile.measures.0: exactly one of `mean` and `share`'],
    ],
    [
      { measures: [{ ...measure, mean: 'works' }] },
      ['profile.measures.0.mean: a declared field of amounts or integers: age, debt'],
    ],
    [
      { measures: [{ id: 'm', title: 'M', share: { field: 'x', is: 1 } }] },
      ['profile.measures.0.share.field: a declared field: system, age, debt, works, name'],
    ],
    [
      { cases: { field: 'debt', is: 'much' }, measures: [measure] },
      [expect.stringContaining('profile.cases.is: ') as unknown as string],
    ],
    [{ by: { field: 'works' }, measures: [measure] }, ['profile.by.field: a declared category: system']],
    [
      { by: { field: 'system', levels: ['cs2', 'x'] }, measures: [measure] },
      ['profile.by.levels.1: a declared level: cs2, cscs, clerical'],
    ],
    [
      { measures: [{ ...measure, stated: { level: 'cs2', is: 'lower', than: 'cs2' } }] },
      [
        'profile.measures.0.stated.level: a declared level of the field of `by`: ',
        'profile.measures.0.stated.than: a declared level of the field of `by`: ',
        'profile.measures.0.stated.than: another level',
      ],
    ],
  ])('%j', (section, expected) => {
    expect(problems(section)).toEqual(expected)
  })
})
