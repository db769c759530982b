import type { ArmModel } from './trial-model.ts'

/** Room for how many cases of each arm come to each stage; none of an arm that is not treated. */
export const reachOf = (arms: readonly ArmModel[], stages: number): Float64Array[] =>
  arms.map(({ reach }) => new Float64Array(reach.length === 0 ? 0 : stages))
