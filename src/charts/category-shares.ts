import {
  type Chart,
  type ChartKind,
  type ChartTable,
  type ChartText,
  type Layout,
  makeChart,
  type Panel,
  plotWidth,
} from './chart.ts'
import { rowAxis, rowLabels } from './row-axis.ts'
import { formatValue } from './units.ts'
import { axisEnd, valueChannel } from './value-axis.ts'

/** Shares of one group in each category, in per cent, shown in the order given. */
export interface CategoryShares extends ChartText {
  categories: readonly { id: string; title: string; share: number }[]
  axisTitle: string
  decimals: number
}

const barHeight = 30
const barGap = 12

/** Shares of categories as bars, in per cent. */
export const categoryShares: ChartKind<'category-shares', CategoryShares> = {
  id: 'category-shares',
  title: 'Shares of one group by category',
  draw(data, theme): Chart {
    return makeChart(data, describe(data), categoryTable(data), layout => categoryPanel(data, layout), theme)
  },
}

function categoryPanel(data: CategoryShares, layout: Layout): Panel {
  const labels = rowLabels(
    data.categories.map(({ title }) => title),
    layout,
  )
  const bars = data.categories.map(({ share }, i) => ({
    row: labels.texts[i] ?? '',
    share,
    label: formatValue('percent', share, data.decimals),
  }))
  const plot = plotWidth(layout, labels.extent)
  const reach = bars.map(({ share, label }) => ({ from: share, text: label }))
  const rowHeight = Math.max(barHeight, labels.height) + barGap
  const across = {
    field: 'share',
    ...valueChannel('percent', data.axisTitle, plot, [0, axisEnd(0, reach, plot)]),
  }
  return {
    data: { values: bars },
    height: bars.length * rowHeight,
    encoding: { y: { field: 'row', type: 'nominal', sort: [...labels.texts], axis: rowAxis(labels) } },
    layer: [
      { mark: { type: 'bar', color: layout.theme.main, height: barHeight }, encoding: { x: across } },
      {
        mark: { type: 'text', align: 'left', baseline: 'middle', dx: 8 },
        encoding: { x: across, text: { field: 'label', type: 'nominal' } },
      },
    ],
  }
}

function categoryTable({ categories, decimals }: CategoryShares): ChartTable {
  return {
    columns: [
      { id: 'category', title: 'Category', unit: 'text', decimals: 0 },
      { id: 'share', title: 'Share', unit: 'percent', decimals },
    ],
    rows: categories.map(({ title, share }) => ({ category: title, share })),
  }
}

function describe({ categories, decimals }: CategoryShares): string {
  const parts = categories.map(({ title, share }) => `${title} ${formatValue('percent', share, decimals)}`)
  return `Bar chart of shares. ${parts.join('; ')}.`
}
