import { describe, expect, it } from 'vitest'
import { TrialError } from '../../src/core/errors.ts'
import { shuffled, streamsOf } from '../../src/core/random.ts'
import { drawSample, type SamplingProtocol } from '../../src/design/index.ts'
import type { CaseTable } from '../../src/model/case.ts'
import { protocolOf } from '../support/designs.ts'

const targets = { '1993': { control: 1, call: 1 }, '2003': { control: 2, call: 1 } }
const protocol = protocolOf(targets)

const table: CaseTable = {
  ids: ['c9', 'C1', 'c10', 'c2', 'C3', 'c4', 'c5', 'c6'],
  columns: new Map<string, readonly (string | null)[]>([
    ['scheme', ['1993', '2003', '2003', '1993', '2003', '1993', '2003', '2003']],
    ['nrp', ['n1', null, 'n1', null, 'n2', 'n3', 'n2', null]],
    ['secret', ['s', 's', 's', 's', 's', 's', 's', 's']],
  ]),
}
const allRows = [...[...table.ids].keys()]

function codesOf(run: () => unknown): { code: string; exit: number; field: string | undefined }[] {
  try {
    run()
  } catch (error) {
    if (error instanceof TrialError) {
      return error.issues.map(({ code, exit, place }) => ({ code, exit, field: place.field }))
    }
    throw error
  }
  return []
}

const draw = (rows: readonly number[], under: SamplingProtocol = protocol, of: CaseTable = table) =>
  drawSample(of, rows, under, streamsOf('7'))

describe('drawSample', () => {
  it('draws exactly the targets, in byte order of id, with cluster and baseline fields only', () => {
    const { cases, strata } = draw(allRows)
    expect(strata).toEqual([
      { stratum: '1993', eligible: 3, sampled: 2 },
      { stratum: '2003', eligible: 5, sampled: 3 },
    ])
    expect(cases.map(({ id }) => id)).toEqual(cases.map(({ id }) => id).sort())
    for (const { id, stratum, cluster, baseline } of cases) {
      const row = [...table.ids].indexOf(id)
      expect(stratum).toBe(table.columns.get('scheme')?.at(row))
      expect(cluster).toBe(table.columns.get('nrp')?.at(row) ?? id)
      expect(baseline).toEqual({ scheme: stratum })
    }
  })

  it('draws from eligible cases only', () => {
    const eligible = allRows.filter(row => table.ids.at(row) !== 'c2' && table.ids.at(row) !== 'c10')
    const drawn = draw(eligible).cases.map(({ id }) => id)
    expect(drawn).toContain('c9')
    expect(drawn).not.toContain('c2')
    expect(drawn).not.toContain('c10')
  })

  it('does not depend on the order of rows', () => {
    const order = shuffled(allRows, streamsOf('rows')('sample', 'rows'))
    const columns = [...table.columns].map(
      ([field, values]) => [field, order.map(row => values.at(row) ?? null)] as const,
    )
    const reordered = { ids: order.map(row => table.ids.at(row) ?? ''), columns: new Map(columns) }
    expect(draw(allRows, protocol, reordered)).toEqual(draw(allRows))
  })

  it('leaves cases alone in their cluster where the protocol has none', () => {
    for (const { id, cluster } of draw(allRows, protocolOf(targets, false)).cases) expect(cluster).toBe(id)
  })
})

describe('impossible samples', () => {
  it('says for all strata at once how many cases are short', () => {
    const large = protocolOf({ '1993': { control: 4, call: 1 }, '2003': { control: 3, call: 3 } })
    expect(() => draw(allRows, large)).toThrow(
      [
        'allocation.targets.1993: expected at least 5 eligible cases in stratum "1993", the sum of its targets, received 3: 2 short. Lower the targets of the stratum, or widen eligibility.',
        'allocation.targets.2003: expected at least 6 eligible cases in stratum "2003", the sum of its targets, received 5: 1 short. Lower the targets of the stratum, or widen eligibility.',
      ].join('\n'),
    )
  })

  it('refuses strata without targets and strata that levels cannot form', () => {
    const one = { ...protocol, allocation: { ...protocol.allocation, targets: { '1993': { control: 1, call: 1 } } } }
    expect(codesOf(() => draw(allRows, one))).toEqual([
      { code: 'design.stratum_without_targets', exit: 4, field: 'allocation.targets.2003' },
    ])
    const unknown = {
      ...protocol,
      allocation: { ...protocol.allocation, targets: { ...targets, '2012': { control: 1 } } },
    }
    expect(codesOf(() => draw(allRows, unknown))).toEqual([
      { code: 'design.unknown_stratum', exit: 4, field: 'allocation.targets.2012' },
    ])
  })

  it('refuses unknown arms and arms without cases', () => {
    const wrong = {
      ...protocol,
      allocation: {
        ...protocol.allocation,
        targets: { '1993': { control: 1, cal: 1 }, '2003': { control: 3, call: 0 } },
      },
    }
    expect(codesOf(() => draw(allRows, wrong))).toEqual([
      { code: 'design.unknown_arm', exit: 4, field: 'allocation.targets.1993.cal' },
      { code: 'design.arm_without_cases', exit: 4, field: 'allocation.targets' },
    ])
  })

  it('refuses eligible cases without a stratum, a case listed twice, and a cluster named as a case', () => {
    const column = (field: string, values: readonly (string | null)[]) => ({
      ids: table.ids,
      columns: new Map([...table.columns, [field, values]]),
    })
    const scheme = table.columns.get('scheme') as string[]
    expect(codesOf(() => draw(allRows, protocol, column('scheme', [null, ...scheme.slice(1)])))).toEqual([
      { code: 'design.stratum_value_missing', exit: 4, field: 'scheme' },
    ])
    expect(codesOf(() => draw([...allRows, 0]))).toEqual([{ code: 'design.duplicate_case', exit: 3, field: 'c9' }])
    const everyCase = protocolOf({ '1993': { control: 2, call: 1 }, '2003': { control: 3, call: 2 } })
    const clash = column('nrp', ['c2', null, 'c2', null, null, null, null, null])
    expect(codesOf(() => draw(allRows, everyCase, clash))).toEqual([
      { code: 'design.cluster_name_clash', exit: 4, field: 'nrp' },
    ])
  })
})
