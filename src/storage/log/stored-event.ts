import { canonicalJson } from '../../core/canonical-json.ts'
import { type Issue, TrialError } from '../../core/errors.ts'
import type { OutcomeEvent } from '../../model/event.ts'
import type { LogRow } from './chain.ts'
import { logText, logUnreadable } from './issues.ts'

/** A row of a log as it is stored. */
export interface StoredEvent extends LogRow {
  /** An RFC 3339 instant in UTC; outside the hash chain. */
  recordedAt: string
}

/** The canonical JSON of an event as a log stores it: pence named as such, fields without a value left out. */
export function eventText({ amountPence, fields, ...event }: OutcomeEvent): string {
  const present = Object.entries(fields).filter(([, value]) => value !== null)
  return canonicalJson({ ...event, amount_pence: amountPence, fields: Object.fromEntries(present) })
}

/** The event of a stored text; throws where it is none, with the place of its log. */
export function eventOfText(place: string, text: string): OutcomeEvent {
  try {
    const { amount_pence, ...event } = JSON.parse(text) as OutcomeEvent & { amount_pence?: number }
    return { ...event, amountPence: amount_pence }
  } catch (error) {
    throw new TrialError([logUnreadable(place, 'an event that is not JSON')], { cause: error })
  }
}

/** More than any sensible key, and little enough for the index of every store. */
const longestId = 1000

/** What of an event no log can keep: characters that a store would drop or change, and ids too long for an index. */
export function textIssues(place: string, { id }: OutcomeEvent, text: string): Issue[] {
  return [
    ...(Buffer.byteLength(id) > longestId ? [logText(place, id, `an id of at most ${longestId} bytes`)] : []),
    ...(hasStrayEscape(text) ? [logText(place, id, 'text without NUL and without half of a character')] : []),
  ]
}

/** JSON escapes NUL and lone surrogates, and only as `\u0000` and `\ud…`; a backslash before them is a text of its own. */
const hasStrayEscape = (text: string): boolean =>
  (text.includes('\\u0000') || text.includes('\\ud')) && /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(text)
