import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chartFiles, renderChart } from '../charts/index.ts'
import type { Progress } from '../core/progress.ts'
import type { RedrawnChart } from '../model/published.ts'
import { type Figure, figure } from '../report/index.ts'
import { writeFileAtomically } from '../storage/files.ts'
import { drawChart } from './chart-data.ts'
import type { Findings } from './findings.ts'

/** A chart of the report with its files. */
export interface DrawnChart {
  figure: Figure
  /** Names of the files, in the chart folder. */
  files: readonly string[]
}

/** Draws charts from findings and writes the drawing, specification and data of each into `folder`. */
export async function drawCharts(
  findings: Findings,
  charts: readonly RedrawnChart[],
  { folder, fromReport }: { folder: string; fromReport: string },
  progress: Progress,
): Promise<DrawnChart[]> {
  mkdirSync(folder, { recursive: true })
  const drawn: DrawnChart[] = []
  for (const [index, declared] of charts.entries()) {
    progress.report('Drawing charts', index, charts.length)
    drawn.push(await writeChart(findings, declared, folder, fromReport))
  }
  progress.report('Drawing charts', charts.length, charts.length)
  return drawn
}

async function writeChart(
  findings: Findings,
  declared: RedrawnChart,
  folder: string,
  fromReport: string,
): Promise<DrawnChart> {
  const chart = drawChart(findings, declared)
  const rendered = await renderChart(chart)
  const files = chartFiles(chart, rendered, findings.notice)
  for (const { name, content } of files) writeFileAtomically(join(folder, name), content)
  const { id, title, subtitle, description, table } = chart
  const label = declared.place.replace(/^./, first => first.toUpperCase())
  const svg = { wide: rendered.wide, narrow: rendered.narrow }
  return {
    figure: figure({ id, label, title, subtitle, description, svg, table, folder: fromReport }),
    files: files.map(({ name }) => name),
  }
}
