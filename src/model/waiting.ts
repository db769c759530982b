import type { LevelId } from './ids.ts'
import type { Outcome } from './protocol.ts'

/** The day to which a case was followed, its first day being day 1, and what ended the waiting then; `null` where nothing did. */
export interface Waiting {
  day: number
  end: LevelId | null
}

/** The end that an outcome of time waits for. */
export const awaited = 'event'
/** What stands where nothing ended the waiting; no end may be called so. */
export const censored = 'censored'

/** What can end the waiting of an outcome of time: first what is waited for, then what competes with it. */
export const endsOf = ({
  competing = [],
}: Pick<Extract<Outcome, { type: 'time' }>, 'competing'>): readonly LevelId[] => [
  awaited,
  ...competing.map(({ id }) => id),
]

/** A waiting as one whole number, in order of day. */
export const waitingCode = ({ day, end }: Waiting, ends: readonly LevelId[]): number =>
  day * (ends.length + 1) + (end === null ? 0 : ends.indexOf(end) + 1)

/** The waiting of a number of `waitingCode`. */
export function waitingOf(code: number, ends: readonly LevelId[]): Waiting {
  const place = code % (ends.length + 1)
  return { day: (code - place) / (ends.length + 1), end: place === 0 ? null : (ends[place - 1] as LevelId) }
}
