import { type Issue, refuseIfAny } from '../../core/errors.ts'
import { type StreamFor, shuffled } from '../../core/random.ts'
import type { Rows } from '../../model/case.ts'
import { sampleDiffersFromTargets, stratumWithoutTargets } from '../issues.ts'
import { type SampleTable, sampleTable } from '../sample-table.ts'
import { readTargets, type TargetProtocol, type Targets, targetsById, targetTable } from '../targets.ts'
import { completeCounts } from './complete-counts.ts'
import { AllocationRecord, type ArmProbability, deal } from './dealt.ts'
import { type Grouping, groupCases } from './linked-cases.ts'
import { linkedExcesses } from './linked-excess.ts'
import type { AllocationMethod, AllocationUnit, Dealer } from './method.ts'
import { type PlaceUnit, repeated } from './prepared-draw.ts'
import { linkedProbabilities, singleProbabilities } from './probability.ts'
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
  cases: SampleTable
  /** Index of a case's stratum among those of the targets. */
  stratumOf(row: number): number
  targets: Targets
}

/** Refuses impossible designs. */
function prepare(cases: SampleTable, protocol: TargetProtocol): Prepared {
  const targets = readTargets(protocol)
  const stratumOf = stratumIndices(cases, targets)
  const grouping = groupCases(cases, stratumOf, targets.strata)
  refuseIfAny(linkedExcesses(grouping.types, targets))
  return { cases, stratumOf, targets, ...grouping }
}

function allocateFixedCounts(cases: SampleTable, protocol: TargetProtocol, streamFor: StreamFor): AllocationRecord {
  const prepared = prepare(cases, protocol)
  const { stratumOf, targets, singles } = prepared
  const linkedDraw = linkedProbabilities(targets)
  const singleDraws = singles.map((indices, s) => singleProbabilities(targets, s, indices.length))
  const record = new AllocationRecord(cases)
  draw(prepared, streamFor, (unit, arm, position) => {
    const isLinked = cases.units.sizeOf(unit) > 1
    const probabilities = isLinked ? linkedDraw : singleDraws[stratumOf(cases.units.firstOf(unit))]!
    record.place(unit, probabilities[arm]!, position)
  })
  return record
}

function fixedCountsChances(sample: Rows<AllocationUnit>, protocol: TargetProtocol): number[][] {
  const { cases, stratumOf, targets, singles } = prepare(sampleTable(sample, []), protocol)
  const inNumbers = (draw: readonly ArmProbability[]): number[] =>
    draw.map(({ probability: { numerator, denominator } }) => numerator / denominator)
  const linkedDraw = inNumbers(linkedProbabilities(targets))
  const singleDraws = singles.map((indices, s) => inNumbers(singleProbabilities(targets, s, indices.length)))
  const isSingle = new Uint8Array(cases.length)
  for (const units of singles) for (const unit of units) isSingle[cases.units.firstOf(unit)] = 1
  return Array.from(isSingle, (single, row) => (single ? (singleDraws[stratumOf(row)] ?? []) : linkedDraw))
}

function fixedCountsDealer(cases: SampleTable, protocol: TargetProtocol): Dealer {
  const prepared = prepare(cases, protocol)
  return repeated({ cases, draw: (streamFor, place) => draw(prepared, streamFor, place) })
}

function draw({ targets, types, singles }: Prepared, streamFor: StreamFor, place: PlaceUnit): void {
  const left = targets.counts.map(row => [...row])
  for (const { key, clusters, casesOfStratum } of types) {
    const source = streamFor('linked', key)
    const counts = completeCounts(clusters.length, targets.ofArm, source)
    deal(shuffled(clusters, source), counts, place)
    casesOfStratum.forEach((perCluster, s) => {
      left[s] = (left[s] ?? []).map((places, a) => places - perCluster * (counts[a] ?? 0))
    })
  }
  targets.strata.forEach((stratum, s) => {
    deal(shuffled(singles[s]!, streamFor('single', stratum)), left[s]!, place)
  })
}

/** Tells the index of a case's stratum; refuses a sample that is not what the targets add up to. */
function stratumIndices(cases: SampleTable, { strata, ofStratum }: Targets): Prepared['stratumOf'] {
  const indexOf = new Map(strata.map((stratum, index) => [stratum, index]))
  const sampled = new Map<string, number>(strata.map(stratum => [stratum, 0]))
  const indexOfCode = cases.strata.values.map(stratum => indexOf.get(stratum) ?? 0)
  const sizes = cases.strata.values.map(() => 0)
  for (let row = 0; row < cases.length; row += 1) sizes[cases.strata.codeAt(row)]! += 1
  for (const [code, stratum] of cases.strata.values.entries()) sampled.set(stratum, sizes[code]!)
  const issues = [...sampled].flatMap(([stratum, count]): Issue[] => {
    const index = indexOf.get(stratum)
    if (index === undefined) return [stratumWithoutTargets(stratum, count)]
    const wanted = ofStratum[index] ?? 0
    return count === wanted ? [] : [sampleDiffersFromTargets(stratum, count, wanted)]
  })
  refuseIfAny(issues)
  return row => indexOfCode[cases.strata.codeAt(row)]!
}
