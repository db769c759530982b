import { z } from 'zod'
import { sha256Hex } from './commitment.ts'
import { partFields, partNumber, wholeFrom } from './part.ts'

const resultKinds = [
  ...(['test', 'arms', 'difference', 'time_difference', 'complier_difference', 'rank_difference'] as const),
  'difference_of_differences' as const,
  ...(['ratio', 'hazard_ratio', 'odds_ratio', 'number_needed', 'probability'] as const),
] as const

/** Replicates of a simulation that were drawn by themselves, to be put together with others: each number of each, and nothing that was added up. */
export const simulationPartSchema = z.strictObject({
  schema: z.literal('equipoise/simulation-part/1', { error: 'equipoise/simulation-part/1' }),
  ...partFields,
  /** SHA-256 of the bytes of each file. */
  inputs: z.strictObject({ 'protocol.yaml': sha256Hex, 'plan.yaml': sha256Hex, 'sizing.yaml': sha256Hex }),
  scenario: z.enum(['model', 'null', 'worth']),
  seed: z.string(),
  /** Of the whole simulation. */
  replicates: wholeFrom(1),
  analyses: z.array(z.string()),
  /** The replicates that it holds, from the first (counted from 0) to the last (excluded). */
  from: wholeFrom(0),
  to: wholeFrom(1),
  /** Numbers by name, in order of replicate. */
  numbers: z.record(z.string(), z.array(partNumber)),
  /** Replicates in which something has no answer, by its name and the reason. */
  failures: z.record(z.string(), z.record(z.string(), wholeFrom(1))),
  kinds: z.record(z.string(), z.enum(resultKinds)),
})

export type SimulationPart = z.output<typeof simulationPartSchema>
