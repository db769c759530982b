import { type Chart, randomisationDistribution, type Theme } from '../../charts/index.ts'
import { roundStep, tidyNumber } from '../../core/round-step.ts'
import type { RedrawnChart } from '../../model/published.ts'
import { type DrawnStatistic, drawnStatistics } from '../../statistics/randomisation/drawn-statistic.ts'
import { type ChartSources, type NotDrawn, needsOutcomes, needsRun, notDrawn, wordsOf } from './sources.ts'

const wishedBins = 30

/** What a randomisation test drew, with what was observed. Of contrasts the first that was drawn, or the one that the series names. */
export function randomisationChart(
  { findings, run }: ChartSources,
  chart: RedrawnChart,
  theme?: Theme,
): Chart | NotDrawn {
  if (run === undefined) return needsRun
  const { analysis = '', contrast } = chart.series[0] ?? {}
  const drawn = run.drawn.get(analysis)
  if (drawn === undefined && run.set === undefined) return needsOutcomes
  if (drawn === undefined) return notDrawn('The analysis draws no allocations again.')
  if (drawn.computation.status === 'undefined') return notDrawn(drawn.computation.detail)
  const statistics = drawnStatistics(drawn.computation.result, drawn.tally)
  const statistic = statistics.find(each => contrast === undefined || each.contrast === contrast)
  if (statistic === undefined) return notDrawn('All allocations were gone through, and none was drawn.')
  const title = findings.plan.contrasts.find(({ id }) => id === statistic.contrast)?.title
  const words = wordsOf(findings, chart)
  return randomisationDistribution.draw(
    {
      ...words,
      subtitle: title === undefined ? words.subtitle : `${words.subtitle}: ${title}`,
      axisTitle: `${words.axisTitle} (${statistic.symbol})`,
      bins: binsOf(statistic),
      observed: statistic.observed,
      twoSided: statistic.twoSided,
      extreme: statistic.extreme,
      draws: statistic.values.length,
      pValue: statistic.pValue,
      measure: 'Percentage of redrawn allocations',
      decimals: 2,
    },
    theme,
  )
}

/** Bins of one round width over all finite values and the observed one. */
function binsOf({ values, observed }: DrawnStatistic): { from: number; to: number; draws: number }[] {
  let [low, high] = [observed, observed]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const width = roundStep((high - low) / wishedBins || 1)
  // A value at the edge of two bins is in the upper one, though a division may leave it a little below.
  const binOf = (value: number): number => Math.floor(tidyNumber(value / width))
  const first = binOf(low)
  const draws = new Array<number>(binOf(high) - first + 1).fill(0)
  for (const value of values) {
    if (Number.isFinite(value)) draws[binOf(value) - first] = (draws[binOf(value) - first] ?? 0) + 1
  }
  return draws.map((count, i) => ({
    from: tidyNumber((first + i) * width),
    to: tidyNumber((first + i + 1) * width),
    draws: count,
  }))
}
