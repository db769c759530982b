import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assessEligibility, withRegister } from '../../src/design/index.ts'
import type { CaseTable } from '../../src/model/case.ts'
import type { Protocol } from '../../src/model/protocol.ts'
import type { RegisterEntry } from '../../src/model/register.ts'
import { registerProblems } from '../../src/model/register-checks.ts'

const protocol = {
  id: 'calls',
  caseload: {
    caseId: 'case_id',
    asOf: { date: '2015-10-01' },
    fields: [{ id: 'nrp', title: 'NRP', type: 'text', optional: true }],
  },
  register: { field: 'last_trial', title: 'Last day in another trial', through: 'nrp' },
  eligibility: [
    {
      id: 'no_recent_trial',
      title: 'No recent trial',
      rule: { not: { field: 'last_trial', withinLast: { months: 6 } } },
    },
  ],
} as unknown as Protocol
const ids = ['a', 'b', 'c', 'd', 'e', 'f']
const table: CaseTable = { ids, columns: new Map([['nrp', ['n1', 'n1', 'n2', null, null, 'n3']]]) }

const stay = (changes: Partial<RegisterEntry>): RegisterEntry => ({
  ...{ trial: 'letters', case: null, link: null, from: '2015-01-01', to: null },
  ...changes,
})
const lastDays = (entries: readonly RegisterEntry[], of = protocol) => {
  const column = withRegister(table, entries, of).columns.get('last_trial')
  return ids.map((_, row) => column?.at(row))
}

describe('the last day in another trial', () => {
  it.each<[string, Partial<RegisterEntry>, (string | null)[]]>([
    [
      'of a case is that of all of its parent',
      { case: 'a', to: '2015-03-31' },
      ['2015-03-31', '2015-03-31', null, null, null, null],
    ],
    [
      'of a parent is that of all cases',
      { link: 'n1', to: '2015-03-31' },
      ['2015-03-31', '2015-03-31', null, null, null, null],
    ],
    [
      'of a case without a parent is its own',
      { case: 'd', to: '2015-03-31' },
      [null, null, null, '2015-03-31', null, null],
    ],
    ['of one that goes on is the day of eligibility', { case: 'd' }, [null, null, null, '2015-10-01', null, null]],
    ['of one that ends later too', { case: 'd', to: '2016-01-01' }, [null, null, null, '2015-10-01', null, null]],
    [
      'of one that begins on that day too',
      { case: 'd', from: '2015-10-01' },
      [null, null, null, '2015-10-01', null, null],
    ],
    ['is none before it began', { case: 'd', from: '2015-10-02' }, ids.map(() => null)],
    ['is none of this trial itself', { case: 'd', trial: 'calls' }, ids.map(() => null)],
    ['is none of cases that are not in the caseload', { case: 'z', to: '2015-03-31' }, ids.map(() => null)],
  ])('%s', (_, entry, days) => {
    expect(lastDays([stay(entry)])).toEqual(days)
  })

  it('is the latest of several, whatever their order', () => {
    const entry = fc.record({
      trial: fc.constantFrom('letters', 'texts', 'calls'),
      case: fc.constantFrom(null, ...ids, 'z'),
      link: fc.constantFrom(null, 'n1', 'n2', 'n3', 'n4'),
      from: fc.constantFrom('2015-01-01', '2015-09-01', '2015-11-01'),
      to: fc.constantFrom(null, '2015-09-15', '2015-10-01', '2015-12-01'),
    })
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), entries => {
        const column = table.columns.get('nrp')
        const nrp = ids.map((_, row) => column?.at(row) ?? null)
        const wanted = ids.map((id, row) => {
          const kin = ids.filter((other, at) => other === id || (nrp[row] !== null && nrp[at] === nrp[row]))
          const days = entries
            .filter(each => each.trial !== 'calls' && each.from <= '2015-10-01')
            .filter(each => kin.includes(each.case ?? '') || (nrp[row] !== null && each.link === nrp[row]))
            .map(({ to }) => (to === null || to > '2015-10-01' ? '2015-10-01' : to))
          return days.sort().at(-1) ?? null
        })
        expect(lastDays(entries)).toEqual(wanted)
        expect(lastDays(entries.toReversed())).toEqual(wanted)
      }),
    )
  })

  it('concerns the case alone where nothing links', () => {
    const alone = { ...protocol, register: { field: 'last_trial', title: 'Last' } } as Protocol
    expect(lastDays([stay({ case: 'a' })], alone)).toEqual(['2015-10-01', null, null, null, null, null])
  })

  it('excludes by a rule with a window, and is kept as a reason', () => {
    const entries = [stay({ case: 'a', to: '2015-03-31' }), stay({ case: 'c', to: '2015-04-01' }), stay({ case: 'f' })]
    const { eligibleRows, counts } = assessEligibility(withRegister(table, entries, protocol), protocol)
    expect([...eligibleRows].map(row => ids[row])).toEqual(['a', 'b', 'd', 'e'])
    expect(counts).toMatchObject([{ criterion: 'no_recent_trial', failed: 2, remaining: 4 }])
  })

  it('is nothing without a register in the protocol', () => {
    const { register: _, ...none } = protocol
    expect(withRegister(table, [stay({ case: 'a' })], none)).toBe(table)
  })
})

describe('a register section that the caseload does not bear out', () => {
  const problems = (register: object) =>
    registerProblems({ ...protocol, register: { title: 'T', ...register } } as Protocol).map(
      ({ path, expected }) => `${path.join('.')}: ${expected}`,
    )

  it.each([
    [{ field: 'last_trial', through: 'nrp' }, []],
    [{ field: 'nrp' }, ['register.field: a name that no column of the caseload has, as the register fills it in']],
    [{ field: 'case_id' }, ['register.field: a name that no column of the caseload has, as the register fills it in']],
    [{ field: 'last_trial', through: 'x' }, ['register.through: a declared field: nrp']],
    [
      { field: 'last_trial', through: 'trial' },
      ['register.through: a declared field: nrp', 'register.through: none of the columns trial, case, from, to'],
    ],
  ])('%j', (register, expected) => {
    expect(problems(register)).toEqual(expected)
  })
})
