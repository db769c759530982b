import { refuseIfAny } from '../../core/errors.ts'
import type { StratumId } from '../../model/ids.ts'
import { clusterInSeveralStrata } from '../issues.ts'
import type { AllocationUnit } from './method.ts'

/** What is dealt as one: a case, or the cases of a cluster. */
export interface DealtUnit {
  /** Indices of its cases, ascending. */
  members: readonly number[]
}

/**
 * The units of a sample in byte order of id, in the order of their first cases. Names of clusters decide only who is
 * linked, never an order.
 */
export function unitsOf(cases: readonly AllocationUnit[]): DealtUnit[] {
  const units = new Map<string, number[]>()
  cases.forEach(({ cluster }, index) => {
    const members = units.get(cluster)
    if (members === undefined) units.set(cluster, [index])
    else members.push(index)
  })
  return [...units.values()].map(members => ({ members }))
}

/** Units of one stratum. */
export interface StratumUnits {
  stratum: StratumId
  units: readonly DealtUnit[]
}

/** The units of every stratum of the sample, strata in byte order. Refuses clusters that lie in several strata. */
export function unitsByStratum(cases: readonly AllocationUnit[]): StratumUnits[] {
  const strata = new Map<StratumId, DealtUnit[]>()
  const torn: string[] = []
  const stratumOf = (index: number): StratumId => cases[index]?.stratum ?? ''
  for (const unit of unitsOf(cases)) {
    const [first = 0] = unit.members
    const stratum = stratumOf(first)
    if (unit.members.some(index => stratumOf(index) !== stratum)) torn.push(cases[first]?.cluster ?? '')
    const units = strata.get(stratum)
    if (units === undefined) strata.set(stratum, [unit])
    else units.push(unit)
  }
  refuseIfAny(torn.length === 0 ? [] : [clusterInSeveralStrata(torn)])
  return [...strata.keys()].sort().map(stratum => ({ stratum, units: strata.get(stratum) ?? [] }))
}
