import { z } from 'zod'
import { type ArmId, nounId, type StratumId } from './ids.ts'

/** In place of targets: the sampling draws them. */
export const fromSampling = 'from_sampling'

const cases = z
  .int({ error: 'a whole number of cases of 0 or more' })
  .min(0, { error: 'a whole number of cases of 0 or more' })

/** Targets of fixed counts: cases of each stratum in each arm, or the word that the sampling draws them. */
export const targetsSchema = z
  .union([z.literal(fromSampling), z.record(z.string(), z.record(nounId, cases))], {
    error: `cases of each stratum in each arm, or ${fromSampling}`,
  })
  .describe(
    'Cases of each stratum in each arm; a stratum is its levels joined by |, or `all` without strata. `from_sampling` where sampling until representative draws them.',
  )

/** Cases of each stratum in each arm. */
export type TargetTable = Readonly<Record<StratumId, Readonly<Record<ArmId, number>>>>
