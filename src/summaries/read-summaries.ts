import type { AcrossStrata, AnySummary } from '../model/summary.ts'

type Written = Readonly<Record<string, unknown>>

/** Summaries as canonical JSON holds them, with their whole numbers of any size as such again. */
export const readSummaries = (written: readonly unknown[]): AnySummary[] =>
  (written as readonly (AnySummary & Written)[]).map(
    summary =>
      ({
        ...summary,
        ...('tieTerm' in summary ? { tieTerm: wholeNumber(summary.tieTerm) } : {}),
        ...(summary.across === undefined ? {} : { across: summary.across.map(readAcross) }),
        cells: summary.cells.map(cell => ({ ...cell, data: wholeNumbers(cell.data as unknown as Written) })),
      }) as unknown as AnySummary,
  )

function readAcross({ arm, strata, uptake, ...products }: AcrossStrata): AcrossStrata {
  const own = { arm, strata, ...wholeNumbers(products) }
  return (uptake === undefined ? own : { ...own, uptake: wholeNumbers({ ...uptake }) }) as AcrossStrata
}

/** Of cells and products every text is a number. */
const wholeNumbers = (data: Written): Written =>
  Object.fromEntries(Object.entries(data).map(([name, value]) => [name, wholeNumber(value)]))

const wholeNumber = (value: unknown): unknown => (typeof value === 'string' ? BigInt(value) : value)
