import { sumOf } from '../../core/lists.ts'
import type { AuditFinding } from '../../model/audit.ts'
import type { AuditWhole } from '../../model/audit-file.ts'
import type { Range } from '../../model/comparison.ts'
import { decimalText } from '../../report/index.ts'
import type { Quantities } from './check.ts'
import { type Known, together } from './known.ts'

/** What the parts of a whole can be together, beside the whole. */
interface Sum extends Omit<Known, 'range'> {
  sum: Range
  whole: { least: number; most: number }
  isPossible: boolean
}

/** The least and the most of the parts of a whole. */
export function sumOfParts({ parts, of }: AuditWhole, { countOf }: Quantities): Sum {
  const [counts, whole] = [parts.map(countOf), countOf(of)]
  const sum = {
    lower: sumOf(counts.map(({ least }) => least)),
    upper: sumOf(counts.map(({ most }) => most)),
  }
  const isPossible = sum.lower <= whole.most && sum.upper >= whole.least
  return { ...together([...counts, whole]), sum, whole, isPossible }
}

/** Whether whole numbers that print as the parts can add up to the whole. */
export function wholeFinding(given: AuditWhole, quantities: Quantities): AuditFinding {
  const { id, title, place, parts, of } = given
  const { sum, whole, isPossible, isOuter, notPrinted } = sumOfParts(given, quantities)
  const range = `${decimalText(sum.lower, 0)} to ${decimalText(sum.upper, 0)}`
  const target = `${decimalText(whole.least, 0)}${whole.least === whole.most ? '' : ` to ${decimalText(whole.most, 0)}`}`
  const name = quantities.titleOf(of)
  const reason = isPossible
    ? `The parts can be ${range} together, which includes ${target} (${name}).`
    : `The parts are ${range} together, and cannot be ${target} (${name}).`
  const verdict = !isPossible ? 'inconsistent' : isOuter || notPrinted.length > 0 ? 'undetermined' : 'consistent'
  const printed = parts.map(part => quantities.printedOf(part)?.text ?? '?').join(' + ')
  return {
    ...{ id, title, place, printed, check: 'whole' },
    ...{ admissible: sum, counts: null, search: isOuter ? 'bound' : 'exact', by: [...parts, of] },
    ...{ verdict, reason, note: null },
  }
}
