import { InternalError } from '../../core/errors.ts'
import type { AuditFile, AuditNumber, RelationOf } from '../../model/audit-file.ts'
import { admits, asPrinted, type PrintedNumber } from '../../model/printed-number.ts'
import type { Narrowing, Quantities } from './check.ts'
import { evaluate } from './evaluate.ts'
import { type Known, type KnownCount, together } from './known.ts'
import { countIn, rangeIn, rangeOfAsserted } from './narrowed.ts'

const anything = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY }

/** Looks up what is known of a file's quantities; each is worked out once. */
export function quantitiesOf({ groups, numbers }: AuditFile): Quantities {
  const groupById = new Map(groups.map(group => [group.id, group]))
  const numberById = new Map(numbers.map(number => [number.id, number]))
  const numberOf = (id: string): AuditNumber => {
    const number = numberById.get(id)
    if (number === undefined) throw new InternalError(`no number ${id}`)
    return number
  }
  const prints = new Map<string, PrintedNumber>([
    ...groups.map(({ id, n }) => [id, asPrinted(n)] as const),
    ...numbers.flatMap(({ id, printed, step }) =>
      printed === undefined ? [] : [[id, asPrinted(printed, step)] as const],
    ),
  ])
  const printedOf = (id: string): PrintedNumber | undefined => prints.get(id)
  const sizeOf = (id: string): number | undefined => (groupById.has(id) ? prints.get(id)?.value : undefined)
  const titleOf = (id: string): string => groupById.get(id)?.title ?? numberOf(id).title
  const lookup = { numberOf, sizeOf, printedOf, titleOf }
  return quantitiesWith(lookup, { domains: new Map(), asserted: new Set() })
}

interface Lookup extends Pick<Quantities, 'numberOf' | 'printedOf' | 'titleOf'> {
  /** Cases of a group; undefined of a number. */
  sizeOf(id: string): number | undefined
}

function quantitiesWith(lookup: Lookup, narrowing: Narrowing): Quantities {
  const { numberOf, sizeOf, printedOf, titleOf } = lookup
  const { domains, asserted } = narrowing
  const quantities: Quantities = {
    rangeOf: remembered(id => {
      const size = sizeOf(id)
      if (size !== undefined) return exactly(size)
      const domain = domains.get(id)
      if (domain !== undefined) return rangeIn(domain, id, quantities)
      if (asserted.has(id)) return rangeOfAsserted(id, quantities)
      const { whole, step, title, is } = numberOf(id)
      const printed = printedOf(id)
      if (printed === undefined) {
        if (is === undefined) return { range: anything, sources: [id], isOuter: false, notPrinted: [title] }
        const { range, ...found } = evaluate(is, quantities, undefined)
        return range === null ? { ...found, range: anything, notPrinted: [title] } : { ...found, range }
      }
      const isExact = whole === true && step === undefined && printed.decimals === 0 && printed.bound === 'none'
      if (isExact) return exactly(printed.value)
      return { range: { lower: printed.lower, upper: printed.upper }, sources: [id], isOuter: false, notPrinted: [] }
    }),
    countOf: remembered(id => {
      const size = sizeOf(id)
      if (size !== undefined) return exactCount(size)
      const domain = domains.get(id)
      if (domain?.kind === 'count') return countIn(domain, id)
      const { is, step } = numberOf(id)
      if (is !== undefined && 'percentage' in is) return countBehind(quantities, id, is.percentage)
      if (is !== undefined && 'count' in is && printedOf(id) === undefined) return quantities.countOf(is.count.of)
      const printed = printedOf(id)
      if (printed?.bound === 'none' && printed.decimals === 0 && step === undefined) return exactCount(printed.value)
      const { range, ...known } = quantities.rangeOf(id)
      return { ...wholesIn(range, printed), ...known }
    }),
    denominatorOf(id) {
      const { is } = numberOf(id)
      if (is === undefined || !('percentage' in is)) throw new InternalError(`${id} is no percentage`)
      return quantities.countOf(is.percentage.n)
    },
    numberOf,
    titleOf,
    printedOf,
    isGroup: id => sizeOf(id) !== undefined,
    narrowed: given => quantitiesWith(lookup, given),
  }
  return quantities
}

function remembered<T>(work: (id: string) => T): (id: string) => T {
  const known = new Map<string, T>()
  return id => {
    const found = known.get(id)
    if (found !== undefined) return found
    const made = work(id)
    known.set(id, made)
    return made
  }
}

const exactly = (value: number): Known => ({
  range: { lower: value, upper: value },
  sources: [],
  isOuter: false,
  notPrinted: [],
})

const exactCount = (value: number): KnownCount => ({
  least: value,
  most: value,
  sources: [],
  isOuter: false,
  notPrinted: [],
})

/** A count without an upper end in print ends here: beyond it whole numbers are not exact. */
const largestCount = Number.MAX_SAFE_INTEGER

function wholesIn(
  { lower, upper }: Known['range'],
  printed: PrintedNumber | undefined,
): { least: number; most: number } {
  const least = Math.max(0, Math.ceil(lower - 1e-9))
  const most = Math.min(largestCount, Math.floor(upper + 1e-9))
  if (printed === undefined || printed.bound === 'none') return { least, most: Math.max(least, most) }
  return {
    least: admits(printed, least) ? least : least + 1,
    most: admits(printed, most) ? most : most - 1,
  }
}

/**
 * The whole numbers behind a percentage: those that print as it, within those that its count can be. Where none does, the
 * percentage is at fault by itself, and what follows from it is judged by the whole numbers on either side.
 */
function countBehind(quantities: Quantities, id: string, { n, of }: RelationOf<'percentage'>): KnownCount {
  const size = quantities.countOf(n)
  const counted = of === undefined ? undefined : quantities.countOf(of)
  const printed = quantities.printedOf(id)
  const within = counted ?? { least: 0, most: size.most, sources: [], isOuter: false, notPrinted: [] }
  if (printed === undefined) return { ...within, ...together([size, within]) }
  const first = Math.max(0, Math.floor((printed.lower * size.least) / 100))
  const last = Math.min(size.most, Math.ceil((printed.upper * size.most) / 100))
  const least = admits(printed, (100 * first) / size.least) ? first : first + 1
  const most = admits(printed, (100 * last) / size.most) ? last : last - 1
  const found = least > most ? { least: first, most: last } : { least, most }
  const both = { least: Math.max(found.least, within.least), most: Math.min(found.most, within.most) }
  const chosen = both.least > both.most ? (counted ?? found) : both
  const sources = chosen.least === chosen.most ? [] : [id]
  const shared = together([size, { sources, isOuter: size.least < size.most, notPrinted: within.notPrinted }])
  return { least: chosen.least, most: chosen.most, ...shared }
}
