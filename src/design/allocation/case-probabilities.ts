import { type Issue, refuseIfAny } from '../../core/errors.ts'
import { sumOf } from '../../core/lists.ts'
import type { IntegerSource } from '../../core/random.ts'
import { wholeSample } from '../../model/ids.ts'
import { inIdOrder } from '../case-order.ts'
import { clusterWeightsDiffer, weightInvalid, weightsAllZero } from '../issues.ts'
import { AllocationRecord } from './dealt.ts'
import type { AllocationMethod, AllocationUnit, DesignProtocol } from './method.ts'
import { type ArmProbability, reducedProbability } from './probability.ts'
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
  baselineFields: ({ allocation }) => Object.values(allocation.weights).filter(weight => typeof weight === 'string'),
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
      record.place(unit, drawnArm(weights[unit.members[0] ?? 0] ?? [], protocol, source), index + 1)
    })
    return record.finish()
  },
  arrivals(protocol, streamFor) {
    const source = streamFor('case-probabilities', wholeSample)
    let position = 0
    return unit => {
      const weights = weightsOf(unit, protocol)
      refuseIfAny(weightIssues(unit, weights, protocol))
      position += 1
      const drawn = drawnArm(weights, protocol, source)
      return { ...drawn, position, conditional: drawn.probability, hidden: false }
    }
  },
  chances: (sample, protocol) =>
    inIdOrder(sample, ({ id }) => id).map(each => {
      const own = weightsOf(each, protocol)
      const total = sumOf(own)
      return own.map(weight => weight / total)
    }),
  design: ({ allocation }) => ({ weights: allocation.weights }),
  caseByCase: () => 'every case was drawn by itself',
} satisfies AllocationMethod<'case-probabilities'>

/** An arm with the probability of its weight over the sum of weights. */
function drawnArm(
  weights: readonly number[],
  { arms }: Pick<DesignProtocol, 'arms'>,
  source: IntegerSource,
): ArmProbability {
  const total = sumOf(weights)
  const point = source.below(total)
  let end = 0
  const arm = weights.findIndex(weight => {
    end += weight
    return point < end
  })
  return { arm: arms[arm]?.id ?? '', probability: reducedProbability(BigInt(weights[arm] ?? 0), BigInt(total)) }
}

const weightsOf = (
  { baseline }: AllocationUnit,
  { arms, allocation }: DesignProtocol<'case-probabilities'>,
): number[] =>
  arms.map(({ id }) => {
    const weight = allocation.weights[id] ?? ''
    return typeof weight === 'number' ? weight : Number(baseline[weight] ?? Number.NaN)
  })

function weightIssues(
  { id, baseline }: AllocationUnit,
  weights: readonly number[],
  { arms, allocation }: DesignProtocol<'case-probabilities'>,
): Issue[] {
  const invalid = arms.flatMap((arm, a): Issue[] => {
    const field = String(allocation.weights[arm.id])
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
