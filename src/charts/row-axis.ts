import type { Layout } from './chart.ts'
import { textWidth, wrapText } from './text-width.ts'
import { fontSize, lineHeight } from './theme.ts'

/** Labels of the rows of a chart, wrapped; a line break in a label starts a new line. */
export interface RowLabels {
  /** Text of each row with its line breaks, in order: the domain of the vertical axis. */
  texts: readonly string[]
  /** Pixels that the axis takes. */
  extent: number
  /** Pixels of the highest label. */
  height: number
}

const gap = 8
const splitLabel = "split(datum.label, '\\n')"

export function rowLabels(labels: readonly string[], layout: Layout): RowLabels {
  const wrapped = labels.map(label =>
    label.split('\n').flatMap(part => wrapText(part, layout.labelWidth - gap, fontSize)),
  )
  const widest = Math.max(...wrapped.flat().map(line => textWidth(line, fontSize)))
  return {
    texts: wrapped.map(lines => lines.join('\n')),
    extent: Math.ceil(widest) + gap,
    height: Math.max(...wrapped.map(lines => lines.length)) * lineHeight,
  }
}

/** The vertical channel of rows with a bar each, `bar` of `row` pixels high. */
export function barRows(labels: RowLabels, bar: number, row: number) {
  const empty = 1 - bar / row
  return {
    field: 'row',
    type: 'nominal' as const,
    sort: [...labels.texts],
    axis: rowAxis(labels),
    scale: { paddingInner: empty, paddingOuter: empty / 2 },
  }
}

/** The vertical axis of rows: labels beside them, no line, no title. */
export function rowAxis({ extent }: RowLabels) {
  return {
    title: null,
    labelExpr: splitLabel,
    // Vega sets the first line at the middle of the row: move up by half of what follows.
    labelOffset: { expr: `-(length(${splitLabel}) - 1) * ${lineHeight / 2}` },
    minExtent: extent,
    maxExtent: extent,
    labelPadding: gap,
  }
}
