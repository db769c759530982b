/** What can be added up over the units that an arm is dealt. */
export type Quantity =
  /** Cases with a recorded outcome. */
  | 'cases'
  /** Cases whose value is not zero. */
  | 'events'
  | 'sum'
  | 'sumSquares'
  /** Doubled mid-ranks of cases over the doubled mid-rank of zero, ranked over all arms and strata together. */
  | 'doubledRanks'
  /** Units with a case in the stratum. */
  | 'units'
  /** Totals of units, each value less the setting's `origin`. */
  | 'totals'
  /** Products over the units of a pair of strata: total x total, size x size, and size in the first x total in the second or the reverse. */
  | 'totalTotals'
  | 'sizeSizes'
  | 'sizeTotals'
  | 'totalSizes'
  /** Over the units that were allocated to the first arm: their sizes, size x total, and size x size. */
  | 'shiftedSizes'
  | 'shiftedTotals'
  | 'shiftedSizeSizes'

/**
 * Sums over the units dealt to each arm. Those of pairs of strata stand at arm x pairs + pair, `doubledRanks` at the arm,
 * the others at arm x strata + stratum.
 */
export type Totals = Readonly<Record<Quantity, Float64Array>>

/** What no redraw changes. */
export interface Setting {
  /** Number of arms that are dealt. */
  arms: number
  /** Share of the sample of each stratum; the one weight 1 where strata are added up. */
  weights: readonly number[]
  /** Pairs of strata that some unit has cases in: every stratum with itself first, in order, then the others. */
  pairs: readonly (readonly [first: number, second: number])[]
  /** Whether every unit is one case. */
  singleCases: boolean
  /** Observed cases, and those of them that are not zero. */
  cases: number
  events: number
  /** Doubled mid-rank of zero, and N^3 - N - T, of which T is the tie term. */
  ranks: { zero: number; untied: number }
  /** What `totals` count from: 0 where some unit has nothing but zeros, and else about the mean. */
  origin: number
}

/** A statistic prepared for a setting: the quantities that it reads, and its value on a draw. */
export interface PreparedStatistic {
  reads: readonly Quantity[]
  /** The larger, the stronger against the null hypothesis. NaN where a draw does not have it, which counts as extreme. */
  value(totals: Totals): number
}

/** A statistic whose distribution over redrawn allocations is asked for. */
export interface RandomisationStatistic {
  id: string
  title: string
  symbol: string
  /** Keeps strata apart; they are added up where absent. */
  withinStrata?: true | undefined
  /** Set where it is an estimated difference in means of two arms, over its standard error where studentised. */
  difference?: 'plain' | 'studentised' | undefined
  /** Set where it divides by the arms' own variances, so that unequal ones do not mislead it. */
  studentised?: true | undefined
  prepare(setting: Setting): PreparedStatistic
}
