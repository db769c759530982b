import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Chart, chartFiles, renderChart, renderPng } from '../charts/index.ts'
import type { Progress } from '../core/progress.ts'
import { notInReport, type RedrawnChart } from '../model/published.ts'
import { chartNumbers, type Figure, figure, type NamedNumber } from '../report/index.ts'
import { writeFileAtomically } from '../storage/files.ts'
import { drawChart } from './chart-data.ts'
import { drawOwnChart, readOwnCharts } from './charts/own-charts.ts'
import { type ChartSources, isDrawn } from './charts/sources.ts'
import type { Findings } from './findings.ts'
import { countNumbers, planNumbers } from './results/trial-numbers.ts'

/** A chart of the report with its files. */
export interface DrawnChart {
  figure: Figure
  /** Names of the files, in the chart folder. */
  files: readonly string[]
  /** The numbers of its table. */
  numbers: readonly NamedNumber[]
}

/** Where charts are written, and where their trial keeps the specs of its own. */
export interface ChartPlaces {
  folder: string
  /** The folder as the report sees it. */
  fromReport: string
  trialFolder?: string | undefined
}

/**
 * Draws the declared charts that there is something to draw of, then those that the trial's authors wrote, and writes the
 * drawing, specification and data of each into `folder`.
 */
export async function drawCharts(
  sources: ChartSources,
  charts: readonly RedrawnChart[],
  { folder, fromReport, trialFolder }: ChartPlaces,
  progress: Progress,
): Promise<DrawnChart[]> {
  const { findings } = sources
  const ids = charts.map(({ id }) => id)
  const own = trialFolder === undefined ? [] : readOwnCharts(trialFolder, ids)
  mkdirSync(folder, { recursive: true })
  const labels = labelsOf([...charts.map(({ place }) => place), ...own.map(() => notInReport)])
  const made = new Map<string, Chart>()
  const drawn: DrawnChart[] = []
  for (const [index, declared] of charts.entries()) {
    progress.report('Drawing charts', index, charts.length)
    const chart = drawChart(sources, declared)
    if (!isDrawn(chart)) continue
    made.set(chart.id, chart)
    const numbers = numbersInWords(findings, declared.series)
    drawn.push(await writeChart(chart, { label: labels[index] ?? '', folder, fromReport, numbers }))
  }
  for (const [index, file] of own.entries()) {
    const chart = await drawOwnChart(file, findings, id => made.get(id))
    const label = labels[charts.length + index] ?? ''
    drawn.push(await writeChart(chart, { label, folder, fromReport, numbers: planNumbers(findings) }))
  }
  progress.report('Drawing charts', charts.length, charts.length)
  return drawn
}

/** What the words of a chart say beside its table: the level of its intervals, and of how many cases it shows shares. */
function numbersInWords(findings: Findings, series: RedrawnChart['series']): NamedNumber[] {
  const shares = series.flatMap(({ outcome, arms = [] }) =>
    outcome === undefined ? [] : arms.map(arm => ({ outcome, arm })),
  )
  return [...planNumbers(findings), ...shares.flatMap(({ outcome, arm }) => countNumbers(findings, outcome, arm))]
}

interface Place {
  label: string
  folder: string
  fromReport: string
  numbers: readonly NamedNumber[]
}

/** Writes the files of a chart, and makes a figure of it. */
export async function writeChart(chart: Chart, { label, folder, fromReport, numbers }: Place): Promise<DrawnChart> {
  const rendered = await renderChart(chart)
  const files = chartFiles(chart, rendered, await renderPng(rendered.svg))
  for (const { name, content } of files) writeFileAtomically(join(folder, name), content)
  const { id, title, subtitle, notice, description, table } = chart
  const svg = { wide: rendered.wide, narrow: rendered.narrow }
  const notices = notice === undefined || notice === null ? [] : [firstSentence(notice)]
  return {
    figure: figure({
      id,
      label,
      title,
      subtitle: [subtitle, ...notices].map(sentence).join(' '),
      description,
      svg,
      png: await renderPng(rendered.wide),
      table,
      folder: fromReport,
      numbers,
    }),
    files: files.map(({ name }) => name),
    numbers: chartNumbers(id, table),
  }
}

/** A figure of the report has its number there; ours have letters, and say that they are ours. */
function labelsOf(places: readonly string[]): string[] {
  let letters = 0
  return places.map(place => {
    if (place !== notInReport) return place.replace(/^./, first => first.toUpperCase())
    letters += 1
    return `Figure ${String.fromCharCode('A'.charCodeAt(0) + letters - 1)} (ours, ${notInReport})`
  })
}

const firstSentence = (text: string): string => text.split(/(?<=[.!?])\s/)[0] ?? text
const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
