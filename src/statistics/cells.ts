import { sumOf } from '../core/lists.ts'
import type { ArmId, StratumId } from '../model/ids.ts'
import type { Summary, SummaryByKind, SummaryKind } from '../model/summary.ts'
import { collapseStrata } from '../summaries/index.ts'

/** An arm with its cells of all strata added up; `data` is absent where the arm has no cell. */
export interface ArmData<K extends SummaryKind> {
  arm: ArmId
  data: SummaryByKind[K] | undefined
}

/** Every arm in the protocol's order, its strata added up. */
export function armsOf<K extends SummaryKind>(summary: Summary<K>): ArmData<K>[] {
  const { arms, cells } = collapseStrata(summary)
  return arms.map(arm => ({ arm, data: cells.find(cell => cell.arm === arm)?.data }))
}

/** The observed data of one arm over all strata, or `undefined` where no case of it was observed. */
export function observedIn<K extends SummaryKind>(summary: Summary<K>, arm: ArmId): SummaryByKind[K] | undefined {
  const data = armsOf(summary).find(candidate => candidate.arm === arm)?.data
  return data === undefined || data.n === 0 ? undefined : data
}

/**
 * One stratum with its weight: its share of all cases of the sample, missing outcomes and other arms included, or of the
 * eligible cases where the sampling is known.
 */
interface WeightedStratum {
  stratum: StratumId
  weight: number
}

/** One stratum of an arm. */
export interface ArmStratum<K extends SummaryKind> extends WeightedStratum {
  data: SummaryByKind[K]
}

/** One stratum of a contrast, with the data of both arms. */
export interface PairedStratum<K extends SummaryKind> extends WeightedStratum {
  arm: SummaryByKind[K]
  against: SummaryByKind[K]
}

/** The strata of the sample, weighted, that hold what is asked for, and the names of those that lack it. */
export interface Strata<S extends WeightedStratum> {
  strata: S[]
  lacking: StratumId[]
}

/** The strata of an arm. `lacking` names those in which it has no observed case. */
export function armStrata<K extends SummaryKind>(summary: Summary<K>, arm: ArmId): Strata<ArmStratum<K>> {
  return strataWith(summary, within => {
    const data = observedIn(within, arm)
    return data && { data }
  })
}

/** The strata of a contrast. `lacking` names those in which one of the two arms has no observed case. */
export function pairStrata<K extends SummaryKind>(
  summary: Summary<K>,
  pair: { arm: ArmId; against: ArmId },
): Strata<PairedStratum<K>> {
  return strataWith(summary, within => {
    const arm = observedIn(within, pair.arm)
    const against = observedIn(within, pair.against)
    return arm && against && { arm, against }
  })
}

function strataWith<K extends SummaryKind, D extends object>(
  summary: Summary<K>,
  dataIn: (within: Summary<K>) => D | undefined,
): Strata<WeightedStratum & D> {
  const strata: (WeightedStratum & D)[] = []
  const lacking: StratumId[] = []
  const sizes = stratumSizes(summary)
  const total = sumOf([...sizes.values()])
  for (const [stratum, size] of sizes) {
    const cells = summary.cells.filter(cell => cell.stratum === stratum)
    const data = dataIn({ ...summary, cells, across: undefined })
    if (data === undefined) lacking.push(stratum)
    else strata.push({ stratum, weight: size / total, ...data })
  }
  return { strata, lacking }
}

/**
 * What weights the strata that the sample holds, in the order of their cells: their sampled cases or, where the sampling is
 * known, their eligible ones.
 */
export function stratumSizes({ cells, sampling }: Summary<SummaryKind>): ReadonlyMap<StratumId, number> {
  const sampled = new Map<StratumId, number>()
  for (const { stratum, data } of cells) sampled.set(stratum, (sampled.get(stratum) ?? 0) + data.n + data.missing)
  const held = [...sampled].filter(([, size]) => size > 0)
  return new Map(held.map(([stratum, size]) => [stratum, sampling?.eligible[stratum] ?? size]))
}
