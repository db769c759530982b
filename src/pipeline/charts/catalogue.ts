import type { Chart, Theme } from '../../charts/index.ts'
import type { RedrawnChart } from '../../model/published.ts'
import { drawChart } from '../chart-data.ts'
import { drawOwnChart, readOwnCharts } from './own-charts.ts'
import { type ChartSources, isDrawn, type NotDrawn } from './sources.ts'
import { standardCharts } from './standard-charts.ts'

/** A chart that a trial may have. */
export interface CatalogueEntry {
  id: string
  /** Id of a registered kind, or `own` of a spec that the authors wrote. */
  kind: string
  title: string
  /** Where it comes from: the report that is redrawn, what protocol and plan declare, or a spec of the authors. */
  from: 'published' | 'standard' | 'own'
  draw(theme?: Theme): Promise<Chart | NotDrawn>
}

/** Every chart of a trial: those of its report, then those that any trial may have, then its authors' own. */
export function chartCatalogue(
  sources: ChartSources,
  published: readonly RedrawnChart[],
  trialFolder: string,
): CatalogueEntry[] {
  const taken = new Set(published.map(({ id }) => id))
  const standard = standardCharts(sources.findings).filter(
    chart => !taken.has(chart.id) && !published.some(each => showsTheSame(each, chart)),
  )
  const declared = [
    ...published.map(chart => ({ chart, from: 'published' as const })),
    ...standard.map(chart => ({ chart, from: 'standard' as const })),
  ]
  const entries = declared.map(({ chart, from }): CatalogueEntry => {
    const title = sources.findings.basis === 'page' ? chart.title : chart.shows
    return { id: chart.id, kind: chart.chart, title, from, draw: async theme => drawChart(sources, chart, theme) }
  })
  const own = readOwnCharts(
    trialFolder,
    declared.map(({ chart }) => chart.id),
  ).map(
    (file): CatalogueEntry => ({
      id: file.own.id,
      kind: 'own',
      title: file.own.title,
      from: 'own',
      draw: () => drawOwnChart(file, sources.findings, id => chartOf(sources, declared, id)),
    }),
  )
  return [...entries, ...own]
}

function chartOf(sources: ChartSources, declared: readonly { chart: RedrawnChart }[], id: string): Chart | undefined {
  const found = declared.find(({ chart }) => chart.id === id)?.chart
  if (found === undefined) return undefined
  const drawn = drawChart(sources, found)
  return isDrawn(drawn) ? drawn : undefined
}

const showsTheSame = (one: RedrawnChart, other: RedrawnChart): boolean => {
  const [first, second] = [one.series[0], other.series[0]]
  return (
    one.chart === other.chart &&
    first?.analysis === second?.analysis &&
    first?.outcome === second?.outcome &&
    first?.contrast === second?.contrast
  )
}
