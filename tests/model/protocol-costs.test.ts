import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { TrialError } from '../../src/core/errors.ts'
import { protocolSchema } from '../../src/model/protocol.ts'
import { protocolChecks } from '../../src/model/protocol-checks.ts'
import { protocolCosts } from '../../src/pipeline/economics.ts'
import { readDocument } from '../../src/storage/document.ts'

const folder = mkdtempSync(join(tmpdir(), 'equipoise-costs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const text = readFileSync(resolve(import.meta.dirname, '../../trials/part-payment/protocol.yaml'), 'utf8')
const head = text.slice(0, text.indexOf('\ncosts:'))

/** The protocol with these lines of costs. */
function read(...lines: readonly string[]) {
  const path = join(folder, 'protocol.yaml')
  writeFileSync(path, `${head}\ncosts:\n${lines.map(line => `  - ${line}\n`).join('')}`)
  return readDocument(path, protocolSchema, protocolChecks)
}

function problems(...lines: readonly string[]): string[] {
  try {
    read(...lines)
  } catch (error) {
    if (error instanceof TrialError) return error.issues.map(({ expected }) => expected)
    throw error
  }
  return []
}

it('the trial file of before is as it was: a fixed cost of resources on one arm', () => {
  const { costs } = readDocument(
    resolve(import.meta.dirname, '../../trials/part-payment/protocol.yaml'),
    protocolSchema,
    protocolChecks,
  )
  const resource = { nature: 'resource', kind: 'fixed', split: 'equally' }
  expect(protocolCosts({ costs })).toEqual([
    { ...resource, id: 'case_workers_pwc_first', arms: ['pwc_first'], amount: 15_200_000 },
    { ...resource, id: 'case_workers_nrp_first', arms: ['nrp_first'], amount: 15_650_000 },
  ])
})

it('costs of one arm and of several, fixed and by the case, resources and transfers', () => {
  const { costs } = read(
    '{ id: a, title: Managers, arms: [pwc_first, nrp_first], amount: "900.10", split: by_cases }',
    '{ id: b, title: Building, arms: [pwc_first, nrp_first, control], amount: "10", split: equally }',
    '{ id: c, title: Training, arms: [pwc_first, nrp_first], amount: "10", split: { pwc_first: 3, nrp_first: 2 } }',
    '{ id: d, title: Minutes, arms: [pwc_first, nrp_first], kind: per_case, amount: "1.50", standardError: "0.05" }',
    '{ id: e, title: Fee, arm: pwc_first, kind: per_case, nature: transfer, amount: "4" }',
  )
  expect(protocolCosts({ costs })).toEqual([
    { id: 'a', nature: 'resource', kind: 'fixed', arms: ['pwc_first', 'nrp_first'], amount: 90_010, split: 'by_cases' },
    {
      id: 'b',
      nature: 'resource',
      kind: 'fixed',
      arms: ['pwc_first', 'nrp_first', 'control'],
      amount: 1000,
      split: 'equally',
    },
    {
      ...{ id: 'c', nature: 'resource', kind: 'fixed', arms: ['pwc_first', 'nrp_first'], amount: 1000 },
      split: { pwc_first: 3, nrp_first: 2 },
    },
    { id: 'd', nature: 'resource', kind: 'per_case', arms: ['pwc_first', 'nrp_first'], amount: 150, standardError: 5 },
    { id: 'e', nature: 'transfer', kind: 'per_case', arms: ['pwc_first'], amount: 400, standardError: 0 },
  ])
})

it.each([
  ['no arm', '{ id: a, title: A, amount: "1" }', '`arm` for one arm, or `arms` for several'],
  [
    'arm and arms',
    '{ id: a, title: A, arm: control, arms: [control, nrp_first], split: equally, amount: "1" }',
    '`arm` for one arm, or `arms` for several',
  ],
  ['an unknown arm', '{ id: a, title: A, arm: letters, amount: "1" }', 'a declared arm: pwc_first, nrp_first, control'],
  [
    'an unknown arm of several',
    '{ id: a, title: A, arms: [control, letters], split: equally, amount: "1" }',
    'a declared arm: pwc_first, nrp_first, control',
  ],
  ['an arm twice', '{ id: a, title: A, arms: [control, control], split: equally, amount: "1" }', 'each arm once'],
  ['one arm as several', '{ id: a, title: A, arms: [control], split: equally, amount: "1" }', 'at least two arms'],
  [
    'no split',
    '{ id: a, title: A, arms: [control, nrp_first], amount: "1" }',
    '`split`, which says how the arms share a fixed cost',
  ],
  [
    'a split of nothing',
    '{ id: a, title: A, arm: control, split: equally, amount: "1" }',
    '`split` for a fixed cost of several arms only',
  ],
  [
    'a split by the case',
    '{ id: a, title: A, arms: [control, nrp_first], kind: per_case, split: equally, amount: "1" }',
    '`split` for a fixed cost of several arms only',
  ],
  [
    'a weight that is missing',
    '{ id: a, title: A, arms: [control, nrp_first], split: { control: 1 }, amount: "1" }',
    'a weight for every arm that bears it, nrp_first too',
  ],
  [
    'a weight of another arm',
    '{ id: a, title: A, arms: [control, nrp_first], split: { control: 1, nrp_first: 1, pwc_first: 1 }, amount: "1" }',
    'a declared bearer: control, nrp_first',
  ],
  [
    'a weight that is no whole number',
    '{ id: a, title: A, arms: [control, nrp_first], split: { control: 0.5, nrp_first: 1 }, amount: "1" }',
    'a whole number of 1 or more',
  ],
  [
    'an error of a fixed cost',
    '{ id: a, title: A, arm: control, standardError: "1", amount: "1" }',
    '`standardError` for a cost per case only',
  ],
  ['an unknown kind', '{ id: a, title: A, arm: control, kind: hourly, amount: "1" }', 'fixed or per_case'],
  ['an unknown nature', '{ id: a, title: A, arm: control, nature: gift, amount: "1" }', 'resource or transfer'],
])('refuses %s', (_, line, expected) => {
  expect(problems(line)).toContain(expected)
})
