import { type Issue, refuseIfAny } from '../../core/errors.ts'
import { sumOf } from '../../core/lists.ts'
import type { IntegerSource } from '../../core/random.ts'
import { wholeSample } from '../../model/ids.ts'
import { clusterWeightsDiffer, weightInvalid, weightsAllZero } from '../issues.ts'
import { type SampleTable, sampleTable } from '../sample-table.ts'
import { AllocationRecord, type ArmProbability } from './dealt.ts'
import type { AllocationMethod, AllocationUnit, DesignProtocol } from './method.ts'
import { reducedProbability } from './probability.ts'

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
  baselineFields: weightFields,
  allocate(cases, protocol, streamFor) {
    const units = cases.units.all()
    const weights = Array.from(cases, each => weightsOf(each, protocol))
    refuseIfAny([
      ...Array.from(cases, (each, index) => weightIssues(each, weights[index] ?? [], protocol)).flat(),
      ...Array.from(units, unit => clusterIssues(unit, cases, weights)).flat(),
    ])
    const source = streamFor('case-probabilities', wholeSample)
    const record = new AllocationRecord(cases)
    units.forEach((unit, index) => {
      record.place(unit, drawnArm(weights[cases.units.firstOf(unit)] ?? [], protocol, source), index + 1)
    })
    return record
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
    Array.from(sampleTable(sample, weightFields(protocol)), each => {
      const own = weightsOf(each, protocol)
      const total = sumOf(own)
      return own.map(weight => weight / total)
    }),
  design: ({ allocation }) => ({ weights: allocation.weights }),
  caseByCase: () => 'every case was drawn by itself',
} satisfies AllocationMethod<'case-probabilities'>

function weightFields({ allocation }: DesignProtocol<'case-probabilities'>): string[] {
  return Object.values(allocation.weights).filter(weight => typeof weight === 'string')
}

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

function clusterIssues(unit: number, cases: SampleTable, weights: readonly (readonly number[])[]): Issue[] {
  const [first = 0, ...others] = cases.units.membersOf(unit)
  const same = others.every(index => weights[index]?.every((weight, a) => weight === weights[first]?.[a]))
  return same ? [] : [clusterWeightsDiffer(cases.clusterAt(first))]
}
