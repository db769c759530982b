import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { listTrials } from '../../src/pipeline/list-trials.ts'
import { temporaryFolder } from '../storage/temporary.ts'
import { writeSmallTrial } from '../support/small-trial.ts'

const { folder } = temporaryFolder()

it('lists the trials that come with equipoise, with size, cost and power', async () => {
  const { trials, unreadable } = await listTrials(folder)
  expect(unreadable).toEqual([])
  expect(trials.map(({ trial }) => trial)).toEqual([
    'budget-planner',
    'case-closure-intent',
    'credit-reference-affordability',
    'credit-reference-disclosure',
    'letter',
    'missed-payment-72h',
    'part-payment',
    'payment-reminders',
    'segmented-messages',
    'specialist-arrears-team',
    'uncollectable-annual-review',
  ])
  const named = (id: string) => trials.find(({ trial }) => trial === id)
  const [letter, missed, part, messages] = ['letter', 'missed-payment-72h', 'part-payment', 'segmented-messages'].map(
    named,
  )
  expect(letter).toMatchObject({ cases: 5, cost: null, power: null, arms: [{ id: 'control' }, { id: 'letter' }] })
  // Cases arrive one by one: 600 calls at £6.00 and 600 letters at £0.60 are planned.
  expect(missed).toMatchObject({ cases: 1200, cost: 396_000, kind: 'service change' })
  // The printed costs are £152,000 and £156,500.
  expect(part).toMatchObject({ cases: 18_624, cost: 30_850_000, kind: 'trial' })
  expect(part?.power).toMatchObject({ outcome: 'Cases with payments', worth: 0.003, unit: 'share' })
  // The margin of reminders, and not one arm with another.
  expect(named('payment-reminders')).toMatchObject({
    cases: 16_000,
    power: { contrast: 'Reminders minus no reminders', worth: 0.02 },
  })
  expect(messages).toMatchObject({ cases: 9600, cost: 360_000, power: { worth: 0.03, unit: 'share' } })
  expect(part?.power?.power).toBeCloseTo(0.329, 3)
})

it('has those of a folder before those of the package, and tells which cannot be read', async () => {
  const trials = join(folder, 'trials')
  writeSmallTrial(join(trials, 'part-payment'))
  mkdirSync(join(trials, 'broken'))
  writeFileSync(join(trials, 'broken', 'protocol.yaml'), 'schema: equipoise/protocol/1\nid: [broken\n')
  const list = await listTrials(folder)
  expect(list.trials.find(({ trial }) => trial === 'part-payment')).toMatchObject({ cases: 94, power: null })
  expect(list.unreadable.map(({ trial }) => trial)).toEqual(['broken'])
  expect(list.unreadable[0]?.problem).toMatch(/protocol\.yaml:3:1: expected valid YAML/)
})
