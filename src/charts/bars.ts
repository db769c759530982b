import type { ChartArm } from './arms.ts'
import type { ChartText } from './chart.ts'

export interface IntervalPoint {
  arm: string
  estimate: number
  lower: number
  upper: number
}

export interface IntervalSeries {
  title: string
  points: readonly IntervalPoint[]
  /** Arms that have no point in this series, each with the few words that stand in its place. */
  absences?: readonly { arm: string; words: string }[]
}

export interface BarsWithIntervals extends ChartText {
  arms: readonly ChartArm[]
  series: readonly IntervalSeries[]
  axisTitle: string
  decimals: number
  /** Level of the intervals, as 0.95. */
  level: number
}

/** What stands in the place of one arm and series: a point, or the words of its absence. */
export interface Bar {
  arm: ChartArm
  series: string
  label: string
  point?: IntervalPoint
}
