import type { BarsWithIntervals } from './bars.ts'
import { drawBars } from './bars-with-intervals.ts'
import type { ChartKind } from './chart.ts'

/** Mean amounts per case of each arm, in pounds, with their intervals. */
export type MeansWithIntervals = BarsWithIntervals

/** Means of the arms as bars with their intervals. */
export const meansWithIntervals: ChartKind<'means-with-intervals', MeansWithIntervals> = {
  id: 'means-with-intervals',
  title: 'Mean amounts with intervals',
  draw: (data, theme) => drawBars('pounds', data, theme),
}
