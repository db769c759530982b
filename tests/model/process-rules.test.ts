import { describe, expect, it } from 'vitest'
import { kindsByArm, processSchema } from '../../src/model/process.ts'
import { protocolSchema } from '../../src/model/protocol.ts'
import { protocolChecks } from '../../src/model/protocol-checks.ts'
import { validate } from '../../src/model/validate.ts'
import { protocol } from '../outcomes/trial.ts'

const answered = { field: 'kind', is: 'response' }
const rule = (more: object) => ({ id: 'rule', title: 'Rule', of: ['response'], ...more })

/** What is wrong with the small trial under these rules, as `path: expected; received`. */
function problems(...rules: object[]): string[] {
  const process = { ...protocol.process, rules }
  const validation = validate(protocolSchema, protocolChecks, { ...protocol, process })
  if (validation.ok) return []
  return validation.problems.map(
    ({ path, expected, received }) => `${path.slice(1).join('.')}: ${expected}; ${received ?? ''}`,
  )
}

describe('a rule of the process', () => {
  it('may make any one demand', () => {
    const term = { percent: 10, of: { field: 'kind', is: 'payment' }, less: { field: 'kind', is: 'settlement' } }
    expect(
      problems(
        rule({ id: 'a', after: answered }),
        rule({ id: 'b', notAfter: answered, when: { field: 'override', is: false }, override: 'allowed' }),
        rule({ id: 'c', must: { field: 'attempts', atMost: 3 }, arms: ['call'] }),
        rule({
          id: 'd',
          limit: { count: 1, within: { days: 2 }, per: 'answer', until: { field: 'deviation', is: true } },
        }),
        rule({ id: 'e', of: ['payment', 'settlement'], amount: { atLeast: term } }),
        rule({ id: 'f', of: ['payment'], amount: { equals: { pounds: '100' } } }),
      ),
    ).toEqual([])
  })

  it.each<[string, object, RegExp]>([
    ['no demand', {}, /^rules\.0: exactly one demand: after, notAfter, must, limit, amount;/],
    ['two demands', { after: answered, must: answered }, /^rules\.0: exactly one demand/],
    ['an unknown demand', { before: answered }, /^rules\.0\.before: a known key/],
    ['an unknown kind', { of: ['respons'], after: answered }, /^rules\.0\.of\.0: a declared event kind.*"respons"/],
    ['no kind', { of: [], after: answered }, /^rules\.0\.of: at least 1 entries/],
    ['an unknown arm', { arms: ['visit'], after: answered }, /^rules\.0\.arms\.0: a declared arm.*"visit"/],
    [
      'an arm that its kind has not',
      { arms: ['control'], after: answered },
      /arms in which response may happen; "control"/,
    ],
    [
      'an unknown field in when',
      { when: { field: 'x', is: 1 }, after: answered },
      /^rules\.0\.when\.field: a declared field/,
    ],
    ['an unknown level in after', { after: { field: 'kind', is: 'no' } }, /^rules\.0\.after\.is: a level/],
    [
      'a rule about the caseload',
      { notAfter: { linked: { through: 'kind', none: answered } } },
      /notAfter\.linked: a rule about one event/,
    ],
    ['an unsuited must', { must: { field: 'answer', atLeast: 1 } }, /^rules\.0\.must\.atLeast: one of is, oneOf/],
    ['a limit of none', { limit: { count: 0 } }, /^rules\.0\.limit\.count: a whole number of 1 or more/],
    ['a limit within nothing', { limit: { count: 1, within: {} } }, /^rules\.0\.limit\.within: hours or days/],
    [
      'a limit per unknown field',
      { limit: { count: 1, per: 'x' } },
      /^rules\.0\.limit\.per: a declared event field.*"x"/,
    ],
    [
      'a limit per field of another kind',
      { of: ['response', 'payment'], limit: { count: 1, per: 'answer' } },
      /a field of every kind that the rule is about, payment too/,
    ],
    [
      'an unknown field in until',
      { limit: { count: 1, until: { field: 'x', is: 1 } } },
      /^rules\.0\.limit\.until\.field/,
    ],
    [
      'an amount of a kind without',
      { amount: { atLeast: { pounds: '1' } } },
      /^rules\.0\.amount: kinds of event with an amount; "response"/,
    ],
    ['an amount without comparison', { of: ['payment'], amount: {} }, /one of atLeast, atMost and equals/],
    ['a term of nothing', { of: ['payment'], amount: { atLeast: {} } }, /exactly one of `pounds` and `of`/],
    [
      'a term of both',
      { of: ['payment'], amount: { atLeast: { pounds: '1', of: answered } } },
      /exactly one of `pounds` and `of`/,
    ],
    [
      'a share of pounds',
      { of: ['payment'], amount: { atLeast: { pounds: '1', percent: 10 } } },
      /`percent` beside `of` only/,
    ],
    [
      'half per cent',
      { of: ['payment'], amount: { atLeast: { percent: 0.5, of: answered } } },
      /a whole number of per cent/,
    ],
    [
      'an unknown field in a term',
      { of: ['payment'], amount: { atLeast: { of: { field: 'x', is: 1 } } } },
      /^rules\.0\.amount\.atLeast\.of\.field/,
    ],
    [
      'an unknown field in less',
      { of: ['payment'], amount: { atMost: { pounds: '1', less: { field: 'x', is: 1 } } } },
      /^rules\.0\.amount\.atMost\.less\.field/,
    ],
    ['an unknown override', { after: answered, override: 'never' }, /^rules\.0\.override: allowed or deviation/],
  ])('is refused with %s', (_, more, expected) => {
    expect(problems(rule(more)).filter(text => expected.test(text))).toHaveLength(1)
  })

  it('has an id of its own', () => {
    expect(problems(rule({ after: answered }), rule({ after: answered }))).toEqual([
      'rules.1.id: an id that no other rule has; "rule" a second time',
    ])
  })
})

it('no event field may be called as what rules ask of every event', () => {
  for (const id of ['override', 'deviation', 'reason']) {
    const field = { id, title: 'Taken', type: 'boolean' }
    const process = { events: [{ kind: 'a', title: 'A', fields: [field] }, ...protocol.process.events] }
    const validation = validate(protocolSchema, protocolChecks, { ...protocol, process })
    expect(validation.ok ? [] : validation.problems.map(({ path }) => path.join('.'))).toEqual([
      'process.events.0.fields.0.id',
    ])
  }
})

it('the kinds that ask for the arm of a case are those of some arms, and those that a rule of some arms is about', () => {
  const events = ['a', 'b', 'c'].map(kind => ({ kind, title: kind, ...(kind === 'a' ? { arms: ['call'] } : {}) }))
  const once = { title: 'Once', limit: { count: 1 } }
  const rules = [
    { ...once, id: 'of_b', of: ['b'], arms: ['call'] },
    { ...once, id: 'of_c', of: ['c'] },
  ]
  expect(kindsByArm(processSchema.parse({ events, rules }))).toEqual(['a', 'b'])
})
