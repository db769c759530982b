import { armLabel } from './arms.ts'
import type { Bar, BarsWithIntervals } from './bars.ts'
import { type Layer, type Layout, type Panel, plotWidth } from './chart.ts'
import { legendFor } from './legend.ts'
import { rowAxis, rowLabels } from './row-axis.ts'
import { ink, panel } from './theme.ts'
import type { Unit } from './units.ts'
import { axisEnd, labelMark, type ValueChannel, valueChannel, valueLabels } from './value-axis.ts'

const barHeight = 34
const barGap = 14

/** The drawing of bars with intervals: see `drawBars`. */
export function drawBarPanel(unit: Unit, data: BarsWithIntervals, bars: readonly Bar[], layout: Layout): Panel {
  const labels = rowLabels(data.arms.map(armLabel), layout)
  const plot = plotWidth(layout, labels.extent)
  const beside = valueLabels(
    bars.map(({ label }) => label),
    plot,
  )
  const values = bars.map(({ arm, series, point }, i) => {
    const row = labels.texts[data.arms.indexOf(arm)] ?? ''
    return { row, series, label: beside.texts[i] ?? '', ...point, arm: arm.id }
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
      yOffset: { field: 'series', type: 'nominal', sort: data.series.map(series => series.title) },
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

function seriesColour({ series }: BarsWithIntervals, layout: Layout) {
  if (series.length < 2) return {}
  const titles = series.map(({ title }) => title)
  return {
    color: {
      field: 'series',
      type: 'nominal',
      sort: titles,
      scale: { domain: titles, range: layout.theme.categories(series.length) },
      legend: legendFor(titles, layout),
    },
  } as const
}
