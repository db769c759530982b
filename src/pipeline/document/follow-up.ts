import type { Protocol } from '../../model/protocol.ts'
import { fromAllocation } from '../../model/protocol.ts'
import { longDate } from '../../report/index.ts'

/** When cases were followed, in words: `from 4 February 2013 to 26 October 2013, each for 3 months from its allocation`. */
export function followUpText({ followUp, caseload }: Pick<Protocol, 'followUp' | 'caseload'>): string {
  const { from, to, perCase } = followUp
  const whole = `from ${longDate(from)} to ${longDate(to)}`
  if (perCase === undefined) return whole
  const field = caseload.fields.find(({ id }) => id === perCase.from)
  const start = perCase.from === fromAllocation ? 'its allocation' : `its own day (${field?.title ?? perCase.from})`
  return `${whole}, each for ${periodText(perCase)} from ${start}`
}

function periodText({ days = 0, months = 0 }: { days?: number | undefined; months?: number | undefined }): string {
  const parts = [
    ...(months === 0 ? [] : [`${months} ${months === 1 ? 'month' : 'months'}`]),
    ...(days === 0 ? [] : [`${days} ${days === 1 ? 'day' : 'days'}`]),
  ]
  return parts.join(' and ')
}
