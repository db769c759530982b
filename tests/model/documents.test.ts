import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { TrialError } from '../../src/core/errors.ts'
import { planSchema } from '../../src/model/plan.ts'
import { planChecks } from '../../src/model/plan-checks.ts'
import { protocolSchema } from '../../src/model/protocol.ts'
import { protocolChecks } from '../../src/model/protocol-checks.ts'
import { publishedSchema } from '../../src/model/published.ts'
import { publishedChecks } from '../../src/model/published-checks.ts'
import { methodTraits } from '../../src/statistics/index.ts'
import { readDocument } from '../../src/storage/document.ts'

const trial = resolve(import.meta.dirname, '../../trials/part-payment')
const folder = mkdtempSync(join(tmpdir(), 'equipoise-documents-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const protocol = readDocument(join(trial, 'protocol.yaml'), protocolSchema, protocolChecks)
const plan = readDocument(join(trial, 'plan.yaml'), planSchema, planChecks(protocol, methodTraits))

type Change = readonly [from: string, to: string]

/** Lines of the message for a trial file with some of its text changed. */
function messages(name: string, read: (path: string) => unknown, ...changes: readonly Change[]): string[] {
  let text = readFileSync(join(trial, name), 'utf8')
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${name} does not contain ${from}`)
    text = text.replace(from, () => to)
  }
  const path = join(folder, name)
  writeFileSync(path, text)
  try {
    read(path)
  } catch (error) {
    if (error instanceof TrialError) return error.message.replaceAll(`${dirname(path)}/`, '').split('\n')
    throw error
  }
  return []
}

const ofProtocol = (...changes: readonly Change[]) =>
  messages('protocol.yaml', path => readDocument(path, protocolSchema, protocolChecks), ...changes)
const ofPlan = (...changes: readonly Change[]) =>
  messages('plan.yaml', path => readDocument(path, planSchema, planChecks(protocol, methodTraits)), ...changes)
const ofPublished = (...changes: readonly Change[]) =>
  messages(
    'published.yaml',
    path => readDocument(path, publishedSchema, publishedChecks(protocol, plan, ['shares-with-intervals'])),
    ...changes,
  )

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

describe('an intercurrent event', () => {
  it('is a rule about the events of the protocol, taken by a known strategy', () => {
    const lines = ofPlan(
      ['event: { field: kind, is: write_off }', 'event: { field: kind, is: written_off }'],
      ['event: { field: kind, is: stop }', 'event: { field: amont, is: stop }'],
    ).join('\n')
    expect(lines).toMatch(/expected a level: .*"write_off".*received "written_off"/)
    expect(lines).toMatch(/expected a declared field: .*received "amont"/)
    expect(ofPlan(['strategy: treatment_policy', 'strategy: ignore']).join('\n')).toMatch(
      /expected one of treatment_policy, hypothetical, composite, while_on_treatment, principal_stratum, received "ignore"/,
    )
  })

  it('belongs to an estimand with an id of its own', () => {
    expect(ofPlan(['- id: amount_per_case\n', '- id: payers\n']).join('\n')).toMatch(/an id that no other estimand has/)
  })
})

describe('a plan', () => {
  it('names only what is declared and registered', () => {
    const lines = ofPlan(
      ['trial: part-payment', 'trial: other'],
      ['method: pearson-chi-squared', 'method: pearson'],
      [
        'id: order_of_calling, title: PWC first minus NRP first (the order of calling), arm: pwc_first, against: nrp_first',
        'id: order_of_calling, title: T, arm: pwc_first, against: pwc_first',
      ],
      ['outcome: paid\n    method: wald-interval', 'outcome: payed\n    method: wald-interval'],
    ).join('\n')
    expect(lines).toMatch(/expected the trial of the protocol, part-payment, received "other"/)
    expect(lines).toMatch(/expected the id of a method.*received "pearson"/)
    expect(lines).toMatch(/expected another arm, received "pwc_first"/)
    expect(lines).toMatch(/expected a declared outcome.*received "payed"/s)
  })

  const firstTest = 'method: pearson-chi-squared\n'
  const settings = (text: string): Change => [firstTest, `${firstTest}    settings: ${text}\n`]
  const family = (...members: string[]): string =>
    `families:\n  - id: payers_family\n    title: Payers\n    method: holm\n    members: [${members.join(', ')}]\n`
  const families = (text: string): Change => ['families:\n', text]
  const set = (id: string): Change => [firstTest, `${firstTest}    set: ${id}\n`]
  const uptake = (text: string): Change => ['uptake: { outcome: contact, level: contacted }', `uptake: { ${text} }`]
  const sets = (id: string, where: string): Change => [
    'analysisSets:\n',
    `analysisSets:\n  - { id: ${id}, title: Some cases, where: ${where} }\n`,
  ]
  const deviations = (text: string): Change => ['families:\n', `deviations: [${text}]\nfamilies:\n`]

  const refused: readonly (readonly [name: string, message: RegExp, changes: readonly Change[]])[] = [
    [
      'a setting that the method does not read',
      /expected no setting, as pearson-chi-squared reads none, received "draws"\. Remove it\./,
      [settings('{ draws: 100 }')],
    ],
    ['a setting that is none', /expected a known key, received "drawings"/, [settings('{ drawings: 100 }')]],
    [
      'a number of draws that is none',
      /expected a whole number of draws above 0, received 0/,
      [settings('{ draws: 0 }')],
    ],
    [
      'a statistic that the method has not',
      /expected a declared statistic: difference-in-means, .*received "kruskal-wallis"/,
      [
        [
          'method: pearson-chi-squared\n',
          'method: randomisation-contrasts\n    settings: { statistic: kruskal-wallis }\n',
        ],
      ],
    ],
    ['a cap below a penny', /expected pounds above 0, as "412.50", received "0.00"/, [settings('{ cap: "0.00" }')]],
    [
      'a method of shares for money',
      /expected a method for a money outcome, as amount is, received "wilson-interval", which is for binary and category outcomes/,
      [['method: mean-interval-t', 'method: wilson-interval']],
    ],
    [
      'a cluster-robust method of proportions for money',
      /received "cluster-robust-difference-in-proportions", which is for binary outcomes/,
      [['method: cluster-robust-difference-in-means', 'method: cluster-robust-difference-in-proportions']],
    ],
    [
      'shares of a category without a level',
      /expected a `level` of contact that counts as an event, for wald-interval, received nothing/,
      [['outcome: paid\n    method: wald-interval', 'outcome: contact\n    method: wald-interval']],
    ],
    [
      'a family of an unknown analysis',
      /expected a declared analysis: .*received "payers_tset"/,
      [families(family('{ analysis: payers_tset }'))],
    ],
    [
      'a family with an analysis without P',
      /expected an analysis with a P, received "payers_share", whose method wald-interval gives none/,
      [families(family('{ analysis: payers_share }'))],
    ],
    [
      'a family with an analysis that adjusts by itself',
      /expected an analysis whose P is not adjusted yet, received "amount_difference_simultaneous", whose method dunnett adjusts/,
      [families(family('{ analysis: amount_difference_simultaneous }'))],
    ],
    [
      'a contrast that the analysis has not',
      /expected a declared contrast of payers_difference: .*received "any_call"/,
      [families(family('{ analysis: payers_difference, contrast: any_call }'))],
    ],
    [
      'a contrast of a test over all arms',
      /expected no contrast, as pearson-chi-squared is one test over all arms/,
      [families(family('{ analysis: payers_test, contrast: order_of_calling }'))],
    ],
    [
      'one P twice in the families',
      /expected each P in one family and once, received order_of_calling of payers_difference, which is in payers_family already/,
      [
        families(
          family('{ analysis: payers_difference }', '{ analysis: payers_difference, contrast: order_of_calling }'),
        ),
      ],
    ],
    [
      'an adjustment that is none',
      /expected one of bonferroni, holm, hochberg.*received "sidak"/,
      [families(family('{ analysis: payers_test }').replace('holm', 'sidak'))],
    ],
    [
      'a set that the plan has not',
      /expected a declared analysis set: suitable, contacted, received "suited"/,
      [set('suited')],
    ],
    [
      'a set formed after allocation for a primary analysis',
      /expected another role, as a set formed after allocation only describes, received "primary"/,
      [['method: newcombe-difference\n', 'method: newcombe-difference\n    set: suitable\n']],
    ],
    [
      'a family with an analysis of a set formed after allocation',
      /expected an analysis of every allocated case or of a subgroup at baseline, received "amount_difference_suitable"/,
      [families(family('{ analysis: amount_difference_suitable }'))],
    ],
    [
      'economics of a set',
      /expected a declared analysis of amount: .*received "amount_difference_suitable"/,
      [['  analysis: amount_difference\n', '  analysis: amount_difference_suitable\n']],
    ],
    [
      'an uptake that is none',
      /expected the outcome that says who took up what the arm offered, received nothing/,
      [['    settings: { uptake: { outcome: contact, level: contacted } }\n    contrasts', '    contrasts']],
    ],
    [
      'an uptake of an unknown outcome',
      /expected a declared outcome: .*received "contacts"/,
      [uptake('outcome: contacts')],
    ],
    [
      'an uptake of money',
      /expected a binary outcome, or a category with a level, received arrears, a money/,
      [uptake('outcome: arrears')],
    ],
    [
      'an uptake of a category without level',
      /expected `level`: one of "unsuitable", .*received nothing/,
      [uptake('outcome: contact')],
    ],
    [
      'an uptake of a level that is none',
      /expected a declared level: .*received "met"/,
      [uptake('outcome: contact, level: met')],
    ],
    [
      'an uptake that does not apply to every case',
      /expected an outcome that applies to every case of its arms, received first_response, which applies by contact/,
      [uptake('outcome: first_response, level: interested')],
    ],
    [
      'a set of a reserved id',
      /expected another id than that of the set of every allocated case/,
      [sets('all_allocated', '{ field: paid, is: true }')],
    ],
    [
      'a set of linked cases',
      /expected a rule about one case and its outcomes, received linked/,
      [sets('linked', '{ linked: { through: scheme, some: { field: paid, is: true } } }')],
    ],
    [
      'a set of a field that is not at baseline',
      /expected a declared field: paid, .*received "nrp_id"/,
      [sets('one_parent', '{ field: nrp_id, is: "7" }')],
    ],
    [
      'a set by a level that is none',
      /expected a level: "unsuitable", .*received "reached"/,
      [sets('reached', '{ field: contact, is: reached }')],
    ],
    [
      'a deviation that does not say whether results had been seen',
      /expected a boolean, received nothing/,
      [deviations('{ id: a, what: b, why: c, date: "2016-01-31" }')],
    ],
    [
      'a deviation on a day that is none',
      /expected a calendar date YYYY-MM-DD, received "2016-02-30"/,
      [deviations('{ id: a, what: b, why: c, resultsSeen: true, date: "2016-02-30" }')],
    ],
  ]

  it.each(refused)('refuses %s, at its line', (_, message, changes) => {
    const lines = ofPlan(...changes)
    expect(lines.join('\n')).toMatch(message)
    expect(lines[0]).toMatch(/^plan\.yaml:\d+:\d+ /)
    expect(lines[2]).toMatch(/^ +\^$/)
  })

  it('takes a score for each arm, and no other', () => {
    const scored = ofPlan(settings('{ scores: { pwc_first: 1, nrp_frist: 2 } }')).join('\n')
    expect(scored).toMatch(/expected a declared arm.*received "nrp_frist"/)
    expect(scored).toMatch(/expected a score of nrp_first, received nothing/)
    expect(scored).toMatch(/expected a score of control, received nothing/)
  })
})

describe('published figures', () => {
  it('name only what is declared, and print as numbers in quotes', () => {
    const lines = ofPublished(
      ['printed: "1.34"', 'printed: 1.34'],
      ['printed: "2.71"', 'printed: "2,71"'],
      ['{ percent: { arm: control, outcome: paid } }', '{ percent: { arm: kontrol, outcome: paid } }'],
      ['sum: [cost.pwc_first, cost.nrp_first]', 'sum: [cost.pwc_first, cost.nrp_second]'],
      ['chart: means-with-intervals', 'chart: pie'],
    ).join('\n')
    expect(lines).toMatch(/expected the printed number in quotes, as "1.34" or "<1", received 1.34/)
    expect(lines).toMatch(/expected a number in quotes without separators.*received "2,71"/)
    expect(lines).toMatch(/received "pie"/)
  })

  it('name declared arms and figures', () => {
    const lines = ofPublished(
      ['{ percent: { arm: control, outcome: paid } }', '{ percent: { arm: kontrol, outcome: paid } }'],
      ['sum: [cost.pwc_first, cost.nrp_first]', 'sum: [cost.pwc_first, cost.nrp_second]'],
    ).join('\n')
    expect(lines).toMatch(/expected a declared arm.*received "kontrol"/)
    expect(lines).toMatch(/expected a declared figure.*received "cost.nrp_second"/)
  })
})
