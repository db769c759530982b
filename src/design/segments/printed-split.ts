import { type PrintedNumber, printedNumber, roundAsPrinted } from '../../model/printed-number.ts'
import type { PrintedAmount, Segmentation } from '../../model/segmentation.ts'
import type { PoundsRange, PrintedSegment, PrintedSplit, PrintedTotal } from '../../model/segmentation-result.ts'

/**
 * What a document prints of its segments. A segment without a print is what the one total that holds it leaves, where all
 * others of that total are printed. A total is set beside its parts as they are printed, totals among them by their own print.
 */
export function printedSplit(segmentation: Segmentation): PrintedSplit {
  const { segments, totals, document } = segmentation
  const unit = document?.unit ?? 1
  const printed = new Map<string, PoundsRange>()
  for (const { id, printed: print } of [...segments, ...totals]) {
    if (print !== undefined) printed.set(id, rangeOf(numberOf(print), unit))
  }
  const left = new Map(segments.flatMap(({ id }) => (printed.has(id) ? [] : leftOf(id, totals, printed))))
  return {
    segments: segments.flatMap(({ id, printed: print }): PrintedSegment[] => {
      const range = printed.get(id) ?? left.get(id)
      if (range === undefined) return []
      const basis = print === undefined ? 'left_by_total' : 'printed'
      return [{ segment: id, basis, words: print?.words ?? null, ...range }]
    }),
    totals: totals.flatMap(({ id, of, printed: print }): PrintedTotal[] => {
      const parts = of.map(part => printed.get(part))
      // A total with a part that only it determines adds up by construction.
      if (!parts.every(part => part !== undefined)) return []
      return [totalOf(id, print, unit, sumOfRanges(parts))]
    }),
  }
}

const numberOf = ({ amount, step }: PrintedAmount): PrintedNumber => printedNumber(amount, step)

const rangeOf = ({ value, lower, upper }: PrintedNumber, unit: number): PoundsRange => ({
  pounds: value * unit,
  lower: lower * unit,
  upper: upper * unit,
})

const sumOfRanges = (ranges: readonly PoundsRange[]): PoundsRange =>
  ranges.reduce((sum, { pounds, lower, upper }) => ({
    pounds: sum.pounds + pounds,
    lower: sum.lower + lower,
    upper: sum.upper + upper,
  }))

function leftOf(
  segment: string,
  totals: Segmentation['totals'],
  printed: ReadonlyMap<string, PoundsRange>,
): [string, PoundsRange][] {
  const total = totals.find(({ of }) => of.includes(segment))
  const whole = total && printed.get(total.id)
  const others = total?.of.filter(part => part !== segment).map(part => printed.get(part)) ?? []
  if (whole === undefined || !others.every(part => part !== undefined)) return []
  const rest = sumOfRanges(others)
  return [
    [
      segment,
      {
        pounds: whole.pounds - rest.pounds,
        lower: Math.max(0, whole.lower - rest.upper),
        upper: whole.upper - rest.lower,
      },
    ],
  ]
}

function totalOf(total: string, print: PrintedAmount, unit: number, parts: PoundsRange): PrintedTotal {
  const number = numberOf(print)
  const range = rangeOf(number, unit)
  const rounds = roundAsPrinted(number, parts.pounds / unit) === number.value
  const overlaps = parts.lower <= range.upper && parts.upper >= range.lower
  return {
    ...{ total, words: print.words ?? null, ...range, parts, difference: range.pounds - parts.pounds },
    verdict: rounds ? 'adds_up' : overlaps ? 'within_rounding' : 'contradicted',
  }
}
