import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { sortedFrequencies } from '../../summaries/add.ts'
import { defineMethod } from '../define-method.ts'
import { noCasesIn } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { cappedDifferences, settingNeeded } from './capped-amounts.ts'

/**
 * By how much the mean differs between two arms when the largest amounts count as the largest of the others: whether a
 * few large amounts make the difference.
 *
 * Estimand: the mean of min(amount, c) in an arm minus that in another, c a quantile of all arms together.
 * Formula: of N cases of all arms the floor(share x N) largest are set to c, the next in order: the smallest amount
 * with at least 1 - share of the cases at or below it (type 1 of Hyndman and Fan). Then Welch's t, as
 * difference-in-means-welch.
 *
 * Takes frequencies of amounts in minor units, strata added up, and the setting `winsorise`, a share of all cases: with
 * one case in a hundred paying, 0.001 touches a tenth of the payers and 0.01 leaves nothing. Gives minor units; c and
 * the cases of each arm above it are among the intermediates. A contrast is undefined where an arm has fewer than two
 * cases, or nothing varies below c. The largest amounts only: zeros are no mistakes.
 * Not to be used in place of the difference in means: what was collected was collected. That c comes from the data is
 * not allowed for.
 *
 * Tukey (1962); Welch (1947).
 *
 * @example winsorisedDifferenceInMeans.compute(frequencies, { level: 0.95, winsorise: 0.001, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const winsorisedDifferenceInMeans = defineMethod({
  id: 'winsorised-difference-in-means',
  title: "Differences in means of winsorised amounts by Welch's t",
  requires: 'frequencies',
  reads: ['winsorise'],
  outcomes: ['money'],
  pValues: 'each_contrast',
  assumesIndependence: true,
  citations: [{ key: 'tukey-1962' }, { key: 'welch-1947' }],
  compute: (summary: Summary<'frequencies'>, options: MethodOptions) => {
    if (options.winsorise === undefined) return settingNeeded('winsorise')
    const cap = largestOfOthers(summary, options.winsorise)
    return cap === undefined ? noCasesIn('any arm') : cappedDifferences(summary, options, cap)
  },
  secondOpinion: symmetricContrastOpinions,
})

/** The amount that has a share of all cases after it in order; none where no case was observed. */
function largestOfOthers({ cells }: Summary<'frequencies'>, share: number): number | undefined {
  const counts = new Map<number, number>()
  for (const [value, count] of cells.flatMap(({ data }) => data.values))
    counts.set(value, (counts.get(value) ?? 0) + count)
  const ordered = sortedFrequencies(counts)
  const cases = ordered.reduce((sum, [, count]) => sum + count, 0)
  // A share like 0.29 of 100 cases is 29, though its product as doubles falls just short.
  let left = cases - Math.floor(share * cases * (1 + Number.EPSILON))
  for (const [value, count] of ordered) {
    left -= count
    if (left <= 0) return value
  }
  return undefined
}
