import type { RecordOutcome } from '../pipeline/record-events.ts'
import type { StreamOutcome } from '../pipeline/recording/record-stream.ts'
import { count } from '../report/index.ts'

const events = (number: number): string => `${count(number)} ${number === 1 ? 'event' : 'events'}`

/** What recording did, as people read it. */
export function recordedText(outcome: RecordedCounts): string {
  const { skipped } = outcome
  const left =
    skipped === undefined
      ? ''
      : ` Left out of the ledger: ${count(skipped.otherCases)} rows of other cases, ${count(skipped.outsideFollowUp)} outside the follow-up, ${count(skipped.rows)} that its mapping skips.`
  return `${whatWasDone(outcome)}${left}`
}

type RecordedCounts = Pick<RecordOutcome, 'recorded' | 'held' | 'event' | 'skipped' | 'log'>

function whatWasDone({ recorded, held, event, log }: RecordedCounts): string {
  const holds = `holds ${count(log.count)} (head ${log.hash.slice(0, 16)}…).`
  if (recorded === 0 && held === 0) return `There was nothing to record; the log ${holds}`
  if (recorded === 0) return `The log held ${event ?? 'these events'} already; nothing changed. It ${holds}`
  const more = held === 0 ? '' : ` ${count(held)} more were in it already.`
  return `Recorded ${event ?? events(recorded)}; the log ${holds}${more}`
}

/** What became of a stream, as people read it. */
export const streamText = ({ recorded, held, refused, log }: StreamOutcome): string =>
  `Recorded ${events(recorded)}; held already: ${count(held)}; refused: ${count(refused)}. The log holds ${count(log.count)} (head ${log.hash.slice(0, 16)}…).`
