import { z } from 'zod'
import { sha256Hex } from './commitment.ts'

/** A whole number from some least one on. */
export const wholeFrom = (least: number) => z.int().min(least)

/** Null where a replicate has no number. */
export const partNumber = z.union([z.number(), z.null(), z.literal(['Infinity', '-Infinity'])])
export type PartNumber = z.output<typeof partNumber>

/** What every part of shared work holds. */
export const partFields = {
  trial: z.string(),
  versions: z.strictObject({ equipoise: z.string(), node: z.string() }),
  /** Which part of how many it is, from 1. */
  part: wholeFrom(1),
  parts: wholeFrom(1),
  /** Of the canonical JSON of all the rest. */
  sha256: sha256Hex,
}
