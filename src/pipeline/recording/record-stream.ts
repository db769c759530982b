import type { Issue } from '../../core/errors.ts'
import type { EventVerdict } from '../../outcomes/index.ts'
import type { LocatedEvent } from '../../storage/event-parts.ts'
import { eventLineReader } from '../../storage/events-ndjson.ts'
import { type StreamedLine, streamedLines } from '../../storage/line-stream.ts'
import { type RecordedRun, type Recording, type RecordingRequest, withRecording } from './open-recording.ts'

/** What became of one line of a stream. Written when an event is on the disk, or refused. */
export type Acknowledgement = { schema: 'equipoise/acknowledgement/1'; line: number; id: string | null } & EventVerdict

/** What became of a whole stream. */
export interface StreamOutcome extends RecordedRun {
  schema: 'equipoise/record-stream/1'
  recorded: number
  held: number
  refused: number
}

/** A stream of NDJSON, and where its acknowledgements go: no further line is read until they have arrived. */
export interface StreamRequest extends RecordingRequest {
  chunks: AsyncIterable<Uint8Array>
  acknowledge(acknowledgements: readonly Acknowledgement[]): Promise<void>
}

const source = 'stdin'

/**
 * Records the events of a stream as they come, each by itself: a line that is refused stops no other. Lines that came together
 * share a transaction and are acknowledged after it, in their order. Blank lines are passed over.
 */
export function recordStreamOfRun(request: StreamRequest): Promise<StreamOutcome> {
  const { trial, run, chunks, acknowledge } = request
  const readLine = eventLineReader(trial.protocol.process.events)
  return withRecording(request, async recording => {
    const counts = { recorded: 0, held: 0, refused: 0 }
    for await (const lines of streamedLines(source, chunks)) {
      const read = lines.filter(isNotBlank).map(line => readStreamed(line, readLine))
      const acknowledgements = await recordLines(recording, read)
      for (const { state } of acknowledgements) counts[state] += 1
      await acknowledge(acknowledgements)
    }
    const log = await recording.log.head()
    return {
      schema: 'equipoise/record-stream/1',
      trial: trial.protocol.id,
      run,
      notice: recording.notice,
      ...counts,
      log,
    }
  })
}

type ReadLine = ReturnType<typeof eventLineReader>
type Read = { line: number } & ({ located: LocatedEvent } | { issues: readonly Issue[] })

const isNotBlank = (line: StreamedLine): boolean => !('text' in line) || line.text.trim() !== ''

function readStreamed(streamed: StreamedLine, readLine: ReadLine): Read {
  const { line } = streamed
  if ('issue' in streamed) return { line, issues: [streamed.issue] }
  const place = { file: source, line }
  const read = readLine(streamed.text, place)
  return 'event' in read ? { line, located: { event: read.event, place } } : { line, issues: read.issues }
}

async function recordLines({ recorder, withheld }: Recording, read: readonly Read[]): Promise<Acknowledgement[]> {
  const judged = read.map(each => {
    const issues = 'issues' in each ? each.issues : withheld([each.located])
    return { ...each, issues }
  })
  const events = judged.flatMap(each => ('located' in each && each.issues.length === 0 ? [each.located] : []))
  const verdicts = (await recorder.recordEach(events)).values()
  return judged.map(each => {
    const id = 'located' in each ? each.located.event.id : null
    const base = { schema: 'equipoise/acknowledgement/1', line: each.line, id } as const
    if (each.issues.length > 0) return { ...base, state: 'refused', issues: each.issues }
    return { ...base, ...(verdicts.next().value as EventVerdict) }
  })
}
