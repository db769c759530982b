import { compareBytes } from '../../core/byte-order.ts'
import { canonicalJson } from '../../core/canonical-json.ts'
import type { ArmId, StratumId } from '../../model/ids.ts'
import type { Unit, UnitType } from '../../model/summary.ts'
import type { AnalysisRow } from '../column.ts'

/** What one cluster, or one case allocated singly, has in each stratum. */
interface UnitTally {
  cases: Map<StratumId, number>
  values: Map<StratumId, number[]>
  missing: Map<StratumId, number>
}

const emptyUnit = (): UnitTally => ({ cases: new Map(), values: new Map(), missing: new Map() })

/** Collects the allocation units of a binary or money outcome; all-zero units are only counted. */
export class UnitsTally {
  readonly #clusters = new Map<ArmId, Map<string, UnitTally>>()
  readonly #types = new Map<
    string,
    { cases: UnitType['cases']; arms: Map<ArmId, { zeroUnits: number; units: Unit[] }> }
  >()
  readonly #arms: readonly ArmId[]

  constructor(arms: readonly ArmId[]) {
    this.#arms = arms
  }

  add(row: AnalysisRow): void {
    if (row.cluster === null) {
      const unit = emptyUnit()
      addCase(unit, row)
      this.#place(row.arm, unit)
      return
    }
    let clusters = this.#clusters.get(row.arm)
    if (clusters === undefined) {
      clusters = new Map()
      this.#clusters.set(row.arm, clusters)
    }
    let unit = clusters.get(row.cluster)
    if (unit === undefined) {
      unit = emptyUnit()
      clusters.set(row.cluster, unit)
    }
    addCase(unit, row)
  }

  /** The unit types with the units of every arm, in orders that do not depend on the order of rows. */
  types(): UnitType[] {
    for (const [arm, clusters] of this.#clusters) {
      for (const unit of clusters.values()) this.#place(arm, unit)
    }
    this.#clusters.clear()
    return [...this.#types]
      .sort(([a], [b]) => compareBytes(a, b))
      .map(([, { cases, arms }]) => ({
        cases,
        arms: Object.fromEntries(
          this.#arms.map(arm => {
            const { zeroUnits, units } = arms.get(arm) ?? { zeroUnits: 0, units: [] }
            return [arm, { zeroUnits, units: sortedUnits(units) }]
          }),
        ),
      }))
  }

  #place(arm: ArmId, unit: UnitTally): void {
    const cases = byStratum(unit.cases)
    const key = canonicalJson(cases)
    let type = this.#types.get(key)
    if (type === undefined) {
      type = { cases, arms: new Map() }
      this.#types.set(key, type)
    }
    let ofArm = type.arms.get(arm)
    if (ofArm === undefined) {
      ofArm = { zeroUnits: 0, units: [] }
      type.arms.set(arm, ofArm)
    }
    if (unit.values.size === 0 && unit.missing.size === 0) ofArm.zeroUnits += 1
    else ofArm.units.push(finished(unit))
  }
}

function addCase(unit: UnitTally, { stratum, value }: AnalysisRow): void {
  unit.cases.set(stratum, (unit.cases.get(stratum) ?? 0) + 1)
  if (value === null) unit.missing.set(stratum, (unit.missing.get(stratum) ?? 0) + 1)
  else if (value !== 0) {
    const values = unit.values.get(stratum)
    if (values === undefined) unit.values.set(stratum, [value as number])
    else values.push(value as number)
  }
}

function finished({ values, missing }: UnitTally): Unit {
  for (const list of values.values()) list.sort((a, b) => a - b)
  return missing.size === 0 ? { values: byStratum(values) } : { values: byStratum(values), missing: byStratum(missing) }
}

const byStratum = <T>(map: ReadonlyMap<StratumId, T>): Record<StratumId, T> =>
  Object.fromEntries([...map].sort(([a], [b]) => compareBytes(a, b)))

function sortedUnits(units: readonly Unit[]): Unit[] {
  const keyed = units.map(unit => [canonicalJson(unit), unit] as const)
  return keyed.sort(([a], [b]) => compareBytes(a, b)).map(([, unit]) => unit)
}
