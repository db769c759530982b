import { decimalText } from '../core/decimal-text.ts'
import { type Chart, type ChartTable, type ChartText, type Layout, makeChart, type Panel, plotWidth } from './chart.ts'
import { headingLayers, keyedChannel, keyedRows } from './keyed-rows.ts'
import type { Theme } from './theme.ts'
import { formatValue } from './units.ts'
import { axisEnd, labelMark, valueChannel, valueLabels } from './value-axis.ts'

/** How many of each arm's cases stand in each group. */
export interface GroupedShares extends ChartText {
  /** Arms with the number of cases that shares are of. */
  arms: readonly { id: string; title: string; n: number }[]
  groups: readonly {
    id: string
    title: string
    /** Cases of each arm by its id, or the few words that stand in their place. */
    counts: Readonly<Record<string, number | string>>
  }[]
  axisTitle: string
  /** Of the percentages. */
  decimals: number
}

interface Bar {
  group: string
  arm: GroupedShares['arms'][number]
  count: number | null
  share: number | null
  label: string
}

const barHeight = 20
const rowGap = 8

/** Draws a bar for each arm under a heading for each group, with the count and the share beside it. */
export function drawGroupedShares(data: GroupedShares, groupTitle: string, opening: string, theme?: Theme): Chart {
  const groups = data.groups.map(group => barsOf(data, group))
  const bars = groups.flat()
  return makeChart(
    data,
    `${opening} ${describe(data, groups)}`,
    tableOf(data, bars, groupTitle),
    layout => groupedPanel(data, groups, layout),
    theme,
  )
}

function barsOf({ arms, decimals }: GroupedShares, { title, counts }: GroupedShares['groups'][number]): Bar[] {
  return arms.map((arm): Bar => {
    const count = counts[arm.id] ?? 'not available'
    const head = { group: title, arm }
    if (typeof count === 'string' || arm.n === 0) {
      return { ...head, count: null, share: null, label: typeof count === 'string' ? count : 'no cases' }
    }
    const share = (100 * count) / arm.n
    const label = `${decimalText(count, 0)} (${formatValue('percent', share, decimals)})`
    return { ...head, count, share, label }
  })
}

function groupedPanel(data: GroupedShares, groups: readonly Bar[][], layout: Layout): Panel {
  const keyed = keyedRows(
    groups.flatMap(bars => [{ heading: bars[0]?.group ?? '' }, ...bars.map(({ arm }) => ({ label: arm.title }))]),
    layout,
  )
  const inGroup = data.arms.length + 1
  const plot = plotWidth(layout, keyed.extent)
  const labels = valueLabels(
    groups.flat().map(({ label }) => label),
    plot,
  )
  const values = groups.flatMap((bars, g) =>
    bars.map(({ arm, share }, b) => ({
      row: keyed.keys[g * inGroup + b + 1] ?? '',
      share: share ?? 0,
      label: labels.texts[g * data.arms.length + b] ?? '',
      arm: arm.title,
    })),
  )
  const reach = values.map(({ share, label }) => ({ from: share, text: label }))
  const across = { field: 'share', ...valueChannel('percent', data.axisTitle, plot, [0, axisEnd(0, reach, plot)]) }
  const titles = data.arms.map(({ title }) => title)
  const range = [...layout.theme.categories(titles.length)]
  return {
    data: { values },
    height: groups.length * inGroup * (Math.max(barHeight, keyed.height, labels.height) + rowGap),
    encoding: { y: keyedChannel(keyed) },
    layer: [
      {
        mark: { type: 'bar', height: barHeight },
        encoding: {
          x: across,
          color: { field: 'arm', type: 'nominal', scale: { domain: titles, range }, legend: null },
        },
      },
      {
        mark: labelMark(labels, 8),
        encoding: { x: across, text: { field: 'label', type: 'nominal' } },
      },
      ...headingLayers(keyed),
    ],
  }
}

function tableOf({ decimals }: GroupedShares, bars: readonly Bar[], groupTitle: string): ChartTable {
  return {
    columns: [
      { id: 'group', title: groupTitle, unit: 'text', decimals: 0 },
      { id: 'arm', title: 'Group', unit: 'text', decimals: 0 },
      { id: 'cases', title: 'Cases', unit: 'count', decimals: 0 },
      { id: 'share', title: 'Share', unit: 'percent', decimals },
    ],
    rows: bars.map(({ group, arm, count, share }) => ({ group, arm: arm.title, cases: count, share })),
  }
}

function describe({ arms }: GroupedShares, groups: readonly Bar[][]): string {
  const sizes = arms.map(({ title, n }) => `${title} ${decimalText(n, 0)}`).join('; ')
  const parts = groups.map(
    bars => `${bars[0]?.group ?? ''}: ${bars.map(({ arm, label }) => `${arm.title} ${label}`).join('; ')}.`,
  )
  return `Shares are of: ${sizes}. ${parts.join(' ')}`
}
