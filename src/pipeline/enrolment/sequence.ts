import { canonicalJson } from '../../core/canonical-json.ts'
import { civilDateOf } from '../../core/civil-date.ts'
import { quote } from '../../core/errors.ts'
import { keyedHashJson } from '../../core/hash.ts'
import { streamsOf } from '../../core/random.ts'
import {
  type Arrival,
  type ArrivalDealer,
  arrivalDealer,
  exclusionReasonsOn,
  sampledCases,
} from '../../design/index.ts'
import type { SampledCase } from '../../model/case.ts'
import { recordedFields } from '../../model/derived-field.ts'
import { type EnrolmentEvent, enrolmentKinds, isEnrolment } from '../../model/enrolment.ts'
import type { FieldValue, OutcomeEvent } from '../../model/event.ts'
import type { CaseId } from '../../model/ids.ts'
import type { Protocol } from '../../model/protocol.ts'
import { isEventTime } from '../../outcomes/index.ts'
import { emptyHead, type LogHead } from '../../storage/log/chain.ts'
import type { LoggedEvent } from '../../storage/log/outcome-log.ts'
import { type ArrivingCase, tableOfOne } from './arrivals.ts'

/** An allocated case with its place in the log. */
export interface EnrolledCase {
  event: EnrolmentEvent
  seq: number
  hash: string
  unit: SampledCase
  given: Arrival
}

/** When a case arrived, and who says so. */
export type Occasion = Pick<EnrolmentEvent, 'at' | 'by'>

/** What an arrival determines, before it has a place in the log. */
interface Derived {
  event: EnrolmentEvent
  allocated?: Pick<EnrolledCase, 'unit' | 'given'>
}

/**
 * The arrivals of a run in the order of the log. Every one is derived from the protocol, the secret and the arrivals
 * before it: to allocate the next, and to check those that the log holds. Nothing of it is stored beside the log.
 */
export class ArrivalSequence {
  readonly protocol: Protocol
  readonly #secret: string
  readonly #deal: ArrivalDealer
  readonly #allocated = new Map<CaseId, EnrolledCase>()
  readonly #assessments = new Map<CaseId, EnrolmentEvent[]>()
  readonly #findings: string[] = []
  #head: LogHead = emptyHead
  #sealBroken = false

  constructor(protocol: Protocol, secret: string) {
    this.protocol = protocol
    this.#secret = secret
    this.#deal = arrivalDealer(protocol, streamsOf(secret))
  }

  /** The last event that was followed. */
  get head(): LogHead {
    return this.#head
  }

  /** Allocated cases in the order of arrival. */
  get allocated(): ReadonlyMap<CaseId, EnrolledCase> {
    return this.#allocated
  }

  /** Every arrival of every case, in the order in which cases first arrived. */
  get assessments(): ReadonlyMap<CaseId, readonly EnrolmentEvent[]> {
    return this.#assessments
  }

  /** What of the log is not what the protocol, the secret and the arrivals give. */
  get findings(): readonly string[] {
    return this.#findings
  }

  /** The event of a case that arrives now. Draws its arm, so the event has to be recorded and followed at once. */
  next(arriving: ArrivingCase, occasion: Occasion): Derived {
    return this.#derive(arriving, occasion, this.#head.hash)
  }

  /** Takes the next event of the log, as it was derived just now or else derived again. */
  follow(logged: LoggedEvent, known?: Derived): void {
    const { seq, event, hash } = logged
    this.#head = { count: seq, hash }
    if (isEnrolment(event)) this.#followArrival(logged, event, known)
    else if (enrolmentKinds.some(kind => kind === event.kind)) this.#find(seq, event, 'an arrival without a seal')
  }

  #followArrival({ seq, previous, hash }: LoggedEvent, event: EnrolmentEvent, known?: Derived): void {
    const { id, values } = arrivingOf(event, this.protocol)
    const wrong = this.#allocated.has(id) ? 'the case was allocated before' : timeProblem(event)
    if (wrong !== undefined) {
      this.#find(seq, event, wrong)
      return
    }
    const derived = known ?? this.#derive({ id, values }, event, previous)
    if (known === undefined) this.#compare(seq, event, derived.event)
    this.#assessments.set(id, [...(this.#assessments.get(id) ?? []), derived.event])
    if (derived.allocated !== undefined) this.#allocated.set(id, { event, seq, hash, ...derived.allocated })
  }

  #find(seq: number, { id }: OutcomeEvent, what: string): void {
    this.#findings.push(`event ${seq} (${id}): ${what}`)
  }

  #derive(arriving: ArrivingCase, { at, by }: Occasion, previous: string): Derived {
    const { id, values } = arriving
    const day = civilDateOf(at, this.protocol.timeZone)
    const table = tableOfOne(arriving, this.protocol.caseload, day)
    const fields = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
    const shared = { case: id, at, by, fields }
    const reasons = exclusionReasonsOn(day, table, this.protocol)
    if (reasons.length > 0) {
      const times = (this.#assessments.get(id)?.length ?? 0) + 1
      return { event: this.#sealed({ ...shared, id: `excluded ${id} ${times}`, kind: 'excluded', reasons }, previous) }
    }
    const unit = sampledCases(table, [0], this.protocol)[0] as SampledCase
    const given = this.#deal(unit)
    const { arm, probability, position, conditional, hidden } = given
    const allocation = { stratum: unit.stratum, arm, probability, position, ...(hidden ? {} : { conditional }) }
    const event = this.#sealed({ ...shared, id: `allocated ${id}`, kind: 'allocated', allocation }, previous)
    return { event, allocated: { unit, given } }
  }

  #sealed(event: Omit<EnrolmentEvent, 'seal'>, previous: string): EnrolmentEvent {
    return { ...event, seal: keyedHashJson(this.#secret, { previous, event }) }
  }

  /** Names what differs; of seals only the first, as a change breaks all after it. */
  #compare(seq: number, recorded: EnrolmentEvent, derived: EnrolmentEvent): void {
    const before = this.#findings.length
    for (const [part, of] of Object.entries(comparedParts)) {
      const [held, expected] = [of(recorded), of(derived)]
      if (held === expected) continue
      this.#find(seq, recorded, `${part} is recorded as ${held}, derived as ${expected}`)
    }
    if (recorded.seal === derived.seal || this.#findings.length > before || this.#sealBroken) return
    this.#sealBroken = true
    this.#find(seq, recorded, 'it was changed, or one before it was changed, removed or moved')
  }
}

const timeProblem = ({ at }: EnrolmentEvent): string | undefined =>
  isEventTime(at) ? undefined : `${quote(at)} is no time of arrival`

const json = (value: unknown): string => canonicalJson(value ?? null)

const comparedParts: Readonly<Record<string, (event: EnrolmentEvent) => string>> = {
  kind: ({ kind }) => kind,
  id: ({ id }) => json(id),
  reasons: ({ reasons }) => json(reasons),
  arm: ({ allocation }) => json(allocation?.arm),
  stratum: ({ allocation }) => json(allocation?.stratum),
  position: ({ allocation }) => json(allocation?.position),
  probability: ({ allocation }) => json({ ...allocation?.probability, conditional: allocation?.conditional }),
}

/** The case of a recorded arrival, with null for the declared fields that it had no value of. */
export function arrivingOf(
  { case: id, fields }: EnrolmentEvent,
  { caseload }: Pick<Protocol, 'caseload'>,
): ArrivingCase {
  const absent = recordedFields(caseload).map((field): [string, FieldValue] => [field.id, null])
  return { id, values: { ...Object.fromEntries(absent), ...fields } }
}
