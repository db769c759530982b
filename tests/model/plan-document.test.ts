import { describe, expect, it } from 'vitest'
import { type Change, ofPlan } from './changed-documents.ts'

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
