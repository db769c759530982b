import { InternalError } from '../../core/errors.ts'
import type { Domain, Quantities } from './check.ts'
import { evaluate } from './evaluate.ts'
import { type Known, type KnownCount, together } from './known.ts'

const known = (id: string, isOne: boolean): Omit<Known, 'range'> => ({
  sources: isOne ? [] : [id],
  isOuter: false,
  notPrinted: [],
})

/** The whole numbers of a domain. */
export const countIn = ({ least, most }: { least: number; most: number }, id: string): KnownCount => ({
  ...known(id, least === most),
  least,
  most,
})

/** The values of a domain; of a percentage, those that its whole numbers give. */
export function rangeIn(domain: Domain, id: string, quantities: Quantities): Known {
  if (domain.kind === 'range') {
    const { lower, upper } = domain
    return { ...known(id, lower === upper), range: { lower, upper } }
  }
  const { least, most } = domain
  const unit = domain.kind === 'multiples' ? domain.unit : 1
  const { is } = quantities.numberOf(id)
  if (is === undefined || !('percentage' in is)) {
    return { ...known(id, least === most), range: { lower: least * unit, upper: most * unit } }
  }
  const size = quantities.countOf(is.percentage.n)
  const range = { lower: (100 * least) / size.most, upper: (100 * most) / Math.max(1, size.least) }
  return { ...together([size, known(id, least === most)]), range }
}

/** What the relation of a number gives, as far as it prints as the number. Where the two exclude each other, the print stands. */
export function rangeOfAsserted(id: string, quantities: Quantities): Known {
  const { is } = quantities.numberOf(id)
  const printed = quantities.printedOf(id)
  if (is === undefined || printed === undefined) throw new InternalError(`${id} is no statement`)
  const { lower, upper } = printed
  const found = evaluate(is, quantities, printed)
  if (found.range === null) return { ...known(id, false), range: { lower, upper } }
  const range = { lower: Math.max(lower, found.range.lower), upper: Math.min(upper, found.range.upper) }
  return { ...found, range: range.lower > range.upper ? { lower, upper } : range }
}
