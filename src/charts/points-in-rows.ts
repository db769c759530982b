import type { Layer, Layout } from './chart.ts'
import { legendFor } from './legend.ts'
import type { RowLabels } from './row-axis.ts'
import { seriesStyle } from './series-style.ts'
import type { ValueChannel } from './value-axis.ts'

/** Pixels that a point has to itself. */
const pointHeight = 12
const rowGap = 12
/** Share of a row over which its points are spread. */
const spread = 0.7

/** Pixels of a row with its label and so many points one under the other. */
export function pointRowHeight(points: number, { height }: Pick<RowLabels, 'height'>): number {
  return Math.max(points * pointHeight, height) + rowGap
}

/** In each row a point for each series, at `value`, told apart by colour and shape; `field` has its title. */
export function pointLayer(
  series: readonly { title: string }[],
  field: string,
  { across, y }: { across: ValueChannel; y: object },
  layout: Layout,
): Layer {
  const titles = series.map(({ title }) => title)
  const { colours, shapes } = seriesStyle(titles.length, layout.theme)
  const legend = titles.length < 2 ? null : { ...legendFor(titles, layout), symbolType: 'circle', symbolSize: 90 }
  return {
    mark: { type: 'point', filled: true, opacity: 1, size: 90 },
    encoding: {
      y,
      yOffset: {
        field,
        type: 'nominal',
        sort: titles,
        scale: { paddingOuter: (1 - spread) * titles.length },
      },
      x: { field: 'value', ...across },
      color: { field, type: 'nominal', scale: { domain: titles, range: [...colours] }, legend },
      shape: { field, type: 'nominal', scale: { domain: titles, range: [...shapes] }, legend },
    } as Layer['encoding'],
  } as Layer
}
