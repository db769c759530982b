import type { AuditVerdict } from '../../model/audit.ts'
import type { Range } from '../../model/comparison.ts'
import { admits, admitsRange, type PrintedNumber } from '../../model/printed-number.ts'
import { decimalsFor, decimalText } from '../../report/index.ts'
import type { Attainable } from './known.ts'

/** A verdict with its reason. */
export interface Judgement {
  verdict: AuditVerdict
  reason: string
}

/** What is said of a printed number, given what the others allow of it. */
export function judge(printed: PrintedNumber, found: Attainable): Judgement {
  const { verdict, reason } = judgement(printed, found)
  return { verdict, reason: found.remark === undefined ? reason : `${reason} ${found.remark}` }
}

function judgement(printed: PrintedNumber, found: Attainable): Judgement {
  const { range, notPrinted } = found
  const fits = fitOf(printed, found)
  const between = range === null || !isBounded(range) ? '' : rangeText(range, printed.text)
  if (notPrinted.length > 0 && fits !== 'none') {
    const why = `It depends on what is not printed (${notPrinted.join(', ')}).`
    const whatever = between === '' || found.isOuter ? '' : ` Whatever that was, it is in ${between}, as the print is.`
    return { verdict: 'undetermined', reason: why + whatever }
  }
  if (fits === 'none') {
    const given = between === '' ? 'No admissible values give it.' : `The other numbers give ${between}.`
    return { verdict: 'inconsistent', reason: found.otherwise ?? given }
  }
  if (fits === 'unknown') {
    const why = 'Only outer bounds were worked out, and it lies within them'
    return { verdict: 'undetermined', reason: between === '' ? `${why}.` : `${why}: ${between}.` }
  }
  const isSettled = range !== null && admitsRange(printed, range.lower, range.upper) === 'all'
  const reason = isSettled ? 'Every admissible value prints as this.' : 'Some admissible values print as this.'
  return { verdict: 'consistent', reason: found.because ?? reason }
}

/** Whether some admissible value prints as the number; unknown where outer bounds include it and no value is known to. */
export function fitOf(
  printed: PrintedNumber,
  { range, values, isOuter, notPrinted }: Attainable,
): 'some' | 'none' | 'unknown' {
  const listed = values?.some(value => admits(printed, value)) ?? false
  if (listed) return 'some'
  if (range === null) return notPrinted.length > 0 ? 'unknown' : 'none'
  if (values !== undefined && !isOuter) return 'none'
  const within = admitsRange(printed, range.lower, range.upper)
  if (within === 'none') return 'none'
  return !isOuter || within === 'all' ? 'some' : 'unknown'
}

const isBounded = ({ lower, upper }: Range): boolean => Number.isFinite(lower) && Number.isFinite(upper)

/** One value, or both ends, with decimals enough to tell them from the print. */
function rangeText({ lower, upper }: Range, text: string): string {
  const decimals = decimalsFor([lower, upper], text)
  const [low, high] = [lower, upper].map(end => decimalText(end, decimals))
  return low === high ? `${low}` : `${low} to ${high}`
}
