import { expect, it } from 'vitest'
import { z } from 'zod'
import { syntheticSchema } from '../../../src/model/synthetic.ts'
import { syntheticChecks } from '../../../src/model/synthetic-checks.ts'
import { validate } from '../../../src/model/validate.ts'
import { readYaml } from '../../../src/storage/index.ts'
import { protocol, synthetic } from './support.ts'

const written = readYaml('trials/part-payment/synthetic.yaml').value

/** The file's data with the part at a path replaced; `undefined` takes it away. */
function withPart(path: readonly (string | number)[], value: unknown): unknown {
  const data = structuredClone(written)
  let parent = data as Record<string | number, unknown>
  for (const key of path.slice(0, -1)) parent = parent[key] as Record<string | number, unknown>
  const last = path.at(-1) ?? ''
  if (value === undefined) delete parent[last]
  else parent[last] = value
  return data
}

const fieldIndex = (name: string) => synthetic.caseload.fields.findIndex(({ field }) => field === name)
const courseIndex = (name: string) => synthetic.outcomes.courses.findIndex(({ id }) => id === name)
const draw = (name: string) => ['caseload', 'fields', fieldIndex(name), 'draw']
const course = (name: string) => ['outcomes', 'courses', courseIndex(name)]

it('is a valid document, and every assumption has a reason', () => {
  expect(validate(syntheticSchema, syntheticChecks(protocol), written).ok).toBe(true)
  const unexplained: string[] = []
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    if ('assumed' in value && !('reason' in value)) unexplained.push(path)
    for (const [key, part] of Object.entries(value)) visit(part, `${path}.${key}`)
  }
  visit(written, 'synthetic')
  expect(unexplained).toEqual([])
  expect(synthetic.reconstruction?.notice).toMatch(/reconstruction/)
  expect(synthetic.caseload.notice).toMatch(/made up/)
})

it('can be written as a JSON Schema for editors', () => {
  const schema = z.toJSONSchema(syntheticSchema, { io: 'input' })
  expect(schema.required).toEqual(['schema', 'trial', 'caseload', 'outcomes'])
})

it.each<[string, (string | number)[], unknown, string]>([
  ['another trial', ['trial'], 'other', 'trial'],
  ['a field without a draw', ['caseload', 'fields'], synthetic.caseload.fields.slice(1), 'caseload.fields'],
  ['an unknown field', ['caseload', 'fields', 0, 'field'], 'colour', 'caseload.fields.0.field'],
  ['a draw of another type', draw('scheme'), { probability: 0.5 }, `${draw('scheme').join('.')}.probability`],
  ['an unknown level', [...draw('scheme'), 'shares', '2012'], 1, `${draw('scheme').join('.')}.shares.2012`],
  ['a missing value where none may be', draw('in_other_trial'), { missing: true }, draw('in_other_trial').join('.')],
  ['a level without a draw', [...draw('nrp_age'), 'otherwise'], undefined, draw('nrp_age').join('.')],
  [
    'a draw by a later field',
    [...draw('system')],
    { by: 'scheme', when: { '1993': { value: 'cs2' } } },
    `${draw('system').join('.')}.by`,
  ],
  ['no weight at all', [...draw('scheme'), 'shares'], { '1993': 0 }, `${draw('scheme').join('.')}.shares`],
  [
    'a group field after those of cases',
    ['caseload', 'fields', fieldIndex('welfare_concern'), 'per'],
    'group',
    `caseload.fields.${fieldIndex('welfare_concern')}.per`,
  ],
  ['an unknown group field', ['caseload', 'groups', 'field'], 'family', 'caseload.groups.field'],
  ['arrears that are no baseline money', ['outcomes', 'arrears'], 'arrears_secretary_of_state', 'outcomes.arrears'],
  [
    'an unknown kind of event',
    ['outcomes', 'steps', 'pwc_reached', 'kind'],
    'visit',
    'outcomes.steps.pwc_reached.kind',
  ],
  [
    'an amount where none belongs',
    ['outcomes', 'steps', 'pwc_refuses', 'amount'],
    'balance',
    'outcomes.steps.pwc_refuses',
  ],
  ['no amount where one is required', ['outcomes', 'steps', 'balance', 'amount'], undefined, 'outcomes.steps.balance'],
  [
    'a value that a field cannot hold',
    ['outcomes', 'steps', 'pwc_refuses', 'fields', 'answer'],
    'perhaps',
    'outcomes.steps.pwc_refuses.fields.answer',
  ],
  [
    'a departure from a rule that there is not',
    ['outcomes', 'steps', 'pwc_reached_in_error', 'override', 0],
    'no_rule',
    'outcomes.steps.pwc_reached_in_error.override.0',
  ],
  [
    'a departure from a rule that nothing may depart from',
    ['outcomes', 'steps', 'pwc_reached_in_error', 'override', 0],
    'one_balance',
    'outcomes.steps.pwc_reached_in_error.override.0',
  ],
  [
    'a departure without a reason',
    ['outcomes', 'steps', 'pwc_reached_in_error', 'reason'],
    undefined,
    'outcomes.steps.pwc_reached_in_error',
  ],
  [
    'the amount of the event before where none has one',
    [...course('nrp_refuses'), 'steps'],
    ['passed_on_to_pwc', 'balance'],
    `${course('nrp_refuses').join('.')}.steps.0`,
  ],
  [
    'attempts too close together',
    ['outcomes', 'steps', 'pwc_reached', 'attempts', 'withinHours'],
    24,
    'outcomes.steps.pwc_reached.attempts',
  ],
  [
    'a step on the same day',
    ['outcomes', 'steps', 'balance', 'wait', 'days', 'from'],
    0,
    'outcomes.steps.balance.wait.days',
  ],
  ['an unknown step', [...course('nrp_refuses'), 'steps', 1], 'visited', `${course('nrp_refuses').join('.')}.steps.1`],
  [
    'an event that may not happen in the arm',
    [...course('nrp_refuses'), 'cases'],
    { nrp_first: 580, control: 1 },
    `${course('nrp_refuses').join('.')}.steps.0`,
  ],
  [
    'an unknown arm',
    [...course('nrp_refuses'), 'cases', 'letter'],
    0,
    `${course('nrp_refuses').join('.')}.cases.letter`,
  ],
  [
    'a course longer than follow-up',
    ['outcomes', 'steps', 'balance', 'wait', 'days', 'to'],
    300,
    `${course('nrp_refuses').join('.')}.steps`,
  ],
  [
    'a range upside down',
    [...course('unsuitable_below_50'), 'balance', 'to'],
    '0.00',
    `${course('unsuitable_below_50').join('.')}.balance.to`,
  ],
  ['courses for fewer cases than allocated', [...course('nrp_refuses'), 'cases', 'nrp_first'], 579, 'outcomes.courses'],
  [
    'more payers than payments',
    ['reconstruction', 'arms', 'control', 'payers'],
    63,
    'reconstruction.arms.control.payers',
  ],
  [
    'full payments below the least',
    ['reconstruction', 'arms', 'pwc_first', 'paidInFull'],
    '149.99',
    'reconstruction.arms.pwc_first.paidInFull',
  ],
  [
    'full payments of nobody',
    ['reconstruction', 'arms', 'control', 'paidInFull'],
    '100',
    'reconstruction.arms.control.paidInFull',
  ],
  ['no targets for an arm', ['reconstruction', 'arms', 'control'], undefined, 'reconstruction.arms'],
  [
    'more payers than cases',
    ['outcomes', 'ordinary', 'payers', 'control', 'of'],
    61,
    'outcomes.ordinary.payers.control',
  ],
])('refuses %s', (_, path, value, where) => {
  const validation = validate(syntheticSchema, syntheticChecks(protocol), withPart(path, value))
  const problems = validation.ok ? [] : validation.problems.map(problem => problem.path.join('.'))
  expect(problems).toContain(where)
})
