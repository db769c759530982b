import { z } from 'zod'
import { isInstant } from '../core/civil-date.ts'
import type { AllocatedCase } from './case.ts'
import { sha256Hex } from './commitment.ts'
import type { OutcomeEvent } from './event.ts'
import type { CaseId } from './ids.ts'

/** Kinds of event that sequential enrolment records. */
export const enrolmentKinds = ['allocated', 'excluded'] as const

/** What an eligible case was given when it arrived. */
export type GivenArm = Pick<AllocatedCase, 'stratum' | 'arm' | 'probability' | 'position'> & {
  /** The probability that the arm was drawn with, given all before; absent where that would help to foresee an arm. */
  conditional?: AllocatedCase['probability'] | undefined
}

/** The arrival of a case as the log holds it; its `fields` are all values that the protocol declares of a case. */
export interface EnrolmentEvent extends OutcomeEvent {
  kind: (typeof enrolmentKinds)[number]
  /** Of an eligible case. */
  allocation?: GivenArm | undefined
  /** The criteria that another case fails. */
  reasons?: readonly string[] | undefined
  /** HMAC-SHA256, keyed with the secret, of the hash before and the rest of the event. */
  seal: string
}

/** Whether an event of the log is the arrival of a case. */
export const isEnrolment = (event: OutcomeEvent): event is EnrolmentEvent => 'seal' in event

/** The events that happened to cases after they came in. */
export const afterEnrolment = (events: readonly OutcomeEvent[]): readonly OutcomeEvent[] =>
  events.filter(event => !isEnrolment(event))

/** When each allocated case arrived; undefined of a log without arrivals. */
export function arrivalTimes(events: readonly OutcomeEvent[]): Map<CaseId, string> | undefined {
  const arrivals = events.filter(isEnrolment)
  if (arrivals.length === 0) return undefined
  return new Map(arrivals.filter(({ allocation }) => allocation !== undefined).map(event => [event.case, event.at]))
}

const algorithm = z.strictObject({ name: z.string(), version: z.int().min(1) })

/** 00-enrolment.json: what was fixed before the first case arrived. */
export const openingSchema = z.strictObject({
  schema: z.literal('equipoise/enrolment-opening/1', { error: 'equipoise/enrolment-opening/1' }),
  trial: z.string(),
  /** SHA-256 of the bytes of each file. */
  inputs: z.strictObject({ 'protocol.yaml': sha256Hex, 'plan.yaml': sha256Hex }),
  algorithms: z.strictObject({ stream: algorithm, eligibility: algorithm, allocation: algorithm }),
  /** SHA-256 of the 64 hexadecimal digits of the secret. */
  secret: z.strictObject({ sha256: sha256Hex }),
  recorded_at: z.string().refine(isInstant, { error: 'an RFC 3339 instant' }),
})

/** An opening as 00-enrolment.json holds it. */
export type Opening = z.output<typeof openingSchema>

/** 04-enrolment.json: the end of enrolment, which reveals the secret; the manifest of 04-enrolment.csv. */
export const closingSchema = z.strictObject({
  schema: z.literal('equipoise/enrolment-closing/1', { error: 'equipoise/enrolment-closing/1' }),
  trial: z.string(),
  notice: z.string().nullable(),
  /** SHA-256 of 00-enrolment.json. */
  inputs: z.strictObject({ '00-enrolment.json': sha256Hex }),
  algorithm,
  /** Head of the log when enrolment was closed. */
  log: z.strictObject({ count: z.int().min(1), hash: sha256Hex }),
  /** Arrivals, the cases that arrived once or more, and what became of them. */
  cases: z.strictObject({ arrivals: z.int(), assessed: z.int(), allocated: z.int(), excluded: z.int() }),
  secret: z.string().regex(/^[0-9a-f]{64}$/, { error: 'a secret of 64 lower-case hexadecimal digits' }),
  /** SHA-256 of 04-enrolment.csv. */
  content: sha256Hex,
})

/** A closing as 04-enrolment.json holds it. */
export type Closing = z.output<typeof closingSchema>
