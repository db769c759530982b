import { describe, expect, it } from 'vitest'
import { allocationSchema } from '../../src/model/allocation.ts'
import { contrastSchema } from '../../src/model/plan.ts'
import { contrastProblems } from '../../src/model/plan-contrast-checks.ts'
import { armsOfSide, hasPooledSide, pairsOfSides, pooledArm, sideTitle } from '../../src/model/pooled-arms.ts'
import { type Change, ofPlan } from './changed-documents.ts'

const titles = { control: 'Neither', reminders: 'Reminders', guides: 'Guides', both: 'Both' }
const arms = Object.entries(titles).map(([id, title]) => ({ id, title }))
const factors = [
  { id: 'reminder', levels: { no: ['control', 'guides'], yes: ['reminders', 'both'] } },
  { id: 'guide', levels: { no: ['control', 'reminders'], yes: ['guides', 'both'] } },
]
const factorial = allocationSchema.parse({ method: 'factorial', factors })
const stratified = allocationSchema.parse({ method: 'stratified' })

const contrastOf = (arm: unknown, against: unknown) => contrastSchema.parse({ id: 'c', title: 'C', arm, against })
const found = (arm: unknown, against: unknown, allocation = factorial): string[] =>
  contrastProblems([contrastOf(arm, against)], { arms, allocation }).map(
    ({ path, expected, received }) => `${path.slice(2).join('.')}: ${expected}; ${received}`,
  )
const mixed = 'for each arm of the other side, in the same order, the one that differs from it in one factor only'

describe('a contrast of arms taken together', () => {
  it('is written as lists, and names its sides by their arms', () => {
    const { arm, against } = contrastOf(['reminders', 'both'], ['control', 'guides'])
    expect([arm, against]).toEqual(['reminders+both', 'control+guides'])
    expect(armsOfSide(arm)).toEqual(['reminders', 'both'])
    expect(pairsOfSides({ arm, against })).toEqual([
      ['reminders', 'control'],
      ['both', 'guides'],
    ])
    expect(sideTitle({ arms }, arm)).toBe('Reminders or Both')
    expect(hasPooledSide({ arm: 'both', against: 'control' })).toBe(false)
    expect(hasPooledSide({ arm: pooledArm(['both', 'guides']), against: 'control' })).toBe(true)
    // No arm can be called so.
    expect(contrastSchema.safeParse({ id: 'c', title: 'C', arm: 'reminders+both', against: 'control' }).success).toBe(
      false,
    )
  })

  it('may be a margin of the factorial, or one arm with all others', () => {
    expect(found(['reminders', 'both'], ['control', 'guides'])).toEqual([])
    expect(found(['both', 'guides'], ['reminders', 'control'])).toEqual([])
    expect(found(['reminders', 'both', 'guides'], 'control')).toEqual([])
    expect(found('both', 'guides')).toEqual([])
  })

  it.each([
    ['pairs that differ in two factors', ['reminders', 'both'], ['guides', 'control'], 'guides, control'],
    [
      'what brings a factor in one pair, and takes it away in the other',
      ['both', 'control'],
      ['guides', 'reminders'],
      'guides, reminders',
    ],
    ['a side that is longer', ['reminders', 'both'], 'control', 'control'],
    ['one level of a factor with a part of the other', 'both', ['control', 'guides'], 'control, guides'],
  ])('%s would mix factors', (_, arm, against, received) => {
    expect(found(arm, against)).toEqual([`against: ${mixed}; ${received}`])
  })

  it('is free where the arms are no combinations of factors', () => {
    expect(found(['reminders', 'both'], 'control', stratified)).toEqual([])
    expect(found(['reminders', 'both'], ['guides', 'control'], stratified)).toEqual([])
  })

  it('names each arm once, and declared ones', () => {
    expect(found(['reminders', 'reminders'], 'control', stratified)).toEqual(['arm.1: each arm once; "reminders"'])
    expect(found(['reminders', 'calls'], ['control', 'letters'], stratified)).toEqual([
      'arm.1: a declared arm: control, reminders, guides, both; "calls"',
      'against.1: a declared arm: control, reminders, guides, both; "letters"',
    ])
    expect(found('both', 'both')).toEqual(['against: another arm; "both"'])
  })
})

describe('a plan with arms taken together', () => {
  const order = 'title: PWC first minus NRP first (the order of calling), arm: pwc_first, against: nrp_first'
  const calls = (arm = '[pwc_first, nrp_first]', against = 'control'): Change => [
    order,
    `title: Any calls minus none, arm: ${arm}, against: ${against}`,
  ]

  it('is accepted by methods that take each contrast alone', () => {
    expect(ofPlan(calls())).toEqual([])
  })

  it('has no empty side, and no list of one', () => {
    expect(ofPlan(calls('[]')).join('\n')).toMatch(/expected two arms or more, received/)
    expect(ofPlan(calls('[pwc_first]')).join('\n')).toMatch(/expected two arms or more/)
    expect(ofPlan(calls('5')).join('\n')).toMatch(/expected the id of an arm, or a list of two or more, received/)
    expect(ofPlan(calls('{ pwc_first: 1 }')).join('\n')).toMatch(/expected the id of an arm, or a list of two or more/)
  })

  it('does not ask them of a method that judges all arms together', () => {
    const all: Change = [
      '    contrasts: [pwc_first_vs_control, nrp_first_vs_control]\n    estimand: amount_per_case',
      '    estimand: amount_per_case',
    ]
    expect(ofPlan(calls(), all).join('\n')).toMatch(
      /expected contrasts of single arms, as dunnett judges all of them together, received order_of_calling/,
    )
  })

  it('asks two arms against two of a method that sets them in pairs', () => {
    expect(ofPlan(calls(), ['method: newcombe-difference', 'method: interaction-of-proportions']).join('\n')).toMatch(
      /expected contrasts of two arms against two, which interaction-of-proportions sets against each other in pairs, received pwc_first_vs_control, nrp_first_vs_control, order_of_calling/,
    )
  })
})
