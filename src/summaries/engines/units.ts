import { compareBytes } from '../../core/byte-order.ts'
import type { ArmId, StratumId } from '../../model/ids.ts'
import type { PlacedUnit, Unit, UnitType } from '../../model/summary.ts'
import type { AnalysisRow } from '../column.ts'
import { byStratum, orderedUnits, typeKey } from '../unit-order.ts'
import { splitClusters } from './clusters.ts'

/** What one cluster has in each stratum. */
interface ClusterTally {
  /** Place of its first case. */
  place: number
  cases: Map<StratumId, number>
  values: Map<StratumId, number[]>
  missing: Map<StratumId, number>
}

interface ArmUnits {
  zeroUnits: number
  units: Unit[]
}

/** A unit whose type is not numbered yet. */
type Placed = Omit<PlacedUnit, 'type'> & { key: string }

interface TypeTally {
  cases: UnitType['cases']
  arms: Map<ArmId, ArmUnits>
}

/** Collects the allocation units of a binary or money outcome; all-zero units are only counted. */
export class UnitsTally {
  readonly #clusters = new Map<ArmId, Map<string, ClusterTally>>()
  readonly #singles = new Map<StratumId, TypeTally>()
  readonly #arms: readonly ArmId[]
  readonly #placed: Placed[] | undefined

  /** `placed`: whether every unit is kept with its place. */
  constructor(arms: readonly ArmId[], placed: boolean) {
    this.#arms = arms
    this.#placed = placed ? [] : undefined
  }

  add(row: AnalysisRow): void {
    if (row.cluster === null) {
      this.#addSingle(row)
      return
    }
    const clusters = entry(this.#clusters, row.arm, () => new Map<string, ClusterTally>())
    addCase(
      entry(clusters, row.cluster, () => ({
        place: Number.POSITIVE_INFINITY,
        cases: new Map(),
        values: new Map(),
        missing: new Map(),
      })),
      row,
    )
  }

  /** The clusters that have cases in more than one arm. */
  inSeveralArms(): string[] {
    return splitClusters(this.#clusters)
  }

  /** The unit types with the units of every arm, in orders that do not depend on the order of rows, and the roster if kept. */
  finish(): { unitTypes: UnitType[]; roster?: PlacedUnit[] } {
    const types = new Map([...this.#singles.values()].map(type => [typeKey(type.cases), type]))
    for (const [arm, clusters] of this.#clusters) {
      for (const cluster of clusters.values()) this.#placeCluster(types, arm, cluster)
    }
    this.#clusters.clear()
    const inOrder = [...types].sort(([a], [b]) => compareBytes(a, b))
    const unitTypes = inOrder.map(([, { cases, arms }]) => ({
      cases,
      arms: Object.fromEntries(
        this.#arms.map(arm => {
          const { zeroUnits, units } = arms.get(arm) ?? { zeroUnits: 0, units: [] }
          return [arm, { zeroUnits, units: orderedUnits(cases, units) }]
        }),
      ),
    }))
    if (this.#placed === undefined) return { unitTypes }
    const typeOf = new Map(inOrder.map(([key], index) => [key, index]))
    const roster = this.#placed.map(({ key, ...placed }) => ({ ...placed, type: typeOf.get(key) ?? 0 }))
    return { unitTypes, roster: roster.sort((a, b) => a.place - b.place) }
  }

  #addSingle({ arm, stratum, value, place = 0 }: AnalysisRow): void {
    const type = entry(this.#singles, stratum, () => ({ cases: { [stratum]: 1 }, arms: new Map() }))
    this.#place(type, arm, place, singleUnit(stratum, value as number | null))
  }

  #placeCluster(types: Map<string, TypeTally>, arm: ArmId, cluster: ClusterTally): void {
    const cases = byStratum(cluster.cases)
    const type = entry(types, typeKey(cases), () => ({ cases, arms: new Map() }))
    this.#place(type, arm, cluster.place, clusterUnit(cluster))
  }

  #place({ cases, arms }: TypeTally, arm: ArmId, place: number, unit: Unit | undefined): void {
    const ofArm = entry(arms, arm, () => ({ zeroUnits: 0, units: [] }))
    if (unit === undefined) ofArm.zeroUnits += 1
    else ofArm.units.push(unit)
    this.#placed?.push({ place, arm, unit, key: typeKey(cases) })
  }
}

/** What a case is as a unit; undefined where its value is zero. */
function singleUnit(stratum: StratumId, value: number | null): Unit | undefined {
  if (value === 0) return undefined
  return value === null ? { values: {}, missing: { [stratum]: 1 } } : { values: { [stratum]: [value] } }
}

/** What a cluster is as a unit; undefined where all its values are zero. */
function clusterUnit({ values, missing }: ClusterTally): Unit | undefined {
  if (values.size === 0 && missing.size === 0) return undefined
  for (const list of values.values()) list.sort((a, b) => a - b)
  const unit = { values: byStratum(values) }
  return missing.size === 0 ? unit : { ...unit, missing: byStratum(missing) }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) {
    value = make()
    map.set(key, value)
  }
  return value
}

function addCase(cluster: ClusterTally, { stratum, value, place = 0 }: AnalysisRow): void {
  cluster.place = Math.min(cluster.place, place)
  cluster.cases.set(stratum, (cluster.cases.get(stratum) ?? 0) + 1)
  if (value === null) cluster.missing.set(stratum, (cluster.missing.get(stratum) ?? 0) + 1)
  else if (value !== 0) entry(cluster.values, stratum, () => []).push(value as number)
}
