import type { AlarmLimit } from '../../../model/monitoring.ts'
import type { MeasureUnit } from '../../../outcomes/index.ts'
import { literal, type NamedNumber, pWords, type Text, text, written } from '../../../report/index.ts'
import { type ReportedStatus, statusId } from './status-numbers.ts'

const limitWords: Readonly<Record<AlarmLimit, string>> = {
  atLeast: 'at least',
  atMost: 'at most',
  above: 'above',
  below: 'below',
}

/** A value of a measure as people read it; a dash where there is none. */
export function valueText(value: NamedNumber | undefined, unit: MeasureUnit): Text {
  if (value === undefined) return '–'
  return unit === 'probability' ? pWords(value) : [written(value)]
}

/** The limit of an alarm: `at least 1`, `below 80%`. */
export const limitText = (kind: AlarmLimit, limit: NamedNumber, unit: MeasureUnit): Text =>
  text`${limitWords[kind]} ${unit === 'probability' ? 'P ' : ''}${written(limit)}`

/** The name of an arm or a stratum. */
export const groupName = (group: string | null): Text => (group === null ? '' : [literal(group)])

/** A number in a table; a dash where there is none. */
export function cellOf({ results }: ReportedStatus, ...of: (string | number)[]): Text {
  const number = results.find(statusId(...of))
  return number === undefined ? '–' : [written(number)]
}
