import {
  type Computation,
  type ContrastEstimate,
  type ContrastSpec,
  computed,
  type MethodOptions,
} from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { type ConditionalOdds, conditionalOdds } from './conditional-odds.ts'
import type { ContingencyTable } from './contingency-table.ts'
import { eachPair, noVariationIn, type Pair } from './pair.ts'
import { probabilityOrdering } from './probability-ordering.ts'
import { probabilityOfExtreme } from './table-walk.ts'

/**
 * By what factor the odds of the event differ between two arms, exactly, given the margins.
 *
 * Estimand: the odds ratio p_1 (1 - p_2) / (p_2 (1 - p_1)), a declared arm over another.
 * Formula: given the margins, the arm's events have probabilities w(k) psi^k / sum w(j) psi^j, w hypergeometric. The
 * estimate is the psi at which their mean is the observed count (conditional maximum likelihood; not the ratio of odds
 * itself); the limits solve P(K >= x; psi) = a / 2 and P(K <= x; psi) = a / 2, a = 1 - level. At the least possible count
 * the estimate and the lower limit are 0, at the greatest the estimate and the upper limit are infinite. P is Fisher's: of
 * the tables at most as probable as the observed one where psi is 1; it and the interval may disagree near the level. The
 * standard error, 1 over the root of the variance of K at the estimate, is of the logarithm; infinite at either end.
 *
 * Takes counts of one level; strata are added up. A contrast is undefined where an arm has no case, or all cases of both
 * arms are alike. Throws `TrialError` for counts of several levels. Not to be read as a ratio of probabilities, which it
 * is near only where events are rare; nor where strata differ (take the Mantel-Haenszel estimate).
 *
 * Fisher (1935); Cornfield (1956); Gart (1970).
 *
 * @example oddsRatio.compute(counts, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const oddsRatio = defineMethod({
  id: 'odds-ratio',
  title: 'Odds ratios, conditional exact',
  requires: 'counts',
  oneLevel: true,
  pValues: 'each_contrast',
  assumesIndependence: true,
  citations: [{ key: 'fisher-1935' }, { key: 'cornfield-1956' }, { key: 'gart-1970' }],
  compute: (summary: Summary<'counts'>, options: MethodOptions) =>
    eachPair(summary, options, (pair, spec) => estimateOf(pair, spec, options.level), 'odds_ratio'),
})

function estimateOf(pair: Pair, spec: ContrastSpec, level: number): Computation<ContrastEstimate> {
  const { arm, against } = pair
  const events = arm.events + against.events
  if (events === 0 || events === arm.n + against.n) return noVariationIn(spec)
  const odds = conditionalOdds(arm.n + against.n, events, arm.n)
  return computed({
    ...spec,
    ...likeliest(odds, arm.events),
    statistic: undefined,
    degreesOfFreedom: undefined,
    pValue: probabilityOfExtreme([tableOf(pair, spec)], probabilityOrdering),
    interval: { ...odds.limits(arm.events, (1 - level) / 2), level, method: 'conditional exact' },
    intermediates: {
      ...pair,
      test: 'exact conditional, tables ordered by probability',
      ratioOfOdds: (arm.events * (against.n - against.events)) / (against.events * (arm.n - arm.events)),
      possibleCounts: [odds.least, odds.most],
    },
  })
}

/** The conditional maximum likelihood estimate and the standard error of its logarithm. */
function likeliest(odds: ConditionalOdds, count: number): { estimate: number; standardError: number } {
  if (count === odds.least) return { estimate: 0, standardError: Infinity }
  if (count === odds.most) return { estimate: Infinity, standardError: Infinity }
  const log = odds.logWithMean(count)
  return { estimate: Math.exp(log), standardError: 1 / Math.sqrt(odds.varianceAt(log)) }
}

function tableOf({ arm, against }: Pair, spec: ContrastSpec): ContingencyTable {
  const counts = [arm, against].map(({ events, n }) => [events, n - events])
  const columns = [0, 1].map(level => (counts[0]?.[level] ?? 0) + (counts[1]?.[level] ?? 0))
  const rows = [arm.n, against.n]
  return { arms: [spec.arm, spec.against], levels: ['yes', 'no'], counts, rows, columns, n: arm.n + against.n }
}
