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

/** One stratum with its weight: its share of all cases of the sample, missing outcomes and other arms included. */
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
  const sampled = sampledIn(summary)
  for (const stratum of new Set(summary.cells.map(cell => cell.stratum))) {
    const cells = summary.cells.filter(cell => cell.stratum === stratum)
    const within = { ...summary, cells, across: undefined }
    const size = sampledIn(within)
    if (size === 0) continue
    const data = dataIn(within)
    if (data === undefined) lacking.push(stratum)
    else strata.push({ stratum, weight: size / sampled, ...data })
  }
  return { strata, lacking }
}

const sampledIn = (summary: Summary<SummaryKind>): number =>
  summary.cells.reduce((sum, cell) => sum + cell.data.n + cell.data.missing, 0)
