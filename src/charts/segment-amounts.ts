import {
  type Chart,
  type ChartKind,
  type ChartTable,
  type ChartText,
  type Layout,
  makeChart,
  type Panel,
  plotWidth,
  sentence,
} from './chart.ts'
import { legendFor } from './legend.ts'
import { barRows, rowLabels } from './row-axis.ts'
import { keyedTitle, seriesKey } from './series-keys.ts'
import { formatValue } from './units.ts'
import { axisEnd, labelMark, valueChannel, valueLabels } from './value-axis.ts'

/** What is outstanding by segment, in pounds, in the order of the segments. */
export interface SegmentAmountsChart extends ChartText {
  segments: readonly { id: string; title: string /** A priority. */; priority: string; amount: number }[]
  /** Priorities of collection, the highest first. */
  priorities: readonly { id: string; title: string }[]
  axisTitle: string
}

const barHeight = 28
const rowGap = 14
const labelGap = 6
const million = 1e6

/** A bar for each segment of what is outstanding, coloured by priority, with its amount and share. */
export const segmentAmounts: ChartKind<'segment-amounts', SegmentAmountsChart> = {
  id: 'segment-amounts',
  title: 'Outstanding amounts by segment',
  draw(data, theme): Chart {
    const subtitle = `${sentence(data.subtitle)} Shares are of all segments together.`
    const panel = (layout: Layout) => segmentPanel(data, layout)
    return makeChart({ ...data, subtitle }, describe(data), amountTable(data), panel, theme)
  },
}

function segmentPanel(data: SegmentAmountsChart, layout: Layout): Panel {
  const { segments, priorities } = data
  const labels = rowLabels(
    segments.map(({ title }) => title),
    layout,
  )
  const plot = plotWidth(layout, labels.extent)
  const texts = valueLabels(
    segments.map(segment => labelOf(segment, data)),
    plot,
  )
  const end = axisEnd(
    0,
    segments.map(({ amount }, at) => ({ from: amount, text: texts.texts[at] ?? '' })),
    plot,
  )
  const across = valueChannel('pounds', data.axisTitle, plot, [0, end])
  const titles = priorities.map(keyedTitle)
  const titleOf = new Map(priorities.map(({ id }, at) => [id, titles[at]]))
  const rowHeight = Math.max(barHeight, labels.height, texts.height) + rowGap
  return {
    data: {
      values: segments.map(({ priority, amount }, at) => ({
        ...{ row: labels.texts[at], amount, label: texts.texts[at] },
        priority: titleOf.get(priority),
      })),
    },
    height: segments.length * rowHeight,
    encoding: { y: barRows(labels, barHeight, rowHeight) },
    layer: [
      {
        mark: { type: 'bar' },
        encoding: {
          x: { field: 'amount', ...across },
          color: {
            field: 'priority',
            type: 'nominal',
            scale: { domain: titles, range: [...layout.theme.categories(titles.length)] },
            legend: titles.length < 2 ? null : legendFor(titles, layout),
          },
        },
      },
      {
        mark: labelMark(texts, labelGap),
        encoding: { x: { field: 'amount', ...across }, text: { field: 'label', type: 'nominal' } },
      } as Panel['layer'][number],
    ],
  }
}

const totalOf = ({ segments }: SegmentAmountsChart): number => segments.reduce((sum, { amount }) => sum + amount, 0)

/** "A £525m, 14.1%": the letter of the priority, and the amount in millions where that is what is counted in. */
function labelOf({ priority, amount }: SegmentAmountsChart['segments'][number], data: SegmentAmountsChart): string {
  const { priorities, segments } = data
  const letter = seriesKey(priorities.findIndex(({ id }) => id === priority))
  const isInMillions = Math.max(...segments.map(each => each.amount)) >= 10 * million
  const shown = isInMillions ? `${formatValue('pounds', amount / million, 0)}m` : formatValue('pounds', amount, 0)
  return `${priorities.length < 2 ? '' : `${letter} `}${[shown, ...shareText(amount, data)].join(', ')}`
}

function shareText(amount: number, data: SegmentAmountsChart): string[] {
  const total = totalOf(data)
  return total === 0 ? [] : [formatValue('percent', (100 * amount) / total, 1)]
}

function amountTable(data: SegmentAmountsChart): ChartTable {
  const total = totalOf(data)
  return {
    columns: [
      { id: 'segment', title: 'Segment', unit: 'text', decimals: 0 },
      { id: 'priority', title: 'Priority', unit: 'text', decimals: 0 },
      { id: 'amount', title: 'Outstanding', unit: 'pounds', decimals: 0 },
      { id: 'share', title: 'Share', unit: 'percent', decimals: 1 },
    ],
    rows: data.segments.map(({ title, priority, amount }) => ({
      segment: title,
      priority: data.priorities.find(({ id }) => id === priority)?.title ?? priority,
      amount,
      share: total === 0 ? null : (100 * amount) / total,
    })),
  }
}

function describe(data: SegmentAmountsChart): string {
  const rows = data.segments.map(segment => {
    const { title } = data.priorities.find(({ id }) => id === segment.priority) ?? { title: segment.priority }
    const amounts = [formatValue('pounds', segment.amount, 0), ...shareText(segment.amount, data)]
    return `${segment.title} (${title}): ${amounts.join(', ')}.`
  })
  return `Bar chart of what is outstanding by segment, each with its priority of collection. ${rows.join(' ')}`
}
