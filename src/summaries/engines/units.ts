import { compareBytes } from '../../core/byte-order.ts'
import type { ArmId, StratumId } from '../../model/ids.ts'
import type { Unit, UnitType } from '../../model/summary.ts'
import type { AnalysisRow } from '../column.ts'
import { byStratum, orderedUnits, typeKey } from '../unit-order.ts'
import { splitClusters } from './clusters.ts'

/** What one cluster has in each stratum. */
interface ClusterTally {
  cases: Map<StratumId, number>
  values: Map<StratumId, number[]>
  missing: Map<StratumId, number>
}

interface ArmUnits {
  zeroUnits: number
  units: Unit[]
}

interface TypeTally {
  cases: UnitType['cases']
  arms: Map<ArmId, ArmUnits>
}

/** Collects the allocation units of a binary or money outcome; all-zero units are only counted. */
export class UnitsTally {
  readonly #clusters = new Map<ArmId, Map<string, ClusterTally>>()
  readonly #singles = new Map<StratumId, TypeTally>()
  readonly #arms: readonly ArmId[]

  constructor(arms: readonly ArmId[]) {
    this.#arms = arms
  }

  add(row: AnalysisRow): void {
    if (row.cluster === null) {
      this.#addSingle(row)
      return
    }
    const clusters = entry(this.#clusters, row.arm, () => new Map<string, ClusterTally>())
    addCase(
      entry(clusters, row.cluster, () => ({ cases: new Map(), values: new Map(), missing: new Map() })),
      row,
    )
  }

  /** The clusters that have cases in more than one arm. */
  inSeveralArms(): string[] {
    return splitClusters(this.#clusters)
  }

  /** The unit types with the units of every arm, in orders that do not depend on the order of rows. */
  types(): UnitType[] {
    const types = new Map([...this.#singles.values()].map(type => [typeKey(type.cases), type]))
    for (const [arm, clusters] of this.#clusters) {
      for (const cluster of clusters.values()) placeCluster(types, arm, cluster)
    }
    this.#clusters.clear()
    return [...types]
      .sort(([a], [b]) => compareBytes(a, b))
      .map(([, { cases, arms }]) => ({
        cases,
        arms: Object.fromEntries(
          this.#arms.map(arm => {
            const { zeroUnits, units } = arms.get(arm) ?? { zeroUnits: 0, units: [] }
            return [arm, { zeroUnits, units: orderedUnits(cases, units) }]
          }),
        ),
      }))
  }

  #addSingle({ arm, stratum, value }: AnalysisRow): void {
    const type = entry(this.#singles, stratum, () => ({ cases: { [stratum]: 1 }, arms: new Map() }))
    const ofArm = entry(type.arms, arm, noUnits)
    if (value === 0) ofArm.zeroUnits += 1
    else if (value === null) ofArm.units.push({ values: {}, missing: { [stratum]: 1 } })
    else ofArm.units.push({ values: { [stratum]: [value as number] } })
  }
}

const noUnits = (): ArmUnits => ({ zeroUnits: 0, units: [] })

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) {
    value = make()
    map.set(key, value)
  }
  return value
}

function addCase(cluster: ClusterTally, { stratum, value }: AnalysisRow): void {
  cluster.cases.set(stratum, (cluster.cases.get(stratum) ?? 0) + 1)
  if (value === null) cluster.missing.set(stratum, (cluster.missing.get(stratum) ?? 0) + 1)
  else if (value !== 0) entry(cluster.values, stratum, () => []).push(value as number)
}

function placeCluster(types: Map<string, TypeTally>, arm: ArmId, { cases, values, missing }: ClusterTally): void {
  const sizes = byStratum(cases)
  const type = entry(types, typeKey(sizes), () => ({ cases: sizes, arms: new Map() }))
  const ofArm = entry(type.arms, arm, noUnits)
  if (values.size === 0 && missing.size === 0) {
    ofArm.zeroUnits += 1
    return
  }
  for (const list of values.values()) list.sort((a, b) => a - b)
  const unit = { values: byStratum(values) }
  ofArm.units.push(missing.size === 0 ? unit : { ...unit, missing: byStratum(missing) })
}
