import { z } from 'zod'

const hash = z.string().regex(/^[0-9a-f]{64}$/, { error: 'a SHA-256 of 64 lower-case hexadecimal digits' })

/** mask.json: what a masked set holds, what was left out of it, and what its labels do not hide. It does not say what they stand for. */
export const maskSchema = z.strictObject({
  schema: z.literal('equipoise/mask/1', { error: 'equipoise/mask/1' }),
  trial: z.string(),
  notice: z.string().nullable(),
  /** SHA-256 of the protocol and of the plan at the allocation, and the head of the log. Nothing in it was made from the arms. */
  inputs: z.strictObject({ 'protocol.yaml': hash, 'plan.yaml': hash, '05-outcomes.sqlite': hash }),
  /** The labels, in order. */
  labels: z.array(z.string()).min(2),
  outcomes: z.array(z.string()).min(1),
  leftOut: z.array(z.strictObject({ outcome: z.string(), why: z.string() })),
  cautions: z.array(z.string()),
  /** Public keys; each of them alone opens what the labels stand for. */
  recipients: z.array(z.string()).min(1),
  /** SHA-256 of masked-set.csv. */
  content: hash,
})

/** A mask as mask.json holds it. */
export type Mask = z.output<typeof maskSchema>

/** mask-key.json, which is sealed: what the labels of a masked set stand for. */
export const maskKeySchema = z.strictObject({
  schema: z.literal('equipoise/mask-key/1', { error: 'equipoise/mask-key/1' }),
  trial: z.string(),
  labels: z.array(z.strictObject({ label: z.string(), arm: z.string() })).min(2),
  /** SHA-256 of the masked set whose labels these are. */
  content: hash,
})

/** What the labels of a masked set stand for. */
export type MaskKey = z.output<typeof maskKeySchema>
