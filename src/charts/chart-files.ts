import type { Chart } from './chart.ts'
import { chartCsv } from './csv.ts'
import type { RenderedChart } from './render/render-chart.ts'

export interface ChartFile {
  name: string
  content: string | Uint8Array
}

/** The files of a chart in 10-charts/: its drawing as SVG and PNG, its Vega-Lite spec and its data. Each carries the chart's notice. */
export function chartFiles(chart: Chart, { svg }: Pick<RenderedChart, 'svg'>, png: Uint8Array): ChartFile[] {
  return [
    { name: `${chart.id}.svg`, content: `${svg}\n` },
    { name: `${chart.id}.png`, content: png },
    { name: `${chart.id}.vl.json`, content: `${JSON.stringify(chart.spec, null, 2)}\n` },
    { name: `${chart.id}.csv`, content: chartCsv(chart.table, chart.notice) },
  ]
}
