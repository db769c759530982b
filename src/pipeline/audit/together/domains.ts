import { type AuditNumber, type Relation, referencesOf } from '../../../model/audit-file.ts'
import { granularMean } from '../../../statistics/bounds/index.ts'
import type { Domain, Quantities } from '../check.ts'
import type { Statement } from './statement.ts'

/** Relations that leave a number open when all that they name is known: its print, and no value, is known then. */
const open: ReadonlySet<string> = new Set(['percentage', 'mean', 'sd', 'kruskal_wallis'])

const isOpen = (is: Relation): boolean =>
  Object.keys(is).some(key => open.has(key)) && !('percentage' in is && is.percentage.of !== undefined)

const countKeys: ReadonlySet<string | number> = new Set(['n', 'counts', 'nonzero'])

/** Whether a reference stands in the place of a count. */
const isCount = (path: readonly (string | number)[]): boolean =>
  path.some(key => countKeys.has(key)) || (path[0] === 'percentage' && path[1] === 'of')

/**
 * The numbers that statements rest on and that their prints leave open, each with what its print allows; by id, so that the
 * order of a file does not matter. Numbers that follow from these by the statements are not among them.
 */
export function domainsOf(
  statements: readonly Statement[],
  asserted: ReadonlySet<string>,
  quantities: Quantities,
): ReadonlyMap<string, Domain> {
  const found = new Map<string, Domain>()
  const seen = new Set<string>()
  const visit = (id: string, asCount: boolean): void => {
    if (quantities.isGroup(id)) return
    const number = quantities.numberOf(id)
    const key = `${id} ${asCount}`
    if (seen.has(key)) return
    seen.add(key)
    const { is, printed } = number
    const isTaken = asserted.has(id) || printed === undefined
    if (is !== undefined && isTaken) visitAll(is)
    else if (is !== undefined && 'percentage' in is) visit(is.percentage.n, true)
    if (is !== undefined && isTaken && !isOpen(is)) return
    const domain = domainOf(number, asCount, asserted.has(id), quantities)
    if (domain !== undefined && found.get(id)?.kind !== 'count') found.set(id, domain)
  }
  // A whole print is the degrees of freedom themselves.
  const isWhole = (id: string): boolean =>
    quantities.printedOf(id)?.decimals === 0 && quantities.numberOf(id).step === undefined
  const visitAll = (is: Relation): void => {
    for (const { path, id } of referencesOf(is)) if (!(path.includes('df') && isWhole(id))) visit(id, isCount(path))
  }
  for (const statement of statements) {
    if (statement.kind === 'number') visit(statement.of.id, false)
    else for (const id of [...statement.of.parts, statement.of.of]) visit(id, true)
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What its print allows of a number; undefined where it is known, or nothing is. */
function domainOf(
  { id, is, whole, step }: AuditNumber,
  asCount: boolean,
  isAsserted: boolean,
  quantities: Quantities,
): Domain | undefined {
  const printed = quantities.printedOf(id)
  const isPercentage = is !== undefined && 'percentage' in is
  if (isPercentage || (printed !== undefined && (asCount || (whole === true && step !== undefined)))) {
    const { least, most } = quantities.countOf(id)
    return least === most && !isPercentage ? undefined : { kind: 'count', least, most }
  }
  if (printed === undefined || (whole === true && step === undefined)) return undefined
  if (is !== undefined && 'mean' in is && isAsserted) {
    const { least: n, most } = quantities.countOf(is.mean.n)
    if (n === most && n > 0) {
      const { fitting } = granularMean(printed, n, is.mean.values)
      const unit = is.mean.values.step / n
      if (fitting === undefined) return { kind: 'range', lower: printed.lower, upper: printed.upper }
      return {
        kind: 'multiples',
        least: Math.round(fitting.lower / unit),
        most: Math.round(fitting.upper / unit),
        unit,
      }
    }
  }
  return { kind: 'range', lower: printed.lower, upper: printed.upper }
}
