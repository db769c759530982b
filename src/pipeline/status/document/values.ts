import type { AlarmLimit } from '../../../model/monitoring.ts'
import type { MeasureUnit } from '../../../outcomes/index.ts'
import { count, decimalText, proportion, pValue } from '../../../report/index.ts'

const limitWords: Readonly<Record<AlarmLimit, string>> = {
  atLeast: 'at least',
  atMost: 'at most',
  above: 'above',
  below: 'below',
}

/** A value of a measure as people read it. */
export function valueText(value: number, unit: MeasureUnit): string {
  switch (unit) {
    case 'share':
      return proportion(value, 1)
    case 'probability':
      return value === 1 ? 'P = 1' : `P ${pValue(value)}`
    default:
      return count(value)
  }
}

/** The limit of an alarm: `at least 1`, `below 80%`. */
export function limitText({ kind, value }: { kind: AlarmLimit; value: number }, unit: MeasureUnit): string {
  const size = unit === 'share' ? proportion(value, 1).replace(/\.0%$/, '%') : plain(value)
  return `${limitWords[kind]} ${unit === 'probability' ? `P ${size}` : size}`
}

/** A number with no more decimals than it has. */
const plain = (value: number): string => decimalText(value, (String(value).split('.')[1] ?? '').length)
