import { TrialError } from '../../core/errors.ts'
import { defineRegistry } from '../../core/registry.ts'
import { unknownStatistic } from '../issues.ts'
import { meansOf } from './means.ts'
import type { RandomisationStatistic, Setting, Totals } from './statistic.ts'

/** Pearson's statistic of the cases whose value is not zero against the others: sum of (N O - n C)^2 / n over C (N - C). */
const pearson: RandomisationStatistic = {
  id: 'pearson-chi-squared',
  title: "Pearson's chi-squared of the cases with a value other than zero",
  symbol: 'X²',
  prepare: ({ arms, cases: total, events: all }) => ({
    reads: ['cases', 'events'],
    value: ({ cases, events }) => {
      let sum = 0
      for (let a = 0; a < arms; a += 1) {
        const excess = total * (events[a] as number) - (cases[a] as number) * all
        sum += (excess * excess) / (cases[a] as number)
      }
      return sum / (all * (total - all))
    },
  }),
}

/** 3 (N - 1) x (sum of D^2 / n) / (N^3 - N - T), for D = 2 x rank sum - n (N + 1). */
const kruskalWallis: RandomisationStatistic = {
  id: 'kruskal-wallis',
  title: 'Kruskal-Wallis H',
  symbol: 'H',
  prepare: ({ arms, cases: total, ranks }) => {
    const scale = (3 * (total - 1)) / ranks.untied
    const zero = ranks.zero - (total + 1)
    return {
      reads: ['cases', 'doubledRanks'],
      value: ({ cases, doubledRanks }) => {
        let sum = 0
        for (let a = 0; a < arms; a += 1) {
          const deviation = (doubledRanks[a] as number) + (cases[a] as number) * zero
          sum += (deviation * deviation) / (cases[a] as number)
        }
        return scale * sum
      },
    }
  },
}

/** The largest absolute value of a measure over pairs of arms; a value that is not a number stays. */
function largestOfPairs(arms: number, measure: (totals: Totals, arm: number, against: number) => number) {
  return (totals: Totals): number => {
    let largest = 0
    for (let a = 1; a < arms; a += 1) {
      for (let b = 0; b < a; b += 1) {
        const size = Math.abs(measure(totals, a, b))
        if (!(size <= largest)) largest = size
        if (Number.isNaN(size)) return size
      }
    }
    return largest
  }
}

/** The largest absolute difference between the means of two arms. */
const largestDifference = (setting: Setting) => ({
  reads: ['cases', 'totals'] as const,
  value: largestOfPairs(setting.arms, meansOf(setting).difference),
})

/** The largest absolute difference between the means of two arms over its standard error. */
function largestStudentised(setting: Setting) {
  const { reads, difference, variance } = meansOf(setting)
  const studentised = (totals: Totals, a: number, b: number): number =>
    difference(totals, a, b) / Math.sqrt(variance(totals, a) + variance(totals, b))
  return { reads, value: largestOfPairs(setting.arms, studentised) }
}

/** Sum over arms of (mean - weighted mean)^2 / variance, weighted by 1 / variance. */
function welchJames(setting: Setting) {
  const { reads, mean, variance } = meansOf(setting)
  const value = (totals: Totals): number => {
    let [weights, sum] = [0, 0]
    let statistic = 0
    for (let a = 0; a < setting.arms; a += 1) {
      const weight = 1 / variance(totals, a)
      const own = mean(totals, a)
      if (a > 0) {
        const difference = own - sum / weights
        statistic += (difference * difference * weight * weights) / (weight + weights)
      }
      weights += weight
      sum += weight * own
    }
    return statistic
  }
  return { reads, value }
}

const plain = { symbol: 'd', difference: 'plain' } as const
const studentised = { symbol: 't', difference: 'studentised', studentised: true } as const

/** Statistics that a plan may name for a randomisation test or contrast. */
export const randomisationStatistics = defineRegistry<RandomisationStatistic>('randomisation statistic', [
  pearson,
  kruskalWallis,
  {
    id: 'difference-in-means',
    title: 'largest difference in means',
    ...plain,
    prepare: largestDifference,
  },
  {
    id: 'difference-in-means-studentised',
    title: 'largest difference in means over its standard error',
    ...studentised,
    prepare: largestStudentised,
  },
  {
    id: 'stratified-difference-in-means',
    title: 'largest difference in means within strata',
    ...plain,
    withinStrata: true,
    prepare: largestDifference,
  },
  {
    id: 'stratified-difference-in-means-studentised',
    title: 'largest difference in means within strata over its standard error',
    ...studentised,
    withinStrata: true,
    prepare: largestStudentised,
  },
  {
    id: 'welch-james',
    title: 'Welch-James statistic of the means',
    symbol: 'J',
    studentised: true,
    prepare: welchJames,
  },
  {
    id: 'stratified-welch-james',
    title: 'Welch-James statistic of the means within strata',
    symbol: 'J',
    studentised: true,
    withinStrata: true,
    prepare: welchJames,
  },
])

/** The registered statistic that a plan's setting names; one that a method cannot take is bad input. */
export function statisticNamed(
  method: string,
  id: string,
  fits: (statistic: RandomisationStatistic) => boolean = () => true,
): RandomisationStatistic {
  const statistic = randomisationStatistics.find(id)
  if (statistic !== undefined && fits(statistic)) return statistic
  const known = randomisationStatistics.all.filter(fits).map(each => each.id)
  throw new TrialError([unknownStatistic(method, id, known)])
}
