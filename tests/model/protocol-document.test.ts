import { describe, expect, it } from 'vitest'
import { type Change, ofProtocol } from './changed-documents.ts'

describe('a protocol', () => {
  const cases: readonly (readonly [name: string, message: RegExp, changes: readonly Change[]])[] = [
    [
      'two controls',
      /arms: expected exactly one arm with `control: true`, received 2/,
      [['title: NRP first\n', 'title: NRP first\n    control: true\n']],
    ],
    [
      'a kind of event that every trial has',
      /kind: expected a kind other than void, which every trial has, received "void"/,
      [['- kind: balance', '- kind: void']],
    ],
    ['an arm of an inherited name', /no built-in name, received "__proto__"/, [['id: nrp_first', 'id: __proto__']]],
    ['two arms of one id', /expected an id that no other arm has/, [['- id: nrp_first', '- id: pwc_first']]],
    [
      'an unknown time zone',
      /expected an IANA time zone, as Europe\/London, received "Europe\/Londres"/,
      [['Europe/London', 'Europe/Londres']],
    ],
    [
      'a window of each case from a field that is no baseline date',
      /expected allocation, or a baseline date field of the caseload, received "last_payment"/,
      [['  to: "2016-07-31"\n', '  to: "2016-07-31"\n  perCase: { from: last_payment, months: 3 }\n']],
    ],
    [
      'a window of no length',
      /expected `days` or `months` above 0/,
      [['  to: "2016-07-31"\n', '  to: "2016-07-31"\n  perCase: { from: allocation }\n']],
    ],
    [
      'an outcome that is missing by a rule about no event',
      /missingWhen.*expected a level: "balance", .*received "withdrawn"/,
      [
        [
          '    source: s.3.1, figure 1\n    when',
          '    source: s.3.1, figure 1\n    missingWhen: { field: kind, is: withdrawn }\n    when',
        ],
      ],
    ],
    ['a category without levels', /expected `levels` for a category/, [['      levels: [cs2, cscs, clerical]\n', '']]],
    [
      'a title of a level that an outcome has not',
      /expected a declared level: .*refuses.*received "refused"/,
      [['      refuses: Refuses part payment\n', '      refused: Refuses part payment\n']],
    ],
    [
      'a rule about an unknown field',
      /expected a declared field.*received "ongoing"/,
      [['{ field: ongoing_liability, is: false }', '{ field: ongoing, is: false }']],
    ],
    [
      'a level that a field has not',
      /expected .*cs2.*received "cs3"/,
      [['field: system, is: cs2', 'field: system, is: cs3']],
    ],
    [
      'an unknown arm in the targets',
      /expected a declared arm.*received "nrp_second"/,
      [['"1993": { pwc_first: 1772, nrp_first', '"1993": { pwc_first: 1772, nrp_second']],
    ],
    [
      'an unknown stratum',
      /expected a declared stratum: 1993, 2003, received "1983"/,
      [['"1993": { pwc', '"1983": { pwc']],
    ],
    [
      'no case in an arm',
      /expected at least one case in arm control, received 0 in every stratum/,
      [
        ['control: 1800', 'control: 0'],
        ['control: 4200', 'control: 0'],
      ],
    ],
    [
      'a fraction of a case',
      /expected a whole number of cases of 0 or more, received 1800.5/,
      [['control: 1800', 'control: 1800.5']],
    ],
    [
      'strata that may be missing',
      /expected a baseline category that is never missing/,
      [['strata: [scheme]', 'strata: [system]']],
    ],
    [
      'a baseline field that is called as a column of the sample',
      /expected another name than case, stratum, cluster, probability.*received "probability"/,
      [
        [
          '- id: nrp_age\n      title: Age of the non-resident parent\n      type',
          '- id: probability\n      title: Age\n      type',
        ],
      ],
    ],
    [
      'clusters by an unknown field',
      /expected a declared field.*received "parent"/,
      [['clusters:\n  field: nrp_id', 'clusters:\n  field: parent']],
    ],
    [
      'an event field of a taken name',
      /expected a name other than id, case/,
      [['id: suitable, title', 'id: amount, title']],
    ],
    [
      'a guard on an unknown kind',
      /received "agreed"/,
      [
        [
          'after: { field: kind, is: agreement }\n      fields:\n        - { id: giver',
          'after: { field: kind, is: agreed }\n      fields:\n        - { id: giver',
        ],
      ],
    ],
    [
      'an outcome decided by a later one',
      /expected a declared category outcome earlier in the list.*received "disposition"/,
      [['outcome: pwc_contact, levels: [contacted]', 'outcome: disposition, levels: [contacted]']],
    ],
    [
      'an outcome with both first and cases',
      /expected exactly one of `first` and `cases`/,
      [
        [
          '    first: { of: { field: kind, is: response }, field: answer }',
          '    first: { of: { field: kind, is: response }, field: answer }\n    cases: [{ level: refuses, when: { field: kind, is: response } }]',
        ],
      ],
    ],
    [
      'a level that the outcome has not',
      /received "contactd"/,
      [
        [
          '      - level: contacted\n        when: { all: [{ field: kind, is: call }, { field: reached',
          '      - level: contactd\n        when: { all: [{ field: kind, is: call }, { field: reached',
        ],
      ],
    ],
    [
      'a follow-up that ends before it starts',
      /expected a date from 2015-11-01, received "2015-07-31"/,
      [['2016-07-31', '2015-07-31']],
    ],
    [
      'a day that is none',
      /expected a calendar date YYYY-MM-DD, received "2016-02-30"/,
      [['2016-07-31', '2016-02-30']],
    ],
    ['a cost of an unknown arm', /received "pwc_frist"/, [['arm: pwc_first, amount', 'arm: pwc_frist, amount']]],
    [
      'a level that means none',
      /expected a level of letters, digits, _, \. and -, and not NA, received "NA"/,
      [['levels: [cs2, cscs, clerical]', 'levels: [cs2, cscs, NA]']],
    ],
    [
      'a cost in fractions of a penny',
      /expected pounds with at most 2 decimals, as "412.50", received "152000.005"/,
      [['"152000"', '"152000.005"']],
    ],
  ]

  it.each(cases)('refuses %s', (_, message, changes) => {
    const lines = ofProtocol(...changes)
    expect(lines.join('\n')).toMatch(message)
    expect(lines[0]).toMatch(/^protocol\.yaml:\d+:\d+ /)
    expect(lines[2]).toMatch(/^ +\^$/)
  })

  it('reports problems of all sections at once, each with its line', () => {
    const lines = ofProtocol(
      ['Europe/London', 'Europe/Londres'],
      ['{ field: ongoing_liability, is: false }', '{ field: ongoing, is: false }'],
      ['control: 1800', 'control: -1'],
      ['2016-07-31', '2016-02-30'],
      ['kind: trial', 'kind: trail'],
    )
    const places = lines.filter(line => /^protocol\.yaml:\d+:\d+ /.test(line))
    expect(places).toHaveLength(5)
    expect(new Set(places.map(line => line.split(' ')[0])).size).toBe(5)
  })

  it('points at an unknown key with a caret under it', () => {
    const lines = ofProtocol(['timeZone: Europe/London', 'timezone: Europe/London'])
    const at = lines.findIndex(line => line.includes('received "timezone"'))
    expect(lines[at]).toMatch(/^protocol\.yaml:\d+:1 /)
    expect(lines[at + 1]).toMatch(/timezone: Europe\/London/)
    const gutter = lines[at + 1]?.indexOf('timezone') ?? 0
    expect(lines[at + 2]?.indexOf('^')).toBe(gutter)
  })
})
