import type { Protocol } from '../../model/protocol.ts'
import { fromAllocation } from '../../model/protocol.ts'
import { literal, longDate, type Text, text } from '../../report/index.ts'

/** When cases were followed, in words: `from 4 February 2013 to 26 October 2013, each for 3 months from its allocation`. */
export function followUpText({ followUp, caseload }: Pick<Protocol, 'followUp' | 'caseload'>): Text {
  const { from, to, perCase } = followUp
  const whole = text`from ${literal(longDate(from))} to ${literal(longDate(to))}`
  if (perCase === undefined) return whole
  const field = caseload.fields.find(({ id }) => id === perCase.from)
  const start =
    perCase.from === fromAllocation ? 'its allocation' : text`its own day (${literal(field?.title ?? perCase.from)})`
  return text`${whole}, each for ${literal(periodText(perCase))} from ${start}`
}

function periodText({ days = 0, months = 0 }: { days?: number | undefined; months?: number | undefined }): string {
  const parts = [
    ...(months === 0 ? [] : [`${months} ${months === 1 ? 'month' : 'months'}`]),
    ...(days === 0 ? [] : [`${days} ${days === 1 ? 'day' : 'days'}`]),
  ]
  return parts.join(' and ')
}
