import type { RecordOutcome } from '../pipeline/record-events.ts'
import type { StreamOutcome } from '../pipeline/recording/record-stream.ts'

const number = (value: number): string => value.toLocaleString('en-GB')
const events = (count: number): string => `${number(count)} ${count === 1 ? 'event' : 'events'}`

/** What recording did, as people read it. */
export function recordedText(outcome: RecordedCounts): string {
  const { skipped } = outcome
  const left =
    skipped === undefined
      ? ''
      : ` Left out of the ledger: ${number(skipped.otherCases)} rows of other cases, ${number(skipped.outsideFollowUp)} outside the follow-up, ${number(skipped.rows)} that its mapping skips.`
  return `${whatWasDone(outcome)}${left}`
}

type RecordedCounts = Pick<RecordOutcome, 'recorded' | 'held' | 'event' | 'skipped' | 'log'>

function whatWasDone({ recorded, held, event, log }: RecordedCounts): string {
  const holds = `holds ${number(log.count)} (head ${log.hash.slice(0, 16)}…).`
  if (recorded === 0 && held === 0) return `There was nothing to record; the log ${holds}`
  if (recorded === 0) return `The log held ${event ?? 'these events'} already; nothing changed. It ${holds}`
  const more = held === 0 ? '' : ` ${number(held)} more were in it already.`
  return `Recorded ${event ?? events(recorded)}; the log ${holds}${more}`
}

/** What became of a stream, as people read it. */
export const streamText = ({ recorded, held, refused, log }: StreamOutcome): string =>
  `Recorded ${events(recorded)}; held already: ${number(held)}; refused: ${number(refused)}. The log holds ${number(log.count)} (head ${log.hash.slice(0, 16)}…).`
