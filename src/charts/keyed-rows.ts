import type { Layer, Layout } from './chart.ts'
import { type RowLabels, rowAxis, rowLabels } from './row-axis.ts'
import { wrapText } from './text-width.ts'
import { fontSize, lineHeight, panel } from './theme.ts'

/** A row of a chart: with a label beside it, or a heading over those that follow. */
export type Row = { label: string } | { heading: string }

/** Rows in their order, whose labels need not differ, as those of one arm under several headings. */
export interface KeyedRows extends RowLabels {
  /** Values of the vertical channel: a key for each row, and its label after a tab. */
  keys: readonly string[]
  headings: readonly { row: string; text: string }[]
}

const padding = 8

export function keyedRows(rows: readonly Row[], layout: Layout): KeyedRows {
  const labels = rowLabels(
    rows.map(row => ('label' in row ? row.label : '')),
    layout,
  )
  const keys = labels.texts.map((text, i) => `${i}\t${text}`)
  const headings = rows.flatMap((row, i) => {
    if ('label' in row) return []
    return [
      { row: keys[i] ?? '', text: wrapText(row.heading, layout.width - 2 * padding, fontSize, 'bold').join('\n') },
    ]
  })
  const lines = Math.max(1, ...headings.map(({ text }) => text.split('\n').length))
  return { ...labels, height: Math.max(labels.height, lines * lineHeight), keys, headings }
}

const splitLabel = "split(split(datum.label, '\\t')[1], '\\n')"

/** The vertical channel of keyed rows. */
export function keyedChannel(keyed: KeyedRows) {
  return {
    field: 'row',
    type: 'nominal' as const,
    sort: [...keyed.keys],
    scale: { domain: [...keyed.keys], padding: 0 },
    axis: {
      ...rowAxis(keyed),
      labelExpr: splitLabel,
      labelOffset: { expr: `-(length(${splitLabel}) - 1) * ${lineHeight / 2}` },
    },
  }
}

/** The headings, over the labels of their rows and the plot, whose gridlines stop there; lines of one shift are a layer. */
export function headingLayers({ headings, extent }: KeyedRows): Layer[] {
  const lines = headings.flatMap(({ row, text }) => {
    const texts = text.split('\n')
    return texts.map((line, i) => ({ row, text: line, shift: (i - (texts.length - 1) / 2) * lineHeight }))
  })
  const paper: Layer = {
    data: { values: headings.map(({ row }) => ({ row })) },
    mark: { type: 'rect', color: panel },
    encoding: { x: { value: 0 }, x2: { value: 'width' } },
  }
  const texts = [...new Set(lines.map(({ shift }) => shift))].map(
    (shift): Layer => ({
      data: { values: lines.filter(line => line.shift === shift).map(({ row, text }) => ({ row, text })) },
      mark: { type: 'text', align: 'left', baseline: 'middle', fontWeight: 'bold', dy: shift },
      encoding: { x: { value: -extent }, text: { field: 'text', type: 'nominal' } },
    }),
  )
  return [paper, ...texts]
}
