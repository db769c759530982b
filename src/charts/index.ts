import type { TopLevelSpec } from 'vega-lite'
import type { Chart } from './chart.ts'
import type { DataRow } from './own-spec.ts'
import type { SvgWords } from './render/accessible-svg.ts'
import type { RenderedChart } from './render/render-chart.ts'

export { type AcceptabilityCurves, acceptabilityCurve } from './acceptability-curve.ts'
export type { ChartArm } from './arms.ts'
export type { BarsWithIntervals, IntervalPoint, IntervalSeries } from './bars.ts'
export { type BreakEvenAmounts, breakEven } from './break-even.ts'
export { type CasesNeeded, casesNeeded } from './cases-needed.ts'
export { type CategoryShares, categoryShares } from './category-shares.ts'
export type { Chart, ChartColumn, ChartKind, ChartTable, ChartText } from './chart.ts'
export { type ChartFile, chartFiles } from './chart-files.ts'
export { type ContrastsWithIntervals, contrastsWithIntervals } from './contrasts-with-intervals.ts'
export { type CostEffectivenessPlane, costEffectivenessPlane } from './cost-effectiveness-plane.ts'
export { type CountsByWeek, countsByWeek } from './counts-by-week.ts'
export { chartCsv } from './csv.ts'
export { type CumulativeAmounts, cumulativeAmounts } from './cumulative-amounts.ts'
export { type EnrolmentAgainstPlan, enrolmentAgainstPlan } from './enrolment-against-plan.ts'
export { type FlowBox, type FlowLine, type FlowSelection, flowContent } from './flow-diagram/content.ts'
export { drawFlow, type FlowDiagram } from './flow-diagram/flow-diagram.ts'
export { type IncidenceCurves, incidenceCurves } from './incidence-curves.ts'
export { type LeastDifferences, leastDifferences } from './least-differences.ts'
export { type LovePlot, lovePlot } from './love-plot.ts'
export { type MeansWithIntervals, meansWithIntervals } from './means-with-intervals.ts'
export { type DataRow, fieldsOf, type OwnSpec, type OwnSpecProblem, ownChart, readOwnSpec } from './own-spec.ts'
export { type PayerAmounts, payerAmounts } from './payer-amounts.ts'
export { type PowerCurves, powerCurve } from './power-curve.ts'
export { type RandomisationDistribution, randomisationDistribution } from './randomisation-distribution.ts'
export { type AnyChartKind, charts } from './registry.ts'
export { type SegmentAmountsChart, segmentAmounts } from './segment-amounts.ts'
export { type SharesWithIntervals, sharesWithIntervals } from './shares-with-intervals.ts'
export { type StackedShares, stackedShares } from './stacked-shares.ts'
export { type StoppingBoundaries, stoppingBoundaries } from './stopping-boundaries.ts'
export { type Theme, themes } from './theme.ts'
export { type TrialOutcomes, trialOutcomes } from './trial-outcomes.ts'
export type { Unit } from './units.ts'
export type { RenderedChart, SvgWords }

/** Draws a chart as SVG; vega is loaded on the first call. */
export async function renderChart(chart: Chart): Promise<RenderedChart> {
  const render = await import('./render/render-chart.ts')
  return render.renderChart(chart)
}

/** Draws any Vega-Lite spec as SVG; vega is loaded on the first call. */
export async function renderSvg(spec: TopLevelSpec, words: SvgWords): Promise<string> {
  const render = await import('./render/render-svg.ts')
  return render.renderSvg(spec, words)
}

/** An SVG that was drawn here as PNG, two pixels for each of its own, the same bytes on every machine; resvg is loaded on the first call. */
export async function renderPng(svg: string): Promise<Uint8Array> {
  const render = await import('./render/render-png.ts')
  return render.renderPng(svg)
}

/** The rows that the marks of a spec show, after its transforms; vega is loaded on the first call. */
export async function shownRows(spec: TopLevelSpec): Promise<DataRow[]> {
  const render = await import('./render/shown-rows.ts')
  return render.shownRows(spec)
}
