import type { CaseId } from './ids.ts'

/** One recorded happening of a case, as the log holds it. */
export interface OutcomeEvent {
  /** The recorder's own key: the same event twice is recorded once, another under its id is refused. */
  id: string
  case: CaseId
  kind: string
  /** A civil date, or an RFC 3339 instant with offset. */
  at: string
  /** Who recorded it: a role or team, never a name of a parent. */
  by: string
  /** Whole pence. */
  amountPence?: number | undefined
  /** Id of the event that this one replaces. */
  corrects?: string | undefined
  /** Why, of an event that corrects another or departs from a rule. */
  reason?: string | undefined
  /** Rules of the process that it knowingly departs from: their ids, each once, in byte order. */
  override?: readonly string[] | undefined
  /** Values of the fields that the protocol declares for the kind. */
  fields: Readonly<Record<string, FieldValue>>
}

/** Names that every kind of event has; no declared field may be called so. */
export const requiredEventParts = ['id', 'case', 'kind', 'at', 'by'] as const
export const eventParts: readonly string[] = [...requiredEventParts, 'amount', 'corrects', 'reason', 'override']

/** Names that rules about events have a meaning for; no declared field may be called so either. */
export const reservedEventFields: readonly string[] = ['deviation']

/** Kind of every trial, declared by none: takes away the event that it corrects, and puts nothing in its place. */
export const voidKind = 'void'

/** Value of a case's or event's field: text, level or date as text; integers and pence as numbers; missing as null. */
export type FieldValue = string | number | boolean | null
