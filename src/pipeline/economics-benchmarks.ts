import { type BenchmarkOffer, benchmarkOffer } from '../economics/index.ts'
import type { ArmId } from '../model/ids.ts'
import type { Computation } from '../model/method.ts'
import type { Summary } from '../model/summary.ts'
import type { SummarySource } from './analyse-plan.ts'
import { byArm, noMoments } from './economics-data.ts'
import type { PlannedBenchmark } from './trial-folder.ts'

/** A benchmark, and what its price would give for the debts of each arm. It is not randomised, and never an arm. */
export interface BenchmarkBeside extends PlannedBenchmark {
  arms: readonly { arm: ArmId; offer: Computation<BenchmarkOffer> }[]
}

/** The benchmarks of a plan beside the arms, where what was owed is summarised: a printed page may not say it. */
export function benchmarksBeside(benchmarks: readonly PlannedBenchmark[], source: SummarySource): BenchmarkBeside[] {
  return benchmarks.flatMap(planned => {
    const owed = source(planned.owed, 'moments') as Summary<'moments'> | undefined
    if (owed === undefined) return []
    const moments = byArm(owed)
    const arms = owed.arms.map(arm => ({ arm, offer: benchmarkOffer(moments.get(arm) ?? noMoments, planned.price) }))
    return [{ ...planned, arms }]
  })
}
