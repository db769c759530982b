import type { Column, Figure, Text } from './document.ts'
import { count, percent, points, pounds } from './format.ts'

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
}

/** A figure of the report from a drawn chart whose files are `<folder>/<id>.svg`, `.png`, `.vl.json` and `.csv`. */
export function figure({ table, folder, notes = [], ...parts }: FigureParts): Figure {
  const file = (ending: string) => `${folder}/${parts.id}${ending}`
  return {
    kind: 'figure',
    ...parts,
    image: file('.svg'),
    data: { columns: table.columns.map(columnOf), rows: table.rows.map(row => cells(table, row)), notes },
    files: [
      { title: 'Drawing (SVG)', href: file('.svg') },
      { title: 'Drawing (PNG)', href: file('.png') },
      { title: 'Data (CSV)', href: file('.csv') },
      { title: 'Specification (Vega-Lite)', href: file('.vl.json') },
    ],
  }
}

function columnOf({ title, unit }: FigureData['columns'][number], position: number): Column {
  return { title, kind: position === 0 ? 'heading' : unit === 'text' ? 'text' : 'number' }
}

const formats = {
  text: String,
  count,
  percent,
  points,
  pounds,
} as const

function cells({ columns }: FigureData, row: FigureData['rows'][number]): string[] {
  return columns.map(({ id, unit, decimals }) => {
    const value = row[id] ?? null
    if (value === null) return 'not available'
    return typeof value === 'string' ? value : formats[unit](value, decimals)
  })
}
