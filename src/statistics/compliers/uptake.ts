import { ratio } from '../../core/exact.ts'
import { sumOf } from '../../core/lists.ts'
import type { ArmId } from '../../model/ids.ts'
import type { AcrossStrata, CrossProducts, Summary } from '../../model/summary.ts'
import type { ArmStratum } from '../cells.ts'

type Stratum = ArmStratum<'crossProducts'>

/** Cluster moments of who took it up, in place of the outcome's. */
export const uptakeMoments = (data: CrossProducts): CrossProducts => ({
  ...data,
  total: data.takers,
  totalSquared: data.takersSquared,
  sizeTotal: data.sizeTakers,
})

/** The summary with who took it up in place of the outcome. */
export const uptakeSummary = (summary: Summary<'crossProducts'>): Summary<'crossProducts'> => ({
  ...summary,
  cells: summary.cells.map(cell => ({ ...cell, data: uptakeMoments(cell.data) })),
  across: summary.across?.map(({ uptake, ...pair }) => ({
    ...pair,
    sizeTotal: uptake?.sizeTakers ?? 0n,
    totalSize: uptake?.takersSize ?? 0n,
    totalTotal: uptake?.takersTakers ?? 0n,
  })),
})

/**
 * Covariance of the weighted mean outcome of an arm and its weighted share of takers, as the clusters give it: the products of
 * (t - R m) and (d - Q m), R and Q the means over cases, with what clusters in several strata add. Needs two clusters in each.
 */
export function covarianceWithUptake(
  { across = [] }: Summary<'crossProducts'>,
  arm: ArmId,
  strata: readonly Stratum[],
): number {
  const own = sumOf(strata.map(({ weight, data }) => weight * weight * finite(data.clusters) * ownCovariance(data)))
  const shared = across.filter(pair => pair.arm === arm).map(pair => sharedCovariance(strata, pair))
  return own + sumOf(shared)
}

/** The factor g / (g - 1) of a covariance estimated from g clusters. */
const finite = (clusters: number): number => clusters / (clusters - 1)

/** Sum over clusters of (t - R m)(d - Q m) / M^2, as (M^2 sum t d - M T sum m d - M D sum t m + T D sum m^2) / M^4. */
function ownCovariance(data: CrossProducts): number {
  const { size: M, total: T, takers: D, totalTakers, sizeTakers, sizeTotal, sizeSquared } = data
  return ratio(M * M * totalTakers - M * T * sizeTakers - M * D * sizeTotal + T * D * sizeSquared, M ** 4n)
}

/** The same over clusters with cases in two strata: the outcome in one and uptake in the other, both ways. */
function sharedCovariance(strata: readonly Stratum[], { strata: pair, uptake, ...products }: AcrossStrata): number {
  const [first, second] = pair.map(stratum => strata.find(each => each.stratum === stratum))
  if (first === undefined || second === undefined || uptake === undefined) return 0
  const { size: M1, total: T1, takers: D1, clusters: g1 } = first.data
  const { size: M2, total: T2, takers: D2, clusters: g2 } = second.data
  const crossed =
    M1 * M2 * uptake.totalTakers -
    M1 * D2 * products.totalSize -
    M1 * T2 * uptake.takersSize -
    M2 * T1 * uptake.sizeTakers -
    M2 * D1 * products.sizeTotal +
    (T1 * D2 + D1 * T2) * products.sizeSize
  return first.weight * second.weight * Math.sqrt(finite(g1) * finite(g2)) * ratio(crossed, M1 * M1 * M2 * M2)
}
