import { refuseIfAny, TrialError } from '../core/errors.ts'
import type { EventTexts } from '../pipeline/recording/single-event.ts'
import { type EventsFormat, eventsFormats } from '../storage/events-file.ts'
import type { FileSource } from '../storage/lines.ts'
import { recordFormatUnknown, recordSourceUnclear } from './issues.ts'

/** The options of `record` that say what is recorded. */
export interface RecordOptions extends EventTexts {
  events?: string
  format?: string
  ledger?: string
  stream?: boolean
}

/** Where the events of `record` come from. */
export type RecordSource =
  | { way: 'file'; events: FileSource; format: EventsFormat | undefined }
  | { way: 'ledger'; events: FileSource; ledger: string }
  | { way: 'stream' }
  | { way: 'flags'; event: EventTexts }
  | { way: 'interview' }

/** Standard input, and whether a person types it. */
export interface Input extends AsyncIterable<Uint8Array> {
  isTTY?: boolean | undefined
}

const eventFlags = ['case', 'kind', 'at', 'amount', 'corrects', 'reason', 'override', 'id'] as const

/** The one source that options name; with none, in a terminal, the person in front of it. */
export function recordSource(options: RecordOptions, stdin: Input): RecordSource {
  const { events, format, ledger, stream, set } = options
  const flags = [...eventFlags.filter(flag => options[flag] !== undefined), ...(set.length > 0 ? ['set'] : [])]
  const ways = [
    ...(events === undefined ? [] : ['--events']),
    ...(stream ? ['--stream'] : []),
    ...(flags.length === 0 ? [] : [flags.map(flag => `--${flag}`).join(' ')]),
  ]
  refuseIfAny([
    ...(ways.length > 1 ? [recordSourceUnclear(ways.join(' and '))] : []),
    ...(ledger !== undefined && events === undefined ? [recordSourceUnclear('--ledger without --events')] : []),
    ...(ledger !== undefined && format !== undefined
      ? [recordSourceUnclear('--format with --ledger, which has its own')]
      : []),
    ...(format !== undefined && events === undefined ? [recordSourceUnclear('--format without --events')] : []),
    ...(format === undefined || isFormat(format) ? [] : [recordFormatUnknown(format, eventsFormats)]),
  ])
  if (stream) return { way: 'stream' }
  if (flags.length > 0) return { way: 'flags', event: options }
  if (events === undefined) {
    if (stdin.isTTY) return { way: 'interview' }
    throw new TrialError([recordSourceUnclear('none of them')])
  }
  const source = events === '-' ? { path: 'stdin', chunks: stdin } : events
  if (ledger !== undefined) return { way: 'ledger', events: source, ledger }
  const given = format !== undefined && isFormat(format) ? format : undefined
  return { way: 'file', events: source, format: given ?? (events === '-' ? 'ndjson' : undefined) }
}

const isFormat = (text: string): text is EventsFormat => (eventsFormats as readonly string[]).includes(text)
