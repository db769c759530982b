import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CheckFailed } from '../../../src/core/errors.ts'
import { type Flow, flowViolations } from '../../../src/model/flow.ts'
import type { Outcome, Protocol } from '../../../src/model/protocol.ts'
import {
  buildFlow,
  type FlowInputs,
  type OutcomeColumn,
  type OutcomeValue,
  requireFlow,
} from '../../../src/outcomes/index.ts'
import { category, worlds } from '../../support/flow-worlds.ts'
import { protocol as small } from '../trial.ts'
import '../../support/properties.ts'

const countOf = (flow: Flow, id: string): number | undefined => flow.nodes.find(node => node.id === id)?.cases

describe('buildFlow', () => {
  it('adds up for any protocol and any cases, at any stage', () => {
    fc.assert(
      fc.property(worlds, fc.nat(3), fc.boolean(), ({ protocol, inputs }, stages, concealed) => {
        const { assessed, sampled, allocated, ...after } = inputs
        const flow = buildFlow(protocol, {
          ...(stages >= 0 && { assessed }),
          ...(stages >= 1 && { sampled }),
          ...(stages >= 2 && { allocated, concealed }),
          ...(stages >= 3 && after),
        })
        expect(flowViolations(flow)).toEqual([])
        expect(new Set(flow.nodes.map(({ id }) => id)).size).toBe(flow.nodes.length)
        const known = new Set(flow.nodes.map(({ id }) => id))
        expect(flow.identities.every(({ of, parts }) => known.has(of) && parts.every(part => known.has(part)))).toBe(
          true,
        )
      }),
    )
  })

  it('counts what a plain count gives, whatever the order of cases', () => {
    fc.assert(
      fc.property(worlds, ({ protocol, inputs, values }) => {
        const { assessed, sampled, allocated, outcomeCases } = inputs
        const flow = buildFlow(protocol, inputs)
        expect(countOf(flow, 'excluded')).toBe(assessed.filter(({ reasons }) => reasons.length > 0).length)
        expect(countOf(flow, 'not_sampled')).toBe(assessed.filter(({ eligible }) => eligible).length - sampled.length)
        for (const { id } of protocol.arms) {
          const own = allocated.filter(({ arm }) => arm === id)
          expect(countOf(flow, `allocated/${id}`)).toBe(own.length)
          const rows = own.map(each => outcomeCases.indexOf(each.id))
          for (const outcome of protocol.outcomes) {
            if (outcome.type !== 'category' || outcome.observed?.outcome !== undefined) continue
            if (outcome.observed?.arms?.includes(id) === false) continue
            for (const level of outcome.levels) {
              const counted = rows.filter(row => values.get(outcome.id)?.[row] === level).length
              expect(countOf(flow, `allocated/${id}/${outcome.id}/${level}`)).toBe(counted)
            }
          }
          const missing = rows.filter(row => values.get('amount')?.[row] === null).length
          expect(countOf(flow, `allocated/${id}/analysis:amount/missing`)).toBe(missing)
        }
        const turned = buildFlow(protocol, {
          ...inputs,
          assessed: assessed.toReversed(),
          sampled: sampled.toReversed(),
          allocated: allocated.toReversed(),
        })
        expect(turned).toEqual(flow)
      }),
    )
  })

  it('finds any count that is changed, and names its identity', () => {
    fc.assert(
      fc.property(worlds, fc.nat(), ({ protocol, inputs }, pick) => {
        const flow = buildFlow(protocol, inputs)
        const node = flow.nodes[pick % flow.nodes.length]
        const changed = {
          ...flow,
          nodes: flow.nodes.map(each => (each === node ? { ...each, cases: each.cases + 1 } : each)),
        }
        const concerned = flow.identities.filter(({ of, parts }) => of === node?.id || parts.includes(node?.id ?? ''))
        expect(concerned.length).toBeGreaterThan(0)
        expect(flowViolations(changed)).toHaveLength(concerned.length)
      }),
    )
  })

  it('stands a nested outcome under the level that decides', () => {
    const protocol: Protocol = {
      ...small,
      outcomes: [
        category('contact', ['reached', 'not']),
        category('answer', ['yes', 'no'], { outcome: 'contact', levels: ['reached'] }),
      ],
    }
    const column = (id: string, values: readonly OutcomeValue[]): [string, OutcomeColumn] => [
      id,
      { outcome: protocol.outcomes.find(each => each.id === id) as Outcome, values },
    ]
    const ids = ['A', 'B', 'C', 'D']
    const flow = buildFlow(protocol, {
      allocated: ids.map((id, at) => ({ id, cluster: id, arm: at < 3 ? 'call' : 'control' })),
      outcomeCases: ids,
      outcomes: new Map([
        column('contact', ['reached', 'reached', 'not', 'not']),
        column('answer', ['yes', null, undefined, undefined]),
      ]),
    })
    expect(countOf(flow, 'allocated/call/contact/reached')).toBe(2)
    expect(countOf(flow, 'allocated/call/contact/reached/answer/yes')).toBe(1)
    expect(countOf(flow, 'allocated/call/contact/reached/answer/NA:missing')).toBe(1)
    expect(countOf(flow, 'allocated/call/contact/not/answer/yes')).toBeUndefined()
  })

  it('counts sealed cases together, and leaves out what would tell an arm', () => {
    const flow = buildFlow(small, {
      allocated: [{ id: 'A', cluster: 'A', arm: '' }],
      concealed: true,
      outcomeCases: ['A'],
      outcomes: new Map(),
      analysed: ['payer'],
    })
    expect(flow.arms).toEqual([])
    expect(flow.leftOut.map(({ outcome }) => outcome)).toContain('suitability')
    expect(flow.nodes.every(({ arm }) => arm === null)).toBe(true)
  })
})

describe('requireFlow', () => {
  const allocated = [
    { id: 'A', cluster: 'A', arm: 'call' },
    { id: 'B', cluster: 'B', arm: 'control' },
  ]

  it('names files that do not belong together: an arm, a case and a verdict that nobody knows', () => {
    const broken = (inputs: FlowInputs): string[] => {
      try {
        requireFlow(buildFlow(small, inputs))
        return []
      } catch (error) {
        if (!(error instanceof CheckFailed)) throw error
        return [...error.findings]
      }
    }
    expect(broken({ sampled: allocated, allocated })).toEqual([])
    expect(broken({ sampled: allocated.slice(1), allocated })).toEqual([
      'sampled 1 is not allocated 2 + not_allocated 0 = 2',
    ])
    expect(broken({ allocated: [...allocated, { id: 'C', cluster: 'C', arm: 'nobody' }] })).toEqual([
      'allocated 3 is not allocated/control 1 + allocated/call 1 = 2',
    ])
    expect(broken({ assessed: [{ id: 'A', eligible: true, reasons: ['no_welfare'] }] })).toEqual([
      'assessed 1 is not excluded 1 + eligible 1 = 2',
    ])
    expect(broken({ assessed: [{ id: 'A', eligible: false, reasons: ['unheard_of'] }] })).toEqual([
      'excluded 1 is not excluded/no_welfare 0 = 0',
    ])
  })

  it('finds a part that is not there', () => {
    const flow = buildFlow(small, { allocated })
    const lacking = { ...flow, nodes: flow.nodes.filter(({ id }) => id !== 'allocated/call') }
    expect(flowViolations(lacking)).toMatchObject([{ of: 'allocated', cases: 2, total: null }])
    expect(() => requireFlow(lacking)).toThrow('allocated/call (absent)')
  })
})
