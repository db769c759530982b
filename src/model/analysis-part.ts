import { z } from 'zod'
import { sha256Hex } from './commitment.ts'
import { partFields, partNumber, wholeFrom } from './part.ts'

/** Replicates of the analyses of a plan that were drawn by themselves, to be put together with others: each number of each, and nothing that was added up. */
export const analysisPartSchema = z.strictObject({
  schema: z.literal('equipoise/analysis-part/1', { error: 'equipoise/analysis-part/1' }),
  ...partFields,
  /** SHA-256 of the bytes of each file, and the head of the log of outcomes. */
  inputs: z.record(z.string(), sha256Hex),
  /** The analyses that draw, in the order of the plan, and how many blocks of replicates each is promised. */
  analyses: z.array(z.strictObject({ id: z.string(), method: z.string(), blocks: wholeFrom(0) })),
  /** What was drawn of each, in the same order: the first so many of its blocks that are this part's, and their numbers by name. */
  drawn: z.array(z.strictObject({ blocks: wholeFrom(0), numbers: z.record(z.string(), z.array(partNumber)) })),
})

export type AnalysisPart = z.output<typeof analysisPartSchema>
