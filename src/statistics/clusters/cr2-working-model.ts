import { sumOf } from '../../core/lists.ts'
import type { UnitPart, UnitsInStrata } from './units-in-strata.ts'

/** An arm in a stratum. */
export interface ArmCell {
  weight: number
  clusters: number
  cases: number
  total: bigint
}

/** What an arm's CR2 variance would be like if cases were alike and independent, with variance 1. */
export interface WorkingModel {
  /** Its expectation. */
  expected: number
  /** Sum of squares of the covariances of the clusters' terms. */
  spread: number
}

/**
 * Covariances of clusters' terms when cases are alike and independent: sum over strata of W^2 m / M^2 for a cluster
 * with itself, and minus that of W^2 m m' / (M^3 sqrt((1 - m / M) (1 - m' / M))) for two. Clusters with as many cases
 * in each stratum are taken together.
 */
export function workingModel(units: readonly UnitsInStrata[], cellIn: (part: UnitPart) => ArmCell): WorkingModel {
  const alike = new Map<string, { parts: readonly UnitPart[]; count: number }>()
  for (const { parts, count } of units) {
    const key = JSON.stringify(parts.map(({ stratum, size }) => [stratum, size]))
    alike.set(key, { parts, count: (alike.get(key)?.count ?? 0) + count })
  }
  const types = [...alike.values()]
  const own = types.map(({ parts }) =>
    sumOf(
      parts.map(part => {
        const { weight, cases } = cellIn(part)
        return (weight / cases) ** 2 * part.size
      }),
    ),
  )
  const shared = (first: readonly UnitPart[], second: readonly UnitPart[]): number =>
    sumOf(
      first.map(part => {
        const other = second.find(({ stratum }) => stratum === part.stratum)
        if (other === undefined) return 0
        const { weight, cases } = cellIn(part)
        const [a, b] = [part.size / cases, other.size / cases]
        return ((weight * weight) / cases) * ((a * b) / Math.sqrt((1 - a) * (1 - b)))
      }),
    )
  const spreadOf = ({ parts, count }: UnitsInStrata, index: number): number => {
    const others = types.map((type, at) => (type.count - Number(at === index)) * shared(parts, type.parts) ** 2)
    return count * ((own[index] ?? 0) ** 2 + sumOf(others))
  }
  return {
    expected: sumOf(types.map(({ count }, index) => count * (own[index] ?? 0))),
    spread: sumOf(types.map(spreadOf)),
  }
}
