import { armLabel } from './arms.ts'
import type { Bar, BarsWithIntervals } from './bars.ts'
import { type Layer, type Layout, type Panel, plotWidth } from './chart.ts'
import { legendFor } from './legend.ts'
import { rowAxis, rowLabels } from './row-axis.ts'
import { keyedTitle, seriesKey } from './series-keys.ts'
import { ink, panel } from './theme.ts'
import type { Unit } from './units.ts'
import { axisEnd, labelMark, type ValueChannel, valueChannel, valueLabels } from './value-axis.ts'

const barHeight = 34
const barGap = 14

/** The drawing of bars with intervals: see `drawBars`. */
export function drawBarPanel(unit: Unit, data: BarsWithIntervals, bars: readonly Bar[], layout: Layout): Panel {
  const labels = rowLabels(data.arms.map(armLabel), layout)
  const plot = plotWidth(layout, labels.extent)
  const isKeyed = data.series.length > 1
  const indexOf = ({ series }: Bar): number => data.series.findIndex(({ title }) => title === series)
  const beside = valueLabels(
    bars.map(bar => (isKeyed ? `${seriesKey(indexOf(bar))} ${bar.label}` : bar.label)),
    plot,
  )
  const titles = legendTitles(data)
  const values = bars.map((bar, i) => {
    const row = labels.texts[data.arms.indexOf(bar.arm)] ?? ''
    return { row, series: titles[indexOf(bar)] ?? '', label: beside.texts[i] ?? '', ...bar.point, arm: bar.arm.id }
  })
  const start = Math.min(0, ...bars.map(({ point }) => point?.lower ?? 0))
  const reach = bars.map(({ point }, i) => ({ from: point?.upper ?? 0, text: beside.texts[i] ?? '' }))
  const across = valueChannel(unit, data.axisTitle, plot, [start, axisEnd(start, reach, plot)])
  const rowHeight = Math.max(data.series.length * barHeight, labels.height) + barGap
  return {
    data: { values },
    height: data.arms.length * rowHeight,
    encoding: {
      y: {
        field: 'row',
        type: 'nominal',
        sort: [...labels.texts],
        axis: rowAxis(labels),
        scale: { paddingInner: barGap / rowHeight, paddingOuter: barGap / rowHeight / 2 },
      },
      yOffset: { field: 'series', type: 'nominal', sort: titles },
    },
    layer: barLayers(data, across, labelMark(beside, 8), layout),
  }
}

function barLayers(
  data: BarsWithIntervals,
  across: ValueChannel,
  label: ReturnType<typeof labelMark>,
  layout: Layout,
): Layer[] {
  const hasPoint = [{ filter: 'isValid(datum.estimate)' }]
  const line = { x: { field: 'lower', ...across }, x2: { field: 'upper' } }
  // The light edge keeps lines and caps visible on a dark bar.
  const strokes = [
    { color: panel, edge: 4 },
    { color: ink, edge: 0 },
  ]
  const cap = (field: string, color: string, edge: number): Layer => ({
    transform: hasPoint,
    mark: { type: 'tick', color, opacity: 1, size: 10 + edge, thickness: 2 + edge },
    encoding: { x: { field, ...across } },
  })
  return [
    {
      transform: hasPoint,
      mark: { type: 'bar', color: layout.theme.main },
      encoding: { x: { field: 'estimate', ...across }, ...seriesColour(data, layout) },
    },
    ...strokes.flatMap(({ color, edge }): Layer[] => [
      { transform: hasPoint, mark: { type: 'rule', color, strokeWidth: 2 + edge }, encoding: line },
      cap('lower', color, edge),
      cap('upper', color, edge),
    ]),
    {
      transform: [{ calculate: 'isValid(datum.upper) ? datum.upper : 0', as: 'labelAt' }],
      mark: label,
      encoding: { x: { field: 'labelAt', ...across }, text: { field: 'label', type: 'nominal' } },
    },
  ]
}

/** The titles of the series, each after its letter where there are several. */
const legendTitles = ({ series }: BarsWithIntervals): string[] =>
  series.length > 1 ? series.map(keyedTitle) : series.map(({ title }) => title)

function seriesColour(data: BarsWithIntervals, layout: Layout) {
  if (data.series.length < 2) return {}
  const titles = legendTitles(data)
  return {
    color: {
      field: 'series',
      type: 'nominal',
      sort: titles,
      scale: { domain: titles, range: layout.theme.categories(titles.length) },
      legend: legendFor(titles, layout),
    },
  } as const
}
