import { type Chart, type ChartKind, type ChartTable, type ChartText, makeChart, sentence } from './chart.ts'
import { linePanel } from './line-panel.ts'
import { formatValue, type Unit } from './units.ts'
import { valuesAcross } from './upright-plot.ts'

/** How many cases it takes to find a difference, by how large it is. */
export interface CasesNeeded extends ChartText {
  /** One a contrast: points in order of the difference; `planned` are the cases of the trial. */
  curves: readonly {
    id: string
    title: string
    points: readonly { difference: number; cases: number; planned: boolean }[]
  }[]
  unit: Extract<Unit, 'points' | 'pounds'>
  decimals: number
  axisTitle: string
  measure: string
}

const ticks = 5
const headroom = 1.04
const plannedNote = 'as planned'

/** Curves of the cases that a difference takes, with points at the cases that are planned. */
export const casesNeeded: ChartKind<'cases-needed', CasesNeeded> = {
  id: 'cases-needed',
  title: 'Cases by the size of the difference',
  draw(data, theme): Chart {
    const all = data.curves.flatMap(({ points }) => points)
    const least = Math.min(...all.map(({ difference }) => difference))
    const most = Math.max(...all.map(({ difference }) => difference))
    const lines = data.curves.map(({ id, title, points }) => ({
      ...{ id, title },
      points: points.map(({ difference, cases }) => ({ x: difference, y: cases })),
    }))
    const marks = data.curves.flatMap(({ id, points }) =>
      points.flatMap(({ difference, cases, planned }) => (planned ? [{ id, x: difference, y: cases }] : [])),
    )
    const subtitle =
      marks.length === 0 ? data.subtitle : `${sentence(data.subtitle)} Points show the cases that are planned.`
    const domain = [0, headroom * Math.max(1, ...all.map(({ cases }) => cases))] as const
    const across = valuesAcross(data.unit, data.axisTitle, [least, most > least ? most : least + 1], ticks)
    return makeChart(
      { ...data, subtitle },
      describe(data),
      caseTable(data),
      layout =>
        linePanel({ lines, across, up: { title: data.measure, unit: 'count', domain }, marks, isSmooth: true }, layout),
      theme,
    )
  },
}

function caseTable({ curves, unit, decimals }: CasesNeeded): ChartTable {
  return {
    columns: [
      { id: 'contrast', title: 'Contrast', unit: 'text', decimals: 0 },
      { id: 'difference', title: 'Difference', unit, decimals },
      { id: 'cases', title: 'Cases', unit: 'count', decimals: 0 },
      { id: 'planned', title: 'Planned', unit: 'text', decimals: 0 },
    ],
    rows: curves.flatMap(({ title, points }) =>
      points.map(({ difference, cases, planned }) => ({
        ...{ contrast: title, difference, cases },
        planned: planned ? plannedNote : null,
      })),
    ),
  }
}

function describe({ curves, unit, decimals }: CasesNeeded): string {
  const parts = curves.map(({ title, points }) => {
    const values = points.map(({ difference, cases, planned }) => {
      const found = `${formatValue('count', cases, 0)} for ${formatValue(unit, difference, decimals)}`
      return planned ? `${found}, ${plannedNote}` : found
    })
    return `${title}: ${values.join('; ')}.`
  })
  return `Line chart of the cases that it takes to find a difference. ${parts.join(' ')}`
}
