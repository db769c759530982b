import { decimalText } from '../core/decimal-text.ts'
import {
  type Chart,
  type ChartKind,
  type ChartTable,
  type ChartText,
  type Layer,
  type Layout,
  makeChart,
  type Panel,
  plotWidth,
  sentence,
} from './chart.ts'
import { keyedChannel, keyedRows } from './keyed-rows.ts'
import { ink, panel } from './theme.ts'
import { axisEnd, labelMark, valueChannel, valueLabels } from './value-axis.ts'

/** Cases that were allocated beside those that were planned, by arm and stratum. */
export interface EnrolmentAgainstPlan extends ChartText {
  rows: readonly { id: string; arm: string; stratum: string | null; allocated: number; planned: number }[]
  axisTitle: string
}

const barHeight = 24
const rowGap = 10

/** Allocated cases as bars, with a line at the number that was planned. */
export const enrolmentAgainstPlan: ChartKind<'enrolment-against-plan', EnrolmentAgainstPlan> = {
  id: 'enrolment-against-plan',
  title: 'Enrolment against the plan',
  draw(data, theme): Chart {
    const subtitle = `${sentence(data.subtitle)} Lines show the number planned.`
    const drawPanel = (layout: Layout) => enrolmentPanel(data, layout)
    return makeChart({ ...data, subtitle }, describe(data), enrolmentTable(data), drawPanel, theme)
  },
}

const words = ({ allocated, planned }: EnrolmentAgainstPlan['rows'][number]): string =>
  `${decimalText(allocated, 0)} of ${decimalText(planned, 0)}`

function enrolmentPanel({ rows, axisTitle }: EnrolmentAgainstPlan, layout: Layout): Panel {
  const keyed = keyedRows(
    rows.map(({ arm, stratum }) => ({ label: stratum === null ? arm : `${arm}\n${stratum}` })),
    layout,
  )
  const plot = plotWidth(layout, keyed.extent)
  const labels = valueLabels(rows.map(words), plot)
  const values = rows.map((row, i) => ({
    row: keyed.keys[i] ?? '',
    allocated: row.allocated,
    planned: row.planned,
    end: Math.max(row.allocated, row.planned),
    label: labels.texts[i] ?? '',
  }))
  const reach = values.map(({ end, label }) => ({ from: end, text: label }))
  const across = valueChannel('count', axisTitle, plot, [0, axisEnd(0, reach, plot)])
  const plannedLine = (color: string, thickness: number): Layer => ({
    mark: { type: 'tick', color, opacity: 1, size: barHeight + 6, thickness },
    encoding: { x: { field: 'planned', ...across } },
  })
  return {
    data: { values },
    height: rows.length * (Math.max(barHeight, keyed.height, labels.height) + rowGap),
    encoding: { y: keyedChannel(keyed) },
    layer: [
      {
        mark: { type: 'bar', height: barHeight, color: layout.theme.main },
        encoding: { x: { field: 'allocated', ...across } },
      },
      // A light edge keeps the line visible on a bar that reaches beyond it.
      { ...plannedLine(panel, 7), transform: [{ filter: 'datum.allocated > datum.planned' }] },
      plannedLine(ink, 3),
      {
        mark: labelMark(labels, 10),
        encoding: { x: { field: 'end', ...across }, text: { field: 'label', type: 'nominal' } },
      },
    ],
  }
}

function enrolmentTable({ rows }: EnrolmentAgainstPlan): ChartTable {
  const stratified = rows.some(({ stratum }) => stratum !== null)
  return {
    columns: [
      { id: 'arm', title: 'Group', unit: 'text', decimals: 0 },
      ...(stratified ? [{ id: 'stratum', title: 'Stratum', unit: 'text', decimals: 0 } as const] : []),
      { id: 'allocated', title: 'Allocated', unit: 'count', decimals: 0 },
      { id: 'planned', title: 'Planned', unit: 'count', decimals: 0 },
    ],
    rows: rows.map(({ arm, stratum, allocated, planned }) => ({
      arm,
      ...(stratified && { stratum }),
      allocated,
      planned,
    })),
  }
}

function describe({ rows }: EnrolmentAgainstPlan): string {
  const parts = rows.map(row => `${row.arm}${row.stratum === null ? '' : `, ${row.stratum}`} ${words(row)}`)
  return `Bar chart of allocated cases, of those planned. ${parts.join('; ')}.`
}
