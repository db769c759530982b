import { z } from 'zod'
import { isInstant } from '../core/civil-date.ts'

export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, { error: 'a SHA-256 of 64 lower-case hexadecimal digits' })
const algorithm = z.strictObject({ name: z.string(), version: z.int().min(1) })

/** 00-commit.json: what was fixed before the value of a public beacon was known, so that nobody could choose the draw. */
export const commitmentSchema = z.strictObject({
  schema: z.literal('equipoise/commit/1', { error: 'equipoise/commit/1' }),
  trial: z.string(),
  notice: z.string().nullable(),
  /** SHA-256 of the bytes of each file. */
  inputs: z.strictObject({ 'protocol.yaml': sha256Hex, 'plan.yaml': sha256Hex }),
  /** SHA-256 of the canonical case list, and its number of cases. */
  caseList: z.strictObject({ sha256: sha256Hex, cases: z.int().min(1) }),
  algorithms: z.strictObject({
    stream: algorithm,
    eligibility: algorithm,
    sampling: algorithm,
    allocation: algorithm,
  }),
  /** SHA-256 of the 64 hexadecimal digits of the secret. */
  secret: z.strictObject({ sha256: sha256Hex }),
  /** The beacon and the round of it that gives the value, in words. */
  beacon: z.strictObject({ round: z.string() }),
  recorded_at: z.string().refine(isInstant, { error: 'an RFC 3339 instant' }),
})

/** A commitment as 00-commit.json holds it. */
export type Commitment = z.output<typeof commitmentSchema>
