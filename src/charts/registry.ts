import { defineRegistry } from '../core/registry.ts'
import { categoryShares } from './category-shares.ts'
import { contrastsWithIntervals } from './contrasts-with-intervals.ts'
import { countsByWeek } from './counts-by-week.ts'
import { meansWithIntervals } from './means-with-intervals.ts'
import { sharesWithIntervals } from './shares-with-intervals.ts'
import { stackedShares } from './stacked-shares.ts'

export const chartKinds = [
  sharesWithIntervals,
  meansWithIntervals,
  stackedShares,
  categoryShares,
  contrastsWithIntervals,
] as const

export type AnyChartKind = (typeof chartKinds)[number]

/** The kinds of chart that published.yaml can name. */
export const charts = defineRegistry<AnyChartKind>('chart', chartKinds)

/** The kinds of chart that a status draws. */
export const statusCharts = defineRegistry('chart', [countsByWeek])
