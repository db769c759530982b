import { compareBytes } from '../core/byte-order.ts'
import { canonicalJson } from '../core/canonical-json.ts'
import { InternalError, type Issue, refuseIfAny } from '../core/errors.ts'
import type { AcrossStrata, AcrossUptake, Cell, Summary, SummaryKind } from '../model/summary.ts'
import { addCells } from './add.ts'
import { partsDiffer } from './issues.ts'
import { mergeUnits } from './merge-units.ts'

/** Kinds that add up over parts of the analysis set. Ranks do not: merge frequencies, then derive them. */
export type MergeableKind = Exclude<SummaryKind, 'ranks'>

/**
 * One summary of several parts of an analysis set (files, shards), none of which share a case or a cluster.
 * Throws `TrialError` where the parts are of different outcomes, units or arms.
 */
export function merge<K extends MergeableKind>(parts: readonly Summary<K>[]): Summary<K> {
  const [first] = parts
  if (first === undefined) throw new InternalError('no summary to merge')
  refuseIfAny(parts.flatMap(part => differences(first, part)))
  const clustered = parts.some(part => part.across !== undefined)
  return {
    ...first,
    largestCluster: Math.max(...parts.map(part => part.largestCluster)),
    cells: mergeCells(first, parts),
    ...(clustered ? { across: mergeAcross(parts), distinctClusters: addDistinct(first, parts) } : {}),
    ...(first.kind === 'units' ? { unitTypes: mergeUnits(first.arms, parts) } : {}),
  }
}

function differences<K extends SummaryKind>(first: Summary<K>, part: Summary<K>): Issue[] {
  return (['kind', 'outcome', 'set', 'uptake', 'unit', 'arms', 'control', 'sampling'] as const)
    .filter(key => canonicalJson(first[key] ?? null) !== canonicalJson(part[key] ?? null))
    .map(key =>
      partsDiffer(first.outcome, key, `${canonicalJson(first[key] ?? null)} and ${canonicalJson(part[key] ?? null)}`),
    )
}

function mergeCells<K extends SummaryKind>(
  first: Summary<K>,
  parts: readonly Summary<K>[],
): Cell<Summary<K>['cells'][number]['data']>[] {
  const cells = new Map<string, Summary<K>['cells'][number]>()
  for (const cell of parts.flatMap(part => part.cells)) {
    const key = canonicalJson([cell.arm, cell.stratum, cell.subgroup ?? null])
    const sofar = cells.get(key)
    cells.set(key, sofar === undefined ? cell : { ...cell, data: addCells(first.kind, sofar.data, cell.data) })
  }
  return [...cells.values()].sort(
    (a, b) =>
      compareBytes(a.stratum, b.stratum) ||
      compareBytes(a.subgroup ?? '', b.subgroup ?? '') ||
      first.arms.indexOf(a.arm) - first.arms.indexOf(b.arm),
  )
}

function mergeAcross(parts: readonly Summary<SummaryKind>[]): AcrossStrata[] {
  const pairs = new Map<string, AcrossStrata>()
  for (const pair of parts.flatMap(part => part.across ?? [])) {
    const key = canonicalJson([pair.strata, pair.arm])
    const sofar = pairs.get(key)
    pairs.set(key, sofar === undefined ? pair : addPairs(sofar, pair))
  }
  return [...pairs].sort(([a], [b]) => compareBytes(a, b)).map(([, pair]) => pair)
}

const addPairs = (a: AcrossStrata, b: AcrossStrata): AcrossStrata => ({
  ...a,
  clusters: a.clusters + b.clusters,
  sizeSize: a.sizeSize + b.sizeSize,
  sizeTotal: a.sizeTotal + b.sizeTotal,
  totalSize: a.totalSize + b.totalSize,
  totalTotal: a.totalTotal + b.totalTotal,
  ...(a.uptake === undefined || b.uptake === undefined ? {} : { uptake: addUptake(a.uptake, b.uptake) }),
})

const addUptake = (a: AcrossUptake, b: AcrossUptake): AcrossUptake => ({
  sizeTakers: a.sizeTakers + b.sizeTakers,
  takersSize: a.takersSize + b.takersSize,
  takersTakers: a.takersTakers + b.takersTakers,
  totalTakers: a.totalTakers + b.totalTakers,
})

function addDistinct<K extends SummaryKind>(first: Summary<K>, parts: readonly Summary<K>[]): Record<string, number> {
  return Object.fromEntries(first.arms.map(arm => [arm, parts.reduce((sum, part) => sum + clustersOf(part, arm), 0)]))
}

function clustersOf(summary: Summary<SummaryKind>, arm: string): number {
  const counted = summary.distinctClusters?.[arm]
  if (counted !== undefined) return counted
  return summary.cells.reduce(
    (sum, cell) => (cell.arm === arm && 'clusters' in cell.data ? sum + cell.data.clusters : sum),
    0,
  )
}
