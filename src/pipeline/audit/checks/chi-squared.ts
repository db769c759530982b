import type { RelationOf } from '../../../model/audit-file.ts'
import type { PrintedNumber } from '../../../model/printed-number.ts'
import { attainableChiSquared, attainableYates, type RowRange } from '../../../statistics/bounds/index.ts'
import type { Check } from '../check.ts'
import { type Attainable, type KnownCount, together } from '../known.ts'
import { fitOf } from '../verdict.ts'

const attainable = { none: attainableChiSquared, yates: attainableYates }

/** Pearson's chi-squared, with or without Yates's correction, over every table that the printed counts and percentages allow. */
export const chiSquared: Check<'chi_squared'> = (relation, { countOf }, printed) => {
  const { rows, correction } = relation
  const known: KnownCount[] = []
  const count = (id: string): KnownCount => {
    const found = countOf(id)
    known.push(found)
    return found
  }
  const totals = rows.map(({ n }) => (n === undefined ? undefined : count(n)))
  const ranges = rows.map(({ counts }, row) => ({ total: totals[row]?.least, cells: counts.map(count) }))
  const inputs = together(known)
  const isOpen = totals.some(total => total !== undefined && total.least !== total.most)
  if (isOpen) return { ...inputs, range: { lower: 0, upper: Number.POSITIVE_INFINITY }, isOuter: true }
  const found = ofTables(ranges, correction, inputs)
  const isTwoByTwo = rows.length === 2 && columnsOf(relation) === 2
  return { ...found, ...(isTwoByTwo && printed ? { remark: ofOther(printed, found, ranges, correction, inputs) } : {}) }
}

type Correction = RelationOf<'chi_squared'>['correction']

function ofTables(
  rows: readonly RowRange[],
  correction: Correction,
  inputs: Pick<KnownCount, 'sources' | 'isOuter' | 'notPrinted'>,
): Attainable {
  const found = attainable[correction](rows)
  if (found === undefined)
    return { ...inputs, range: null, otherwise: 'The counts of a row exceed its number of cases.' }
  return {
    ...inputs,
    range: found.bounds,
    values: inputs.isOuter ? undefined : found.values,
    isOuter: inputs.isOuter || found.tried === 'some',
  }
}

/** Where the statistic does not fit as declared but does the other way, that is said. */
function ofOther(
  printed: PrintedNumber,
  declared: Attainable,
  rows: readonly RowRange[],
  correction: Correction,
  inputs: Pick<KnownCount, 'sources' | 'isOuter' | 'notPrinted'>,
): string | undefined {
  if (fitOf(printed, declared) !== 'none') return undefined
  const other = ofTables(rows, correction === 'none' ? 'yates' : 'none', inputs)
  if (fitOf(printed, other) !== 'some') return undefined
  return correction === 'none' ? "With Yates's correction it fits." : "Without Yates's correction it fits."
}

const columnsOf = ({ rows }: RelationOf<'chi_squared'>): number =>
  Math.max(...rows.map(({ n, counts }) => counts.length + (n === undefined ? 0 : 1)))

export const degreesOfTable = (table: RelationOf<'chi_squared'>): number =>
  (table.rows.length - 1) * (columnsOf(table) - 1)
