import { defineRegistry } from '../core/registry.ts'
import { acceptabilityCurve } from './acceptability-curve.ts'
import { breakEven } from './break-even.ts'
import { casesNeeded } from './cases-needed.ts'
import { categoryShares } from './category-shares.ts'
import { contrastsWithIntervals } from './contrasts-with-intervals.ts'
import { costEffectivenessPlane } from './cost-effectiveness-plane.ts'
import { countsByWeek } from './counts-by-week.ts'
import { cumulativeAmounts } from './cumulative-amounts.ts'
import { enrolmentAgainstPlan } from './enrolment-against-plan.ts'
import { incidenceCurves } from './incidence-curves.ts'
import { leastDifferences } from './least-differences.ts'
import { lovePlot } from './love-plot.ts'
import { meansWithIntervals } from './means-with-intervals.ts'
import { payerAmounts } from './payer-amounts.ts'
import { powerCurve } from './power-curve.ts'
import { randomisationDistribution } from './randomisation-distribution.ts'
import { segmentAmounts } from './segment-amounts.ts'
import { sharesWithIntervals } from './shares-with-intervals.ts'
import { stackedShares } from './stacked-shares.ts'
import { stoppingBoundaries } from './stopping-boundaries.ts'
import { trialOutcomes } from './trial-outcomes.ts'

export const chartKinds = [
  sharesWithIntervals,
  meansWithIntervals,
  stackedShares,
  categoryShares,
  contrastsWithIntervals,
  trialOutcomes,
  breakEven,
  costEffectivenessPlane,
  acceptabilityCurve,
  lovePlot,
  cumulativeAmounts,
  incidenceCurves,
  payerAmounts,
  randomisationDistribution,
  enrolmentAgainstPlan,
] as const

export type AnyChartKind = (typeof chartKinds)[number]

/** The kinds of chart that published.yaml can name. */
export const charts = defineRegistry<AnyChartKind>('chart', chartKinds)

/** The kinds of chart that a status draws. */
export const statusCharts = defineRegistry('chart', [countsByWeek])

/** The kinds of chart that planning a trial draws. */
export const planningCharts = defineRegistry('chart', [
  powerCurve,
  leastDifferences,
  casesNeeded,
  stoppingBoundaries,
  segmentAmounts,
])
