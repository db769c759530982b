import type { Layout } from './chart.ts'
import { textWidth, wrapText } from './text-width.ts'
import { fontSize } from './theme.ts'

/** Pixels of the symbol of an entry, and those to its neighbour too. */
const symbolRoom = 28
const entryRoom = 48
const padding = 8

/** A legend above the plot: in a row where the entries fit, one under the other where they do not, and each on several lines where it is longer than the chart is wide. */
export function legendFor(titles: readonly string[], layout: Layout) {
  const needed = titles.reduce((total, title) => total + textWidth(title, fontSize) + entryRoom, 0)
  const lines = titles.map(title => wrapText(title, layout.width - 2 * padding - symbolRoom, fontSize))
  return {
    orient: 'top',
    direction: needed <= layout.width ? 'horizontal' : 'vertical',
    ...(lines.some(({ length }) => length > 1) && {
      labelExpr: `${JSON.stringify(lines)}[indexof(${JSON.stringify(titles)}, datum.value)]`,
    }),
  } as const
}
