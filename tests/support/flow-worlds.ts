import fc from 'fast-check'
import type { Outcome, Protocol } from '../../src/model/protocol.ts'
import type { FlowInputs, OutcomeColumn, OutcomeValue } from '../../src/outcomes/index.ts'
import { protocol as small } from '../outcomes/trial.ts'

const rule = { field: 'kind', is: 'payment' }
export const category = (id: string, levels: string[], observed?: Outcome['observed']): Outcome => ({
  id,
  title: `Outcome ${id}`,
  type: 'category',
  levels,
  cases: [{ level: levels[0] ?? '', when: rule }],
  observed,
})

interface World {
  protocol: Protocol
  inputs: FlowInputs & {
    [Part in 'assessed' | 'sampled' | 'allocated' | 'outcomeCases']: NonNullable<FlowInputs[Part]>
  }
  values: ReadonlyMap<string, readonly OutcomeValue[]>
}

/** Protocols with any arms, criteria and nested categories, and cases that went any way through them. */
export const worlds: fc.Arbitrary<World> = fc
  .record({
    arms: fc.integer({ min: 1, max: 5 }),
    criteria: fc.integer({ min: 1, max: 4 }),
    parents: fc.array(fc.integer({ min: -1, max: 3 }), { maxLength: 4 }),
    clusters: fc.boolean(),
    losses: fc.integer({ min: 0, max: 3 }),
    cases: fc.array(fc.array(fc.nat(99), { minLength: 12, maxLength: 12 }), { maxLength: 40 }),
  })
  .map(({ arms, criteria, parents, clusters, losses, cases }) => {
    const armIds = Array.from({ length: arms }, (_, at) => `arm${at}`)
    const categories = parents.map((parent, at) =>
      category(
        `c${at}`,
        ['x', 'y', 'z'].slice(0, 1 + (at % 3)),
        parent >= 0 && parent < at
          ? { outcome: `c${parent}`, levels: ['x'] }
          : at % 2 === 1
            ? { arms: ['arm0'] }
            : undefined,
      ),
    )
    const protocol: Protocol = {
      ...small,
      arms: armIds.map((id, at) => ({ id, title: id, ...(at === 0 && { control: true as const }) })),
      eligibility: Array.from({ length: criteria }, (_, at) => ({ id: `e${at}`, title: `E ${at}`, rule })),
      outcomes: [...categories, ...small.outcomes.filter(({ id }) => id === 'amount')],
      ...(clusters ? { clusters: { field: 'scheme', title: 'Linked' } } : { clusters: undefined }),
    }
    const assessed = cases.map((numbers, at) => {
      const reasons = protocol.eligibility.filter((_, which) => (numbers[which] ?? 0) < 15).map(({ id }) => id)
      return { id: `C${at}`, eligible: reasons.length === 0, reasons, numbers }
    })
    const eligible = assessed.filter(each => each.eligible)
    const sampled = eligible.filter(({ numbers }) => (numbers[4] ?? 0) < 80)
    const allocated = sampled.filter(({ numbers }) => (numbers[5] ?? 0) < 90)
    const withCluster = <T extends { id: string; numbers: number[] }>({ id, numbers }: T) => ({
      id,
      cluster: `k${(numbers[6] ?? 0) % 7}`,
    })
    const drawnValue = (outcome: Outcome, numbers: readonly number[], at: number): OutcomeValue => {
      const number = numbers[7 + (at % 5)] ?? 0
      if (outcome.type !== 'category') return number < 10 ? null : number
      return [null, undefined, ...outcome.levels][number % (outcome.levels.length + 2)]
    }
    const columns = protocol.outcomes.map((outcome, at): [string, OutcomeColumn] => [
      outcome.id,
      { outcome, values: allocated.map(({ numbers }) => drawnValue(outcome, numbers, at)) },
    ])
    return {
      protocol,
      values: new Map(columns.map(([id, { values }]) => [id, values])),
      inputs: {
        assessed,
        sampled: sampled.map(withCluster),
        allocated: allocated.map(each => ({ ...withCluster(each), arm: armIds[(each.numbers[0] ?? 0) % arms] ?? '' })),
        outcomes: new Map(columns),
        outcomeCases: allocated.map(({ id }) => id),
        analysed: ['amount'],
        losses: Array.from({ length: losses }, (_, at) => ({
          id: `l${at}`,
          title: `Loss ${at}`,
          cases: new Set(allocated.filter(({ numbers }) => (numbers[1] ?? 0) % 4 === at).map(({ id }) => id)),
        })),
      },
    }
  })
