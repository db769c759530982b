import type { RecordOutcome } from '../pipeline/record-events.ts'

const number = (value: number): string => value.toLocaleString('en-GB')
const events = (count: number): string => `${number(count)} ${count === 1 ? 'event' : 'events'}`

/** What recording did, as people read it. */
export function recordedText({ recorded, held, log }: Pick<RecordOutcome, 'recorded' | 'held' | 'log'>): string {
  const holds = `holds ${number(log.count)} (head ${log.hash.slice(0, 16)}…).`
  if (recorded === 0) return `The log held these events already; nothing changed. It ${holds}`
  if (held === 0) return `Recorded ${events(recorded)}; the log ${holds}`
  return `Recorded ${events(recorded)}; ${number(held)} more were in the log already. It ${holds}`
}
