import { describe, expect, it } from 'vitest'
import type { TrialError } from '../../../src/core/errors.ts'
import { streamsOf } from '../../../src/core/random.ts'
import { allocate, describeDifference, verifyAllocation } from '../../../src/design/index.ts'
import type { AllocatedCase } from '../../../src/model/case.ts'
import { protocolOf, sampleOf } from '../../support/designs.ts'

const protocol = protocolOf({ all: { control: 3, call: 3 } })
const sample = sampleOf({ all: ['x', '', '', 'x', '', ''] })
const derived = allocate(sample, protocol, streamsOf('7'))
const edited = (index: number, change: Partial<AllocatedCase>) =>
  derived.map((item, at) => (at === index ? { ...item, ...change } : item))
const told = (recorded: readonly AllocatedCase[]) => verifyAllocation(recorded, derived).map(describeDifference)

describe('verifyAllocation', () => {
  it('finds nothing where nothing differs', () => {
    expect(told(structuredClone(derived))).toEqual([])
  })

  it('names the case and what was edited', () => {
    const arm = derived[2]?.arm === 'call' ? 'control' : 'call'
    expect(told(edited(2, { arm }))).toEqual([`case all-002: arm is recorded as ${arm}, derived as ${derived[2]?.arm}`])
    expect(told(edited(0, { probability: { numerator: 2, denominator: 4 } }))).toEqual([
      'case all-000: probability is recorded as 2/4, derived as 1/2',
    ])
    expect(told(edited(0, { linked: false, cluster: 'y', position: 9, stratum: 's' }))).toHaveLength(4)
  })

  it('names cases that are missing, added or repeated', () => {
    const stranger = { ...(derived[0] as AllocatedCase), id: 'z' }
    expect(told([...derived.slice(1), stranger, stranger])).toEqual([
      'case z: presence is recorded as allocated, derived as not allocated',
      'case z: presence is recorded as more than once, derived as once',
      'case all-000: presence is recorded as not allocated, derived as allocated',
    ])
  })

  it('names the first case out of its row', () => {
    const [first, second, ...rest] = derived as [AllocatedCase, AllocatedCase, ...AllocatedCase[]]
    expect(told([second, first, ...rest])).toEqual(['case all-001: order is recorded as row 1, derived as row 2'])
  })
})

describe('a sample that is not of this protocol', () => {
  const codes = (cases: typeof sample) => {
    try {
      allocate(cases, protocol, streamsOf('7'))
    } catch (error) {
      return (error as TrialError).issues.map(({ code, received }) => `${code} ${received}`)
    }
    return []
  }

  it('is refused when too small, of another stratum, or with a case twice', () => {
    expect(codes(sample.slice(1))).toEqual(['design.sample_differs_from_targets 5'])
    expect(codes(sample.map((item, index) => (index === 0 ? { ...item, stratum: 'other' } : item)))).toEqual([
      'design.sample_differs_from_targets 5',
      'design.stratum_without_targets none',
    ])
    expect(codes([...sample.slice(1), ...sample.slice(1, 2)])).toEqual(['design.duplicate_case the same id twice'])
  })
})
