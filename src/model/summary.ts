import type { ArmId, LevelId, OutcomeId, StratumId } from './ids.ts'

/** Cases of a cell whose outcome was observed, and those whose outcome is missing (a silent case is observed as zero). */
interface Observed {
  n: number
  missing: number
}

/** Cases at each level of the outcome. A binary outcome has the one level `yes`. What the levels leave of `n` had none of them. */
export interface Counts extends Observed {
  events: Readonly<Record<LevelId, number>>
}

/** Exact sums in minor units (pence), or in scaled integers. */
export interface Moments extends Observed {
  sum: bigint
  sumSquares: bigint
}

/** Sum of doubled mid-ranks over all cells together. */
export interface Ranks extends Observed {
  doubledRankSum: bigint
}

/** Each distinct value (minor units, ascending) with its number of cases. */
export interface Frequencies extends Observed {
  values: readonly (readonly [value: number, count: number])[]
}

/** A day, counted from 1, and the cases that were followed to it and no longer: by what ended their waiting, and those whose waiting nothing ended. */
export interface EventTime {
  time: number
  ends: Readonly<Record<LevelId, number>>
  censored: number
}

/** How long cases waited, in order of day. A case that is censored on a day was at risk on it. */
export interface EventTimes extends Observed {
  times: readonly EventTime[]
}

/** How many observed cases of an arm have an amount, and how many of these a negative one. */
export interface AmountSigns {
  arm: ArmId
  n: number
  nonZero: number
  negative: number
}

/**
 * Sums over the clusters present in a cell: g clusters of size m and total t.
 * A cluster that has cases in several strata is counted in each, and its products across strata stand in `across` of the summary.
 */
export interface ClusterMoments extends Observed {
  clusters: number
  size: bigint
  sizeSquared: bigint
  total: bigint
  totalSquared: bigint
  sizeTotal: bigint
}

/** Sums over the clusters present in a cell, of an outcome and of who took up what the arm offered: d of the m cases of a cluster. */
export interface CrossProducts extends ClusterMoments {
  takers: bigint
  takersSquared: bigint
  sizeTakers: bigint
  /** total x takers; over cases allocated singly the sum of the outcome over those who took it up. */
  totalTakers: bigint
}

/** Products over the clusters of one arm that have cases in both of two strata (first before second in byte order). */
export interface AcrossStrata {
  arm: ArmId
  strata: readonly [first: StratumId, second: StratumId]
  clusters: number
  sizeSize: bigint
  /** first stratum's size x second stratum's total */
  sizeTotal: bigint
  /** first stratum's total x second stratum's size */
  totalSize: bigint
  totalTotal: bigint
  /** Cross-products only. */
  uptake?: AcrossUptake | undefined
}

/** What cross-products hold of takers beside `AcrossStrata`. */
export interface AcrossUptake {
  sizeTakers: bigint
  takersSize: bigint
  takersTakers: bigint
  /** first stratum's total x second stratum's takers, and the other way round, together */
  totalTakers: bigint
}

/** Cases of a cell; the units themselves stand in `unitTypes` of the summary, since one may have cases in several strata. */
export type Units = Observed

/** One allocation unit that is not all zero: the non-zero values of its observed cases in each stratum, ascending. */
export interface Unit {
  values: Readonly<Record<StratumId, readonly number[]>>
  /** Cases whose outcome is missing; strata without one are left out. */
  missing?: Readonly<Record<StratumId, number>> | undefined
}

/** Units that the design deals alike: as many cases in each stratum as each other. */
export interface UnitType {
  /** Cases of one unit in each stratum, missing outcomes included; strata without one are left out. */
  cases: Readonly<Record<StratumId, number>>
  /** Units of each arm: how many have nothing but zeros, and the others. */
  arms: Readonly<Record<ArmId, { zeroUnits: number; units: readonly Unit[] }>>
}

/** A unit by the place of its first case. */
export interface PlacedUnit {
  /** Place of its first case among all cases of the sample, in byte order of id. */
  place: number
  /** Index of its type in `unitTypes`. */
  type: number
  arm: ArmId
  /** Absent where all of its values are zero. */
  unit?: Unit | undefined
}

export interface SummaryByKind {
  counts: Counts
  moments: Moments
  ranks: Ranks
  frequencies: Frequencies
  clusterMoments: ClusterMoments
  crossProducts: CrossProducts
  units: Units
  eventTimes: EventTimes
}

/** A kind of summary. */
export type SummaryKind = keyof SummaryByKind

/** The data of one arm in one stratum (and subgroup). */
export interface Cell<S> {
  arm: ArmId
  stratum: StratumId
  /** Declared subgroup, where the analysis has one. */
  subgroup?: string | undefined
  data: S
}

/** Unit of the outcome's integers: whole cases, pence, days, or integers scaled by a power of ten. */
export type OutcomeUnit = { kind: 'case' } | { kind: 'pence' } | { kind: 'days' } | { kind: 'scaled'; decimals: number }

/** What the sampling of a trial tells its analysis. */
export interface StrataSampling {
  /** Eligible cases of each stratum: they weight the strata, in place of sampled ones. */
  eligible: Readonly<Record<StratumId, number>>
  /** Set where the sampling drew how many cases of each stratum are in each arm, by chances that nobody knows: they are taken as given. */
  countsGiven?: true | undefined
}

/** What of the cases a summary is about, where it is not one outcome of all of them. */
export interface SummaryScope {
  /** Id of one of the plan's sets; every allocated case where absent. */
  set?: string | undefined
  /** The binary outcome, or level of a category, that says who took up what the arm offered. */
  uptake?: Uptake | undefined
}

/** Who took up what an arm offered: an outcome, of a category the level that counts. */
export interface Uptake {
  outcome: OutcomeId
  level?: LevelId | undefined
}

/** The waist of the house: exact integers in cells of arm x stratum x subgroup. Statistics are pure functions of it. */
export interface Summary<K extends SummaryKind> extends SummaryScope {
  kind: K
  outcome: OutcomeId
  unit: OutcomeUnit
  /** Arms in the protocol's order; `control` is one of them. */
  arms: readonly ArmId[]
  control: ArmId
  /** Cases in the largest allocation cluster; 1 where cases were allocated singly. Independence formulas caution above 1. */
  largestCluster: number
  cells: readonly Cell<SummaryByKind[K]>[]
  /** Set where strata exist but were added up before, as on a printed page. */
  strataAddedUp?: true | undefined
  /** Set where the protocol states how it samples. */
  sampling?: StrataSampling | undefined
  /** Ranks only: sum of t^3 - t over groups of tied values. */
  tieTerm?: bigint | undefined
  /** Cluster moments and cross-products only: products over clusters that have cases in two strata. */
  across?: readonly AcrossStrata[] | undefined
  /** With `across`: distinct clusters of each arm, since the cells count a cluster once in each of its strata. */
  distinctClusters?: Readonly<Record<ArmId, number>> | undefined
  /** Event times only: the end that is looked at. Others compete with it: after one of them it cannot happen any more. */
  event?: LevelId | undefined
  /** Units only: the allocation units by type, in byte order of the canonical JSON of `cases`. */
  unitTypes?: readonly UnitType[] | undefined
  /** Units only, where the design is drawn again case by case: every unit, in order of place. */
  roster?: readonly PlacedUnit[] | undefined
}

/** A summary of any kind. */
export type AnySummary = { [K in SummaryKind]: Summary<K> }[SummaryKind]

/** Kinds as disclosive as rows: they stay in the secure area, and exporters refuse them. */
export const rowLevel: Readonly<Record<SummaryKind, boolean>> = {
  counts: false,
  moments: false,
  ranks: false,
  clusterMoments: false,
  crossProducts: false,
  frequencies: true,
  units: true,
  eventTimes: true,
}
