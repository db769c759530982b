import { type Issue, refuseIfAny } from '../../core/errors.ts'
import { type StreamFor, shuffled } from '../../core/random.ts'
import type { AllocatedCase } from '../../model/case.ts'
import { inIdOrder } from '../case-order.ts'
import { sampleDiffersFromTargets, stratumWithoutTargets } from '../issues.ts'
import { readTargets, type TargetProtocol, type Targets, targetsById } from '../targets.ts'
import { completeCounts } from './complete-counts.ts'
import { groupCases } from './linked-cases.ts'
import { linkedExcesses } from './linked-excess.ts'
import type { AllocationMethod, AllocationUnit } from './method.ts'
import { type ArmProbability, linkedProbabilities, singleProbabilities } from './probability.ts'
import { redrawFixedCounts } from './redraw.ts'

/** Fixed counts in every stratum, linked cases first: docs/allocation-algorithm.md states it step by step, with golden vectors. */
export const fixedCounts: AllocationMethod = {
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
  allocate: allocateFixedCounts,
  design(protocol) {
    const targets = readTargets(protocol)
    return { arms: targets.arms, targets: targetsById(targets) }
  },
  redraw: redrawFixedCounts,
}

function allocateFixedCounts(
  sample: readonly AllocationUnit[],
  protocol: TargetProtocol,
  streamFor: StreamFor,
): AllocatedCase[] {
  const targets = readTargets(protocol)
  const cases = inIdOrder(sample, ({ id }) => id)
  const { types, singles } = groupCases(cases, stratumIndices(cases, targets), targets.strata)
  refuseIfAny(linkedExcesses(types, targets))

  const allocated = new Array<AllocatedCase>(cases.length)
  const place = (index: number, { arm, probability }: ArmProbability, position: number, linked: boolean): void => {
    const { id, stratum, cluster } = cases[index] as AllocationUnit
    allocated[index] = { id, stratum, cluster, arm, probability, position, linked }
  }

  const left = targets.counts.map(row => [...row])
  const linkedDraw = linkedProbabilities(targets)
  for (const { key, clusters, casesOfStratum } of types) {
    const source = streamFor('linked', key)
    const counts = completeCounts(clusters.length, targets.ofArm, source)
    for (const [members, chosen, position] of dealt(shuffled(clusters, source), counts, linkedDraw)) {
      for (const index of members) place(index, chosen, position, true)
    }
    casesOfStratum.forEach((perCluster, s) => {
      left[s] = (left[s] ?? []).map((places, a) => places - perCluster * (counts[a] ?? 0))
    })
  }

  targets.strata.forEach((stratum, s) => {
    const indices = singles[s] ?? []
    const singleDraw = singleProbabilities(targets, s, indices.length)
    const order = shuffled(indices, streamFor('single', stratum))
    for (const [index, chosen, position] of dealt(order, left[s] ?? [], singleDraw)) {
      place(index, chosen, position, false)
    }
  })
  return allocated
}

/** Deals a shuffled list: its first `counts[0]` items to arm 0, the next `counts[1]` to arm 1, and so on; positions from 1. */
function* dealt<T>(
  order: readonly T[],
  counts: readonly number[],
  arms: readonly ArmProbability[],
): Generator<[item: T, chosen: ArmProbability, position: number]> {
  let position = 0
  for (const [a, arm] of arms.entries()) {
    for (const end = position + (counts[a] ?? 0); position < end; position += 1) {
      yield [order[position] as T, arm, position + 1]
    }
  }
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
