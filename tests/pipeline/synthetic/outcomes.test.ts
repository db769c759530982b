import { expect, it } from 'vitest'
import { shuffled, streamsOf } from '../../../src/core/random.ts'
import { declaredTargets } from '../../../src/model/allocation.ts'
import type { OutcomeEvent } from '../../../src/model/event.ts'
import type { Protocol } from '../../../src/model/protocol.ts'
import { checkEvents } from '../../../src/outcomes/index.ts'
import type { TrialCase } from '../../../src/pipeline/synthetic/candidates.ts'
import { generateCaseload } from '../../../src/pipeline/synthetic/caseload.ts'
import { generateOutcomes } from '../../../src/pipeline/synthetic/outcomes.ts'
import { byCase, faults, of } from './process.ts'
import { allocateRun, protocol, sixDeviations, synthetic } from './support.ts'

/** The trial with all targets divided, so that runs of any size can be made. */
function smaller(divisor: number): Protocol {
  const rows = Object.entries(declaredTargets(protocol.allocation) ?? {}).map(([stratum, targets]) => [
    stratum,
    Object.fromEntries(Object.entries(targets).map(([arm, count]) => [arm, Math.ceil(count / divisor)])),
  ])
  return { ...protocol, allocation: { method: 'fixed-counts', targets: Object.fromEntries(rows) } }
}

function runOf(cases: number, divisor: number, seed: string) {
  const trial = smaller(divisor)
  const { allocation } = allocateRun(generateCaseload(trial, synthetic, { cases, seed }), seed, trial)
  return { allocation, events: generateOutcomes(trial, synthetic, allocation, { seed }) }
}

const refused = (events: readonly OutcomeEvent[], allocation: readonly TrialCase[]) => {
  const byId = new Map(allocation.map(each => [each.id, each]))
  const located = events.map((event, index) => ({ event, place: { row: index + 1 } }))
  return checkEvents(located, { protocol, allocation: byId, knownCases: byId, existing: [] })
}

it.each([
  [600, 4000],
  [3000, 600],
  [6000, 70],
  [30_000, 7],
])('gives events that pass every check, from %i cases, with the targets divided by %i', (cases, divisor) => {
  const { allocation, events } = runOf(cases, divisor, `run ${cases}`)
  expect(refused(events, allocation)).toEqual([])
  const byId = new Map(allocation.map(each => [each.id, each]))
  for (const [id, story] of byCase(events)) expect(faults(story, byId.get(id) as TrialCase)).toEqual([])
  const called = allocation.filter(({ arm }) => arm !== 'control')
  expect(
    of(events, 'balance')
      .map(event => event.case)
      .sort(),
  ).toEqual(called.map(({ id }) => id).sort())
})

it('has the shares of the courses and of ordinary payers', () => {
  const { allocation, events } = runOf(60_000, 1, 'shares')
  const stories = byCase(events)
  const share = (arm: string, holds: (story: readonly OutcomeEvent[]) => boolean) => {
    const cases = allocation.filter(each => each.arm === arm)
    return cases.filter(({ id }) => holds(stories.get(id) ?? [])).length / cases.length
  }
  const unsuitable = (story: readonly OutcomeEvent[]) => story.some(({ fields }) => fields.suitable === false)
  const below = (story: readonly OutcomeEvent[]) => story.some(({ fields }) => fields.unsuitable_reason === 'below_50')
  const contacted = (story: readonly OutcomeEvent[]) => of(story, 'call').some(({ fields }) => fields.reached === true)
  const ordinary = (story: readonly OutcomeEvent[]) => story.some(({ fields }) => fields.basis === 'ordinary')
  const settled = (story: readonly OutcomeEvent[]) => of(story, 'agreement').length > 0
  for (const [arm, holds, expected, n] of [
    ['pwc_first', unsuitable, 4600 / 5906, 5906],
    ['nrp_first', unsuitable, 5342 / 6718, 6718],
    ['pwc_first', below, 1240 / 5906, 5906],
    ['nrp_first', below, 1478 / 6718, 6718],
    ['pwc_first', contacted, 901 / 5906, 5906],
    ['nrp_first', contacted, 817 / 6718, 6718],
    ['pwc_first', ordinary, 62 / 5906, 5906],
    ['nrp_first', ordinary, 66 / 6718, 6718],
    ['control', ordinary, 62 / 6000, 6000],
    ['pwc_first', settled, 17 / 5906, 5906],
    ['nrp_first', settled, 21 / 6718, 6718],
  ] as const) {
    expect(Math.abs(share(arm, holds) - expected)).toBeLessThan(sixDeviations(expected, n))
  }
})

it('depends on the cases and the seed, not on the order of the cases', () => {
  const { allocation, events } = runOf(3000, 70, 'order')
  const mixed = shuffled(allocation, streamsOf('mixed')('test', 'all'))
  expect(generateOutcomes(protocol, synthetic, mixed, { seed: 'order' })).toEqual(events)
  expect(generateOutcomes(protocol, synthetic, allocation, { seed: 'other' })).not.toEqual(events)
  expect(generateOutcomes(protocol, synthetic, [], { seed: 'order' })).toEqual([])
})

it('lists events in order of time, dates before the times of their day', () => {
  const { events } = runOf(3000, 70, 'time')
  const days = events.map(({ at }) => at)
  expect([...days].sort()).toEqual(days)
})
