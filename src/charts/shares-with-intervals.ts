import type { BarsWithIntervals } from './bars.ts'
import { drawBars } from './bars-with-intervals.ts'
import type { ChartKind } from './chart.ts'

/** Shares of the cases of each arm, in per cent (0 to 100), with their intervals; one series or two. */
export type SharesWithIntervals = BarsWithIntervals

/** Shares of the arms as bars with their intervals. */
export const sharesWithIntervals: ChartKind<'shares-with-intervals', SharesWithIntervals> = {
  id: 'shares-with-intervals',
  title: 'Shares of cases with intervals',
  draw: (data, theme) => drawBars('percent', data, theme),
}
