import { type Issue, refuseIfAny } from '../../core/errors.ts'
import { type StreamFor, shuffled } from '../../core/random.ts'
import type { AllocatedCase } from '../../model/case.ts'
import { inIdOrder } from '../case-order.ts'
import { sampleDiffersFromTargets, stratumWithoutTargets } from '../issues.ts'
import { readTargets, type TargetProtocol, type Targets, targetsById, targetTable } from '../targets.ts'
import { completeCounts } from './complete-counts.ts'
import { dealt } from './dealt.ts'
import { type Grouping, groupCases } from './linked-cases.ts'
import { linkedExcesses } from './linked-excess.ts'
import type { AllocationMethod, AllocationUnit, Dealer } from './method.ts'
import { type ArmProbability, linkedProbabilities, singleProbabilities } from './probability.ts'
import { redrawFixedCounts } from './redraw.ts'

/** Fixed counts in every stratum, linked cases first: docs/allocation-algorithm.md states it step by step, with golden vectors. */
export const fixedCounts = {
  id: 'fixed-counts',
  title: 'Fixed counts in every stratum, linked cases dealt first',
  algorithm: { name: 'fixed-counts', version: 1 },
  exactPromises: [
    'Every stratum has exactly its target of cases in every arm.',
    'Cases of one cluster are in one arm.',
    'Of the clusters of one type, every arm gets its share of the trial, rounded down or up.',
    'The allocation depends on the set of sampled cases, the protocol and the seed, not on any order of rows.',
  ],
  probabilityPromises: [
    "A linked case is in an arm with the arm's share of the trial.",
    'A single case is in an arm with what the target leaves after the expected linked cases, over the single cases of its stratum.',
    'Single cases of one stratum are exchangeable, and so are clusters of one type.',
  ],
  fixedTargets: ({ allocation }) => targetTable(allocation),
  withinStrata: true,
  baselineFields: () => [],
  allocate: allocateFixedCounts,
  chances: fixedCountsChances,
  dealer: fixedCountsDealer,
  design: protocol => ({ targets: targetsById(readTargets(protocol)) }),
  redraw: redrawFixedCounts,
} satisfies AllocationMethod<'fixed-counts'>

/** What every draw of a sample starts from. */
interface Prepared extends Grouping {
  /** In byte order of id. */
  cases: readonly AllocationUnit[]
  stratumOf: Int32Array
  targets: Targets
}

/** Refuses impossible designs. */
function prepare(sample: readonly AllocationUnit[], protocol: TargetProtocol): Prepared {
  const targets = readTargets(protocol)
  const cases = inIdOrder(sample, ({ id }) => id)
  const stratumOf = stratumIndices(cases, targets)
  const grouping = groupCases(cases, stratumOf, targets.strata)
  refuseIfAny(linkedExcesses(grouping.types, targets))
  return { cases, stratumOf, targets, ...grouping }
}

function allocateFixedCounts(
  sample: readonly AllocationUnit[],
  protocol: TargetProtocol,
  streamFor: StreamFor,
): AllocatedCase[] {
  const prepared = prepare(sample, protocol)
  const { cases, stratumOf, targets, singles } = prepared
  const linkedDraw = linkedProbabilities(targets)
  const singleDraws = singles.map((indices, s) => singleProbabilities(targets, s, indices.length))
  const allocated = new Array<AllocatedCase>(cases.length)
  draw(prepared, streamFor, (index, arm, position, linked) => {
    const { id, stratum, cluster } = cases[index] as AllocationUnit
    const probabilities = linked ? linkedDraw : singleDraws[stratumOf[index] as number]
    allocated[index] = { id, stratum, cluster, ...(probabilities?.[arm] as ArmProbability), position, linked }
  })
  return allocated
}

function fixedCountsChances(sample: readonly AllocationUnit[], protocol: TargetProtocol): number[][] {
  const { cases, stratumOf, targets, singles } = prepare(sample, protocol)
  const inNumbers = (draw: readonly ArmProbability[]): number[] =>
    draw.map(({ probability: { numerator, denominator } }) => numerator / denominator)
  const linkedDraw = inNumbers(linkedProbabilities(targets))
  const singleDraws = singles.map((indices, s) => inNumbers(singleProbabilities(targets, s, indices.length)))
  const isSingle = new Uint8Array(cases.length)
  for (const index of singles.flat()) isSingle[index] = 1
  return cases.map((_, index) => (isSingle[index] ? (singleDraws[stratumOf[index] as number] ?? []) : linkedDraw))
}

function fixedCountsDealer(sample: readonly AllocationUnit[], protocol: TargetProtocol): Dealer {
  const prepared = prepare(sample, protocol)
  return streamFor => {
    const arms = new Int32Array(prepared.cases.length)
    draw(prepared, streamFor, (index, arm) => {
      arms[index] = arm
    })
    return arms
  }
}

/** Told of every case: its arm, and its position in the list that it was drawn in. */
type Place = (index: number, arm: number, position: number, linked: boolean) => void

function draw({ targets, types, singles }: Prepared, streamFor: StreamFor, place: Place): void {
  const arms = [...targets.arms.keys()]
  const left = targets.counts.map(row => [...row])
  for (const { key, clusters, casesOfStratum } of types) {
    const source = streamFor('linked', key)
    const counts = completeCounts(clusters.length, targets.ofArm, source)
    for (const [members, arm, position] of dealt(shuffled(clusters, source), counts, arms)) {
      for (const index of members) place(index, arm, position, true)
    }
    casesOfStratum.forEach((perCluster, s) => {
      left[s] = (left[s] ?? []).map((places, a) => places - perCluster * (counts[a] ?? 0))
    })
  }
  targets.strata.forEach((stratum, s) => {
    const order = shuffled(singles[s] ?? [], streamFor('single', stratum))
    for (const [index, arm, position] of dealt(order, left[s] ?? [], arms)) place(index, arm, position, false)
  })
}

/** Index of each case's stratum; refuses a sample that is not what the targets add up to. */
function stratumIndices(cases: readonly AllocationUnit[], { strata, ofStratum }: Targets): Int32Array {
  const indexOf = new Map(strata.map((stratum, index) => [stratum, index]))
  const sampled = new Map<string, number>(strata.map(stratum => [stratum, 0]))
  for (const { stratum } of cases) sampled.set(stratum, (sampled.get(stratum) ?? 0) + 1)
  const issues = [...sampled].flatMap(([stratum, count]): Issue[] => {
    const index = indexOf.get(stratum)
    if (index === undefined) return [stratumWithoutTargets(stratum, count)]
    const wanted = ofStratum[index] ?? 0
    return count === wanted ? [] : [sampleDiffersFromTargets(stratum, count, wanted)]
  })
  refuseIfAny(issues)
  return Int32Array.from(cases, ({ stratum }) => indexOf.get(stratum) ?? 0)
}
