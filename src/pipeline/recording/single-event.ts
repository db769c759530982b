import { type Issue, refuseIfAny } from '../../core/errors.ts'
import { eventParts } from '../../model/event.ts'
import { derivedEventId } from '../../model/event-content.ts'
import type { EventKind } from '../../model/protocol.ts'
import type { Submission } from '../../outcomes/index.ts'
import { eventOf } from '../../storage/event-parts.ts'
import { textFieldReader } from '../../storage/events-csv.ts'
import type { Clock } from '../../storage/log/outcome-log.ts'
import { eventPartMissing, settingInvalid } from './issues.ts'
import { readSettings } from './settings.ts'

/** One event as somebody gives it: texts as they stand in a file, and `field=value` of the declared fields. */
export interface EventTexts {
  case?: string | undefined
  kind?: string | undefined
  /** Now, in UTC, where absent. */
  at?: string | undefined
  by?: string | undefined
  /** Pounds. */
  amount?: string | undefined
  corrects?: string | undefined
  reason?: string | undefined
  /** Rules of the process that it departs from, parted by spaces. */
  override?: string | undefined
  /** Derived from all else where absent, so that the same event given twice is one. */
  id?: string | undefined
  set: readonly string[]
}

/**
 * The event that texts say, to be recorded like one of a file. What is no event at all throws; a part that is only wrong is
 * kept, to be refused with what the trial refuses.
 */
export function singleEvent(texts: EventTexts, kinds: readonly EventKind[], clock: Clock): Submission {
  const { set, case: caseId, kind, at, by, amount, corrects, reason, override, id } = texts
  const { texts: fields, issues: malformed } = readSettings(set)
  const misplaced = [...fields]
    .filter(([name]) => eventParts.includes(name))
    .map(each => settingInvalid(each.join('=')))
  refuseIfAny([...malformed, ...misplaced, ...missingParts(texts)])
  const given = {
    id: id ?? 'derived',
    case: caseId,
    kind,
    at: at ?? now(clock),
    by,
    amount,
    corrects,
    reason,
    override,
  }
  const present = [...Object.entries(given), ...fields].filter(([, text]) => text !== undefined && text !== '')
  const read = eventOf(new Map(present), {}, textFieldReader(kinds))
  if ('issues' in read) return { events: [], issues: read.issues }
  const { id: _, ...rest } = read.event
  const event = { ...rest, id: id ?? derivedEventId(rest) }
  return { events: [{ event, place: {} }], issues: [] }
}

const now = (clock: Clock): string =>
  clock()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')

const required = {
  case: 'the id of a case',
  kind: 'a kind of event',
  by: 'who records it, a role or team (or the environment variable EQUIPOISE_BY)',
} as const

const missingParts = (given: Omit<EventTexts, 'set'>): Issue[] =>
  (Object.keys(required) as (keyof typeof required)[])
    .filter(part => (given[part] ?? '').trim() === '')
    .map(part => eventPartMissing(`--${part}`, required[part]))
