import { type Issue, refuseIfAny } from '../../core/errors.ts'
import { sumOf } from '../../core/lists.ts'
import { wholeSample } from '../../model/ids.ts'
import { inIdOrder } from '../case-order.ts'
import { clusterWeightsDiffer, weightInvalid, weightsAllZero } from '../issues.ts'
import { AllocationRecord } from './dealt.ts'
import type { AllocationMethod, AllocationUnit, DesignProtocol } from './method.ts'
import { reducedProbability } from './probability.ts'
import { type DealtUnit, unitsOf } from './units.ts'

/** Every unit is allocated by itself, with probabilities from its baseline. */
export const caseProbabilities = {
  id: 'case-probabilities',
  title: 'Independent allocation with probabilities of each case',
  algorithm: { name: 'case-probabilities', version: 1 },
  exactPromises: [
    'Cases of one cluster are in one arm.',
    'No case is in an arm of which its weight is 0.',
    'The allocation depends on the set of sampled cases, the protocol and the seed, not on any order of rows.',
  ],
  probabilityPromises: [
    'A unit is in an arm with its weight of the arm over the sum of its weights.',
    'Units are independent, so numbers of cases in the arms vary from draw to draw.',
  ],
  independent: true,
  baselineFields: ({ allocation }) => Object.values(allocation.weights),
  allocate(sample, protocol, streamFor) {
    const cases = inIdOrder(sample, ({ id }) => id)
    const units = unitsOf(cases)
    const weights = cases.map(each => weightsOf(each, protocol))
    refuseIfAny([
      ...cases.flatMap((each, index) => weightIssues(each, weights[index] ?? [], protocol)),
      ...units.flatMap(unit => clusterIssues(unit, cases, weights)),
    ])
    const source = streamFor('case-probabilities', wholeSample)
    const record = new AllocationRecord(cases)
    units.forEach((unit, index) => {
      const own = weights[unit.members[0] ?? 0] ?? []
      const total = sumOf(own)
      const point = source.below(total)
      let end = 0
      const arm = own.findIndex(weight => {
        end += weight
        return point < end
      })
      const probability = reducedProbability(BigInt(own[arm] ?? 0), BigInt(total))
      record.place(unit, { arm: protocol.arms[arm]?.id ?? '', probability }, index + 1)
    })
    return record.finish()
  },
  chances: (sample, protocol) =>
    inIdOrder(sample, ({ id }) => id).map(each => {
      const own = weightsOf(each, protocol)
      const total = sumOf(own)
      return own.map(weight => weight / total)
    }),
  design: ({ allocation }) => ({ weights: allocation.weights }),
  redraw: () => ({ given: 'artefacts', reason: 'every case has probabilities of its own' }),
} satisfies AllocationMethod<'case-probabilities'>

const weightsOf = (
  { baseline }: AllocationUnit,
  { arms, allocation }: DesignProtocol<'case-probabilities'>,
): number[] => arms.map(({ id }) => Number(baseline[allocation.weights[id] ?? ''] ?? Number.NaN))

function weightIssues(
  { id, baseline }: AllocationUnit,
  weights: readonly number[],
  { arms, allocation }: DesignProtocol<'case-probabilities'>,
): Issue[] {
  const invalid = arms.flatMap((arm, a): Issue[] => {
    const field = allocation.weights[arm.id] ?? ''
    return (weights[a] ?? -1) >= 0 ? [] : [weightInvalid(id, field, baseline[field] ?? null)]
  })
  return invalid.length === 0 && sumOf(weights) === 0 ? [weightsAllZero(id)] : invalid
}

function clusterIssues(
  { members }: DealtUnit,
  cases: readonly AllocationUnit[],
  weights: readonly (readonly number[])[],
): Issue[] {
  const [first = 0, ...others] = members
  const same = others.every(index => weights[index]?.every((weight, a) => weight === weights[first]?.[a]))
  return same ? [] : [clusterWeightsDiffer(cases[first]?.cluster ?? '')]
}
