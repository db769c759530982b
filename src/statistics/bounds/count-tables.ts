import { sumOf } from '../../core/lists.ts'

/** Whole numbers from the least to the most. */
export interface CountRange {
  readonly least: number
  readonly most: number
}

/** Whole numbers one by one. */
export const wholeNumbers = ({ least, most }: CountRange): number[] =>
  Array.from({ length: Math.max(0, most - least + 1) }, (_, step) => least + step)

/** A row of a table: counts within ranges, and the row's total where it is fixed; what it leaves is one more column. */
export interface RowRange {
  readonly total?: number | undefined
  readonly cells: readonly CountRange[]
}

export type Table = readonly (readonly number[])[]

/** Every way to fill a row; undefined where there are more than `most`, none where the counts exceed the total. */
export function fillings({ total, cells }: RowRange, most: number): number[][] | undefined {
  if (cells.reduce((product, { least, most: top }) => product * Math.max(0, top - least + 1), 1) > most)
    return undefined
  const ways = cells.reduce<number[][]>(
    (made, cell) => made.flatMap(start => wholeNumbers(cell).map(count => [...start, count])),
    [[]],
  )
  if (total === undefined) return ways.map(way => [...way, 0])
  return ways.flatMap(way => {
    const rest = total - sumOf(way)
    return rest < 0 ? [] : [[...way, rest]]
  })
}

/** The ranges of a row with a fixed total, what it leaves among them. */
export function closedRow({ total = 0, cells }: RowRange): CountRange[] {
  const rest = {
    least: Math.max(0, total - sumOf(cells.map(({ most }) => most))),
    most: total - sumOf(cells.map(({ least }) => least)),
  }
  return [...cells, rest]
}

/** The vertices of what the ranges of a row with a fixed total allow: all counts but one at an end of their range. */
export function vertices(row: RowRange): number[][] {
  const { total = 0 } = row
  const cells = closedRow(row)
  const found = new Map<string, number[]>()
  for (const free of cells.keys()) {
    for (let mask = 0; mask < 2 ** cells.length; mask += 1) {
      if ((mask >> free) & 1) continue
      const counts = cells.map(({ least, most }, index) => (index === free ? 0 : (mask >> index) & 1 ? most : least))
      const left = total - sumOf(counts)
      const { least, most } = cells[free] as CountRange
      if (left < least || left > most) continue
      counts[free] = left
      found.set(counts.join(), counts)
    }
  }
  return [...found.values()]
}
