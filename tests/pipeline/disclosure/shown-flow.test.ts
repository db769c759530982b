import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Flow } from '../../../src/model/flow.ts'
import { buildFlow } from '../../../src/outcomes/index.ts'
import { disclosureOf } from '../../../src/pipeline/disclosure/disclosure.ts'
import { nodeId, runCounts } from '../../../src/pipeline/disclosure/run-counts.ts'
import { shownFlow, shownFlowNumbers } from '../../../src/pipeline/disclosure/shown-flow.ts'
import type { FlowOutcome } from '../../../src/pipeline/flow-run.ts'
import type { Flow as Manifests } from '../../../src/pipeline/results/flow-numbers.ts'
import { attack } from '../../support/disclosure-attack.ts'
import { worlds } from '../../support/flow-worlds.ts'

const rules = { leastCases: 5, roundTo: null, exemption: null }
type Changes = Partial<{ roundTo: number; exemption: string }>

const shown = (flow: Flow, changes: Changes = {}) =>
  shownFlow(flow as FlowOutcome, disclosureOf({ ...rules, ...changes }, { flow })).nodes

const node = (id: string, stage: string, cases: number, arm: string | null = null) =>
  ({ id, title: id, stage, arm, cases, clusters: null, outcome: null }) as Flow['nodes'][number]

const spine: Flow = {
  arms: [],
  leftOut: [],
  nodes: [
    ...[node('assessed', 'assessed', 100), node('excluded', 'excluded', 60), node('eligible', 'eligible', 40)],
    ...[node('excluded/a', 'excluded', 2), node('excluded/b', 'excluded', 9), node('excluded/c', 'excluded', 49)],
    ...[node('sampled', 'sampled', 37), node('not_sampled', 'not_sampled', 3)],
  ],
  identities: [
    { of: 'assessed', parts: ['excluded', 'eligible'], by: 'Eligibility' },
    { of: 'excluded', parts: ['excluded/a', 'excluded/b', 'excluded/c'], by: 'First criterion' },
    { of: 'eligible', parts: ['sampled', 'not_sampled'], by: 'Sampling' },
  ],
}

describe('a flow that may be shown', () => {
  it('holds back small parts with the least others, and of the first stages what they are parts of', () => {
    const held = shown(spine).filter(each => each.held)
    expect(held.map(({ id }) => id)).toEqual(['assessed', 'eligible', 'excluded/a', 'excluded/b', 'not_sampled'])
    for (const { cases } of held) expect(cases).toBeNaN()
    expect(shown(spine).find(({ id }) => id === 'sampled')?.cases).toBe(37)
  })

  it('shows no small count, and none that is held back can be worked out', () => {
    fc.assert(
      fc.property(worlds, fc.boolean(), ({ protocol, inputs, values }, concealed) => {
        const outcomes = new Map(
          protocol.outcomes.map(outcome => [outcome.id, { outcome, values: values.get(outcome.id) ?? [] }]),
        )
        const flow = buildFlow(protocol, { ...inputs, concealed, outcomes })
        const isSmall = ({ cases, stage }: Flow['nodes'][number]) => stage !== 'missing' && cases > 0 && cases < 5
        const small = flow.nodes.filter(isSmall).map(({ id }) => id)
        const nodes = shown(flow)
        expect(nodes.filter(isSmall)).toEqual([])
        const unknown = nodes.filter(({ held }) => held).map(({ id }) => id)
        expect(attack(flow.identities, unknown).filter(id => small.includes(id))).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('is rounded where the rules say so, and whole where they exempt it', () => {
    expect(shown(spine, { roundTo: 10 }).map(({ cases }) => cases)).toEqual([NaN, 60, NaN, NaN, NaN, 50, 40, NaN])
    expect(shown(spine, { exemption: 'made up' })).toEqual(spine.nodes)
  })
})

describe('the numbers of the manifests', () => {
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
  const cases = 1000

  const manifests = (failedFirst: readonly number[], strata: Record<string, Record<string, number>> = {}): Manifests =>
    ({
      caseload: { cases },
      eligibility: {
        counts: failedFirst.map((first, at) => ({
          criterion: `c${at}`,
          failed: first,
          failedFirst: first,
          remaining: cases - sum(failedFirst.slice(0, at + 1)),
        })),
      },
      sample: {},
      allocation: { counts: strata },
    }) as unknown as Manifests

  /** The flow that a diagram shows of the same cases. */
  const flowOf = (failedFirst: readonly number[], arms: readonly (readonly [string, number])[] = []): Flow => ({
    arms: [],
    leftOut: [],
    nodes: [
      node('assessed', 'assessed', cases),
      node('excluded', 'excluded', sum(failedFirst)),
      node('eligible', 'eligible', cases - sum(failedFirst)),
      ...failedFirst.map((count, at) => node(`excluded/c${at}`, 'excluded', count)),
      ...arms.map(([arm, count]) => node(`allocated/${arm}`, 'allocated', count, arm)),
    ],
    identities: [
      { of: 'assessed', parts: ['excluded', 'eligible'], by: 'Eligibility' },
      { of: 'excluded', parts: failedFirst.map((_, at) => `excluded/c${at}`), by: 'First criterion' },
    ],
  })

  const arms = [{ id: 'x' }, { id: 'y' }]
  const idsOf = (flow: Flow, all: Manifests): string[] =>
    shownFlowNumbers(all, arms, disclosureOf(rules, { flow, manifests: all })).map(({ id }) => id)

  it('are held back with those of the diagram', () => {
    const firsts = [20, 3, 40, 9, 30]
    const [flow, all] = [flowOf(firsts), manifests(firsts)]
    const ids = idsOf(flow, all)
    const held = disclosureOf(rules, { flow, manifests: all }).held
    for (const at of firsts.keys()) {
      const id = `flow.excluded.c${at}.first`
      expect(held.has(nodeId(`excluded/c${at}`))).toBe(held.has(id))
      expect(ids.includes(id)).toBe(!held.has(id))
      if (held.has(id)) expect(ids).not.toContain(`flow.excluded.c${at}.all`)
    }
    expect([...held].filter(id => id.startsWith('flow.')).sort()).toEqual([
      ...['c1.all', 'c1.first', 'c1.left', 'c2.left', 'c3.first'].map(of => `flow.excluded.${of}`),
    ])
  })

  it('cannot be used to work out what is held back, nor can the diagram', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12), { minLength: 1, maxLength: 6 }), firsts => {
        const [flow, all] = [flowOf(firsts), manifests(firsts)]
        const { held } = disclosureOf(rules, { flow, manifests: all })
        const small = firsts.flatMap((count, at) =>
          count > 0 && count < 5 ? [`flow.excluded.c${at}.first`, nodeId(`excluded/c${at}`)] : [],
        )
        expect([...held]).toEqual(expect.arrayContaining(small))
        const { identities } = runCounts({ flow, manifests: all })
        expect(identities.length).toBeGreaterThan(2 * firsts.length)
        expect(attack(identities, [...held]).filter(id => small.includes(id))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('show no stratum with few cases in an arm, and none from which it follows', () => {
    const strata = { a: { x: 3, y: 6 }, b: { x: 9, y: 18 }, c: { x: 20, y: 40 } }
    const flow = flowOf(
      [],
      [
        ['x', 32],
        ['y', 64],
      ],
    )
    const ids = idsOf(flow, manifests([], strata)).filter(id => id.startsWith('flow.allocated.'))
    expect(ids).toEqual(['flow.allocated.b.y', 'flow.allocated.c.x', 'flow.allocated.c.y'])
  })
})
