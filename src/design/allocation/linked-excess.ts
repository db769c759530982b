import type { Issue } from '../../core/errors.ts'
import { linkedCasesExceedTarget } from '../issues.ts'
import type { Targets } from '../targets.ts'
import { sharesOfUnits } from './complete-counts.ts'
import type { ClusterType } from './linked-cases.ts'

/**
 * The targets that linked cases outnumber in some draw. Refusing whenever any draw fails, and not only when this one
 * does, keeps the recorded probabilities exact: trying seeds until one passes would change them. Types are drawn
 * independently, so the unluckiest draw, with one cluster more of every type that leaves a remainder, does happen.
 */
export function linkedExcesses(types: readonly ClusterType[], targets: Targets): Issue[] {
  const splits = types.map(type => ({ type, shares: sharesOfUnits(type.clusters.length, targets.ofArm) }))
  return targets.strata.flatMap((stratum, s) =>
    targets.arms.flatMap((arm, a) => {
      let [fewest, most] = [0, 0]
      for (const { type, shares } of splits) {
        const cases = type.casesOfStratum[s] ?? 0
        const { base, remainder } = shares[a] ?? { base: 0, remainder: 0 }
        fewest += cases * base
        most += cases * (remainder > 0 ? base + 1 : base)
      }
      const target = targets.counts[s]?.[a] ?? 0
      return most > target ? [linkedCasesExceedTarget({ stratum, arm, target, fewest, most })] : []
    }),
  )
}
