import { sumExactly } from '../../core/exact.ts'
import type { Outcome } from '../../model/protocol.ts'
import type { OutcomeValue } from '../../outcomes/index.ts'
import type { Watched } from './trial-state.ts'

/** A primary outcome over all cases to which it applies, or over those of one arm. */
export interface OutcomeGroup {
  /** Null over all arms together. */
  arm: string | null
  cases: number
  missing: number
  /** Share of the binary outcome, or mean in pence; null where there are no cases, and for categories. */
  mean: number | null
}

/** A primary outcome so far; by arm only where that was asked for. */
export interface PooledOutcome {
  outcome: string
  title: string
  type: Outcome['type']
  groups: readonly OutcomeGroup[]
}

/** The primary outcomes over all arms together and, where asked for, by arm. */
export function pooledOutcomes({ state, set }: Watched, byArm: boolean): PooledOutcome[] {
  return state.primary.flatMap(id => {
    const column = set.outcomes.get(id)
    if (column === undefined) return []
    const { outcome, values } = column
    const groupOf = (arm: string | null): OutcomeGroup => {
      const within = values.filter((_, row) => arm === null || set.cases[row]?.arm === arm)
      return { arm, ...summaryOf(within) }
    }
    const arms = byArm ? state.protocol.arms.map(arm => groupOf(arm.id)) : []
    return [{ outcome: id, title: outcome.title, type: outcome.type, groups: [groupOf(null), ...arms] }]
  })
}

function summaryOf(values: readonly OutcomeValue[]): Omit<OutcomeGroup, 'arm'> {
  const applying = values.filter(value => value !== undefined)
  const numbers = applying.filter(value => typeof value === 'number')
  return {
    cases: applying.length,
    missing: applying.filter(value => value === null).length,
    mean: numbers.length === 0 ? null : Number(sumExactly(numbers)) / numbers.length,
  }
}
