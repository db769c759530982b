import { InternalError } from '../core/errors.ts'
import { armLabel, type ChartArm, casesText } from './arms.ts'
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
import { dodge } from './dodge.ts'
import { legendFor } from './legend.ts'
import { barRows, rowLabels } from './row-axis.ts'
import { keyedTitle, seriesKey } from './series-keys.ts'
import { textWidth } from './text-width.ts'
import { fontSize, ink, labelColour, panel } from './theme.ts'
import { formatValue } from './units.ts'
import { valueChannel } from './value-axis.ts'

/** Parts of a whole in each arm, in per cent of its cases, as they add up along one bar. */
export interface StackedShares extends ChartText {
  arms: readonly ChartArm[]
  segments: readonly { id: string; title: string }[]
  shares: readonly { arm: string; segment: string; share: number }[]
  axisTitle: string
  decimals: number
}

interface Segment {
  row: string
  segment: string
  start: number
  end: number
}

interface SegmentLabel {
  row: string
  text: string
  at: number
  /** Whether the label fits inside its segment; else it stands above. */
  inside: boolean
  colour: string
}

const barHeight = 40
const rowGap = 16
const labelRoom = 20
const labelGap = 10

/** The parts of a whole in each arm along one bar. */
export const stackedShares: ChartKind<'stacked-shares', StackedShares> = {
  id: 'stacked-shares',
  title: 'Parts of a whole by arm',
  draw(data, theme): Chart {
    return makeChart(data, describe(data), shareTable(data), layout => stackedPanel(data, layout), theme)
  },
}

function stackedPanel(data: StackedShares, layout: Layout): Panel {
  const labels = rowLabels(data.arms.map(armLabel), layout)
  const plot = plotWidth(layout, labels.extent)
  const rows = data.arms.map((arm, i) => segmentsOf(data, arm, labels.texts[i] ?? arm.title))
  // Rounded shares may add up to a little over 100.
  const whole = Math.max(100, ...rows.flat().map(segment => segment.end))
  const fills = layout.theme.categories(data.segments.length)
  const titles = data.segments.map(keyedTitle)
  const texts = rows.flatMap(segments => labelsOf(data, segments, fills, { whole, plot }))
  const above = texts.some(({ inside }) => !inside) ? labelRoom : 0
  const rowHeight = barHeight + rowGap + 2 * above
  const across = valueChannel('percent', data.axisTitle, plot, [0, whole])
  const text = (inside: boolean, dy: number): Panel['layer'][number] => ({
    data: { values: texts },
    transform: [{ filter: `datum.inside === ${inside}` }],
    mark: { type: 'text', align: 'center', baseline: 'middle', dy },
    encoding: {
      x: { field: 'at', ...across },
      text: { field: 'text', type: 'nominal' },
      color: { field: 'colour', type: 'nominal', scale: null },
    },
  })
  return {
    data: { values: rows.flat() },
    height: data.arms.length * rowHeight,
    encoding: { y: barRows(labels, barHeight, rowHeight) },
    layer: [
      {
        mark: { type: 'bar', stroke: panel, strokeWidth: 1 },
        encoding: {
          x: { field: 'start', ...across },
          x2: { field: 'end' },
          color: {
            field: 'segment',
            type: 'nominal',
            scale: { domain: titles, range: [...fills] },
            legend: legendFor(titles, layout),
          },
        },
      },
      text(true, 0),
      text(false, -(barHeight / 2 + labelRoom / 2)),
    ],
  }
}

function segmentsOf(data: StackedShares, arm: ChartArm, row: string): Segment[] {
  let end = 0
  return data.segments.map((segment, i) => {
    const start = end
    end += shareOf(data, arm.id, segment.id)
    return { row, segment: keyedTitle(segment, i), start, end }
  })
}

function labelsOf(
  data: StackedShares,
  segments: readonly Segment[],
  fills: readonly string[],
  { whole, plot }: { whole: number; plot: number },
): SegmentLabel[] {
  const labels = segments.map((segment, i): SegmentLabel => {
    const text = `${seriesKey(i)} ${formatValue('percent', segment.end - segment.start, data.decimals)}`
    const room = ((segment.end - segment.start) * plot) / whole
    const inside = textWidth(text, fontSize) + labelGap <= room
    const colour = inside ? labelColour(fills[i] ?? ink) : ink
    return { row: segment.row, text, at: (segment.start + segment.end) / 2, inside, colour }
  })
  const above = labels.filter(label => !label.inside)
  const pixels = dodge(
    above.map(label => (label.at * plot) / whole),
    above.map(label => textWidth(label.text, fontSize) + labelGap),
    0,
    plot,
  )
  above.forEach((label, i) => {
    label.at = ((pixels[i] ?? 0) * whole) / plot
  })
  return labels
}

function shareOf({ shares }: StackedShares, arm: string, segment: string): number {
  const found = shares.find(each => each.arm === arm && each.segment === segment)
  if (found === undefined) throw new InternalError(`no share of ${segment} is given for arm ${arm}`)
  return found.share
}

function shareTable(data: StackedShares): ChartTable {
  return {
    columns: [
      { id: 'arm', title: 'Group', unit: 'text', decimals: 0 },
      { id: 'n', title: 'Cases', unit: 'count', decimals: 0 },
      ...data.segments.map(({ id, title }) => ({ id, title, unit: 'percent', decimals: data.decimals }) as const),
    ],
    rows: data.arms.map(arm => ({
      arm: arm.title,
      n: arm.n,
      ...Object.fromEntries(data.segments.map(({ id }) => [id, shareOf(data, arm.id, id)])),
    })),
  }
}

function describe(data: StackedShares): string {
  const rows = data.arms.map(arm => {
    const parts = data.segments.map(
      ({ id, title }) => `${title} ${formatValue('percent', shareOf(data, arm.id, id), data.decimals)}`,
    )
    return `${arm.title}: ${parts.join('; ')}.`
  })
  return `Stacked bar chart of shares of cases. ${casesText(data.arms)} ${rows.join(' ')}`
}
