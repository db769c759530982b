import { combinationsOf } from '../core/lists.ts'
import { type StratumId, stratumId } from './ids.ts'
import type { Protocol } from './protocol.ts'

/** Every stratum that the levels of the strata fields can form, in the order in which the levels are declared. */
export function declaredStrata({ strata, caseload }: Pick<Protocol, 'strata' | 'caseload'>): StratumId[] {
  const levels = strata.map(id => caseload.fields.find(field => field.id === id)?.levels ?? [])
  return combinationsOf(levels).map(stratumId)
}
