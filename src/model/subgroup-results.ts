import type { ArmId } from './ids.ts'
import type { Caution, Computation, ContrastEstimate, ContrastSpec, Interval, Measure } from './method.ts'

/** An effect in one group of cases, with its standard error; groups share no case. */
export interface GroupEffect {
  estimate: number
  standardError: number
}

/** How far an effect differs between subgroups: a test over all of them. */
export interface Heterogeneity {
  statistic: { symbol: string; value: number }
  degreesOfFreedom: number
  pValue: number
  nullHypothesis: string
  /** The second effect less the first, where there are two. */
  difference?: (GroupEffect & { interval: Interval }) | undefined
  /** What a reviewer checks by hand: the weights, and the effects' mean by these. */
  intermediates: Readonly<Record<string, unknown>>
}

/** A contrast in a subgroup. */
export type ContrastIn = ContrastSpec & { computation: Computation<ContrastEstimate> }

/** A subgroup with its cases by arm, of which the outcome was observed, also of arms that contrasts take together, and the contrasts in it. */
export interface SubgroupResult {
  id: string
  title: string
  cases: readonly { arm: ArmId; n: number }[]
  contrasts: readonly ContrastIn[]
  /** What must be known of all contrasts in it. */
  cautions: readonly Caution[]
}

/** Contrasts in each subgroup of a division, and for each contrast whether it differs between them. */
export interface SubgroupEstimates {
  kind: 'subgroups'
  /** `inNone` cases have no value to be divided by; `acrossClusters` allocation clusters have cases in several subgroups. */
  by: { id: string; title: string; inNone: number; acrossClusters: number }
  measure: Measure
  groups: readonly SubgroupResult[]
  interactions: readonly (ContrastSpec & { computation: Computation<Heterogeneity> })[]
}
