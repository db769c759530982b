import { type Column, type Figure, literal, type Text } from './document.ts'
import { type NamedNumber, written } from './numbers.ts'
import { tied } from './quoted.ts'

/** The table of a chart, as charts/ gives it. */
export interface FigureData {
  columns: readonly {
    id: string
    title: string
    unit: 'text' | 'count' | 'percent' | 'points' | 'pounds'
    decimals: number
  }[]
  rows: readonly Readonly<Record<string, string | number | null>>[]
}

const fileTitles = {
  '.svg': 'Drawing (SVG)',
  '.png': 'Drawing (PNG)',
  '.csv': 'Data (CSV)',
  '.vl.json': 'Specification (Vega-Lite)',
} as const
type Ending = keyof typeof fileTitles
const allEndings = Object.keys(fileTitles) as Ending[]

export interface FigureParts {
  id: string
  label: string
  title: string
  subtitle: string
  description: string
  svg: { wide: string; narrow: string }
  png?: Uint8Array
  table: FigureData
  /** Address of the folder of the chart's files from the report, as "10-charts". */
  folder: string
  notes?: readonly Text[]
  /** Endings of its files; all where absent. */
  endings?: readonly Ending[]
  /** Numbers in its words that are not in its table, as the level of intervals. */
  numbers?: readonly NamedNumber[]
}

/** A figure of the report from a drawn chart whose files are `<folder>/<id>.svg`, `.png`, `.vl.json` and `.csv`. */
export function figure({
  table,
  folder,
  notes = [],
  numbers = [],
  endings = allEndings,
  ...parts
}: FigureParts): Figure {
  const { id, label, title, subtitle, description } = parts
  const file = (ending: string) => `${folder}/${id}${ending}`
  const all = [...chartNumbers(id, table), ...numbers]
  return {
    kind: 'figure',
    ...parts,
    label: [literal(label)],
    ...{ title: tied(title, all), subtitle: tied(subtitle, all), description: tied(description, all) },
    image: file('.svg'),
    data: { columns: table.columns.map(columnOf), rows: cellsOf(id, table), notes },
    files: endings.map(ending => ({ title: fileTitles[ending], href: file(ending) })),
  }
}

/** Every number in the table of a chart, as `chart.figure-1.2.estimate`: of its second row. */
export function chartNumbers(id: string, { columns, rows }: FigureData): NamedNumber[] {
  return rows.flatMap((row, at) =>
    columns.flatMap((column): NamedNumber[] => {
      const value = row[column.id] ?? null
      const { unit, decimals } = column
      return unit === 'text' || typeof value !== 'number'
        ? []
        : [{ id: cellId(id, at, column.id), value, unit, decimals }]
    }),
  )
}

const cellId = (chart: string, row: number, column: string): string => `chart.${chart}.${row + 1}.${column}`

function columnOf({ title, unit }: FigureData['columns'][number], position: number): Column {
  return { title: [literal(title)], kind: position === 0 ? 'heading' : unit === 'text' ? 'text' : 'number' }
}

function cellsOf(id: string, table: FigureData): Text[][] {
  const numbers = new Map(chartNumbers(id, table).map(each => [each.id, each]))
  return table.rows.map((row, at) =>
    table.columns.map((column): Text => {
      const number = numbers.get(cellId(id, at, column.id))
      if (number !== undefined) return [written(number)]
      const value = row[column.id] ?? null
      return value === null ? 'not available' : [literal(String(value))]
    }),
  )
}
