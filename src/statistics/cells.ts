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

/** One stratum of a contrast: its weight (its share of the sample) and the data of both arms. */
export interface PairedStratum<K extends SummaryKind> {
  stratum: StratumId
  weight: number
  arm: SummaryByKind[K]
  against: SummaryByKind[K]
}

/**
 * The strata of a contrast, weighted by their share of all cases of the sample, missing outcomes and other arms
 * included. `lacking` names the strata in which one of the two arms has no observed case.
 */
export function pairStrata<K extends SummaryKind>(
  summary: Summary<K>,
  pair: { arm: ArmId; against: ArmId },
): { strata: PairedStratum<K>[]; lacking: StratumId[] } {
  const strata: PairedStratum<K>[] = []
  const lacking: StratumId[] = []
  const sampled = sampledIn(summary)
  for (const stratum of new Set(summary.cells.map(cell => cell.stratum))) {
    const within = { ...summary, cells: summary.cells.filter(cell => cell.stratum === stratum) }
    const size = sampledIn(within)
    if (size === 0) continue
    const own = { ...within, across: undefined }
    const arm = observedIn(own, pair.arm)
    const against = observedIn(own, pair.against)
    if (arm === undefined || against === undefined) lacking.push(stratum)
    else strata.push({ stratum, weight: size / sampled, arm, against })
  }
  return { strata, lacking }
}

const sampledIn = (summary: Summary<SummaryKind>): number =>
  summary.cells.reduce((sum, cell) => sum + cell.data.n + cell.data.missing, 0)
