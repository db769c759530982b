import {
  type Chart,
  type ChartKind,
  type ChartTable,
  type ChartText,
  intervalNote,
  intervalsText,
  type Layer,
  type Layout,
  makeChart,
  type Panel,
  plotWidth,
  sentence,
} from './chart.ts'
import { intervalLayers, zeroRule } from './interval-layers.ts'
import { type RowLabels, rowAxis, rowLabels } from './row-axis.ts'
import { formatRange, formatValue, type Unit } from './units.ts'
import { type ValueChannel, valueChannel } from './value-axis.ts'

/** Differences between arms with their intervals, one a row, against a line at no difference. */
export interface ContrastsWithIntervals extends ChartText {
  contrasts: readonly { id: string; title: string; estimate: number; lower: number; upper: number }[]
  unit: Unit
  axisTitle: string
  decimals: number
  level: number
}

const rowGap = 22
const axisMargin = 0.06

/** Contrasts with their intervals about a line of no difference. */
export const contrastsWithIntervals: ChartKind<'contrasts-with-intervals', ContrastsWithIntervals> = {
  id: 'contrasts-with-intervals',
  title: 'Contrasts of arms with intervals',
  draw(data, theme): Chart {
    const subtitle = `${sentence(data.subtitle)} ${intervalNote(data.level)}`
    return makeChart(
      { ...data, subtitle },
      describe(data),
      contrastTable(data),
      layout => contrastPanel(data, layout),
      theme,
    )
  },
}

function contrastPanel(data: ContrastsWithIntervals, layout: Layout): Panel {
  const labels = rowLabels(
    data.contrasts.map(contrast => `${contrast.title}\n${contrastText(data, contrast)}`),
    layout,
  )
  const plot = plotWidth(layout, labels.extent)
  return {
    data: { values: data.contrasts.map((contrast, i) => ({ ...contrast, row: labels.texts[i] ?? '' })) },
    height: data.contrasts.length * (labels.height + rowGap),
    layer: contrastLayers(labels, valueChannel(data.unit, data.axisTitle, plot, domainOf(data)), layout),
  }
}

function contrastLayers(labels: RowLabels, across: ValueChannel, { theme }: Layout): Layer[] {
  const y = { field: 'row', type: 'nominal' as const, sort: [...labels.texts], axis: rowAxis(labels) }
  return [zeroRule(across), ...intervalLayers(across, y, theme)]
}

/** From the lowest to the highest limit and zero, with a margin at both ends; one unit where all of them are zero. */
function domainOf({ contrasts }: ContrastsWithIntervals): [number, number] {
  const lowest = Math.min(0, ...contrasts.map(({ lower }) => lower))
  const highest = Math.max(0, ...contrasts.map(({ upper }) => upper))
  const margin = axisMargin * (highest - lowest) || 1
  return [lowest - margin, highest + margin]
}

function contrastText(
  { unit, decimals }: ContrastsWithIntervals,
  { estimate, lower, upper }: { estimate: number; lower: number; upper: number },
): string {
  // The brackets stay on one line.
  const range = formatRange(unit, lower, upper, decimals).replace(/ /g, '\u00a0')
  return `${formatValue(unit, estimate, decimals)} (${range})`
}

function contrastTable({ contrasts, unit, decimals }: ContrastsWithIntervals): ChartTable {
  const value = (id: string, title: string) => ({ id, title, unit, decimals })
  return {
    columns: [
      { id: 'contrast', title: 'Contrast', unit: 'text', decimals: 0 },
      value('estimate', 'Difference'),
      value('conf.low', 'Lower limit'),
      value('conf.high', 'Upper limit'),
    ],
    rows: contrasts.map(({ title, estimate, lower, upper }) => ({
      contrast: title,
      estimate,
      'conf.low': lower,
      'conf.high': upper,
    })),
  }
}

function describe(data: ContrastsWithIntervals): string {
  const rows = data.contrasts.map(contrast => `${contrast.title}: ${contrastText(data, contrast)}.`)
  return `Differences with ${intervalsText(data.level)} in brackets. ${rows.join(' ')}`
}
