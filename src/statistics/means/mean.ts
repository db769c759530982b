import { ratio } from '../../core/exact.ts'
import type { ArmEstimates, Caution, Computation, Interval } from '../../model/method.ts'
import type { Moments, Summary, SummaryKind } from '../../model/summary.ts'
import { eachArm } from '../arm-estimates.ts'
import { armsOf } from '../cells.ts'
import { noCases, type Reason, withCautions } from '../inference.ts'

/** Mean of n values, their exact sum and sample variance (divisor n - 1), and the variance of the mean. */
export interface Mean {
  n: number
  sum: bigint
  mean: number
  variance: number
  varianceOfMean: number
}

/** Mean and variance from exact sums: the variance is the ratio of the integers n S2 - S^2 and n (n - 1). Needs n >= 2. */
export function meanOf({ n, sum, sumSquares }: Pick<Moments, 'n' | 'sum' | 'sumSquares'>): Mean {
  const cases = BigInt(n)
  const variance = ratio(cases * sumSquares - sum * sum, cases * (cases - 1n))
  return { n, sum, mean: ratio(sum, cases), variance, varianceOfMean: variance / n }
}

/** What a mean adds to the variance of a weighted sum of means. */
export const weightedTerm = (weight: number, { n, varianceOfMean }: Mean) => ({
  variance: weight * weight * varianceOfMean,
  degreesOfFreedom: n - 1,
})

/** The mean of an arm's moments, or why they give none with a variance. */
export function meanOrReason(arm: string, data: Moments | undefined): Mean | Reason {
  if (data === undefined || data.n === 0) return noCases(arm)
  if (data.n === 1) return { reason: 'too_few_cases', detail: `One case of ${arm} gives no variance.` }
  return meanOf(data)
}

/** The mean of every arm in minor units, with the interval that a method gives for it. */
export function meanEstimates(
  summary: Summary<'moments'>,
  intervalOf: (mean: Mean) => Interval,
): Computation<ArmEstimates> {
  const estimates = eachArm(summary, (arm, data) => {
    const mean = meanOrReason(arm, data)
    if ('reason' in mean) return mean
    if (mean.variance === 0) return { reason: 'zero_variance', detail: `Every case of ${arm} has the same value.` }
    return {
      n: mean.n,
      estimate: mean.mean,
      standardError: Math.sqrt(mean.varianceOfMean),
      interval: intervalOf(mean),
      intermediates: { standardDeviation: Math.sqrt(mean.variance) },
    }
  })
  return withCautions(estimates, skewCaution(summary, 'means'))
}

const enoughPayers = 100

/** What skewed amounts do to intervals, as docs/guarantees.md measured it where few pay and arms are alike. */
const effectOfSkew = {
  means: 'a normal or t interval of the mean of an arm covers less often than its level says.',
  differences:
    'the normal approximation to a difference is rough; in simulated trials with few payers normal and t intervals ' +
    'of differences covered a little more often than their level says where arms were alike.',
  bootstrap:
    'a bootstrap interval covers less often than its level says: where few pay, resampling sees too few amounts.',
}

/** A caution of a method of moments, of means of arms or of differences between them, where amounts are skewed. */
export const skewCaution = (summary: Summary<'moments'>, of: 'means' | 'differences' = 'differences'): Caution[] =>
  skewCautionOf(
    summary,
    armsOf(summary).flatMap(({ arm, data }) => (data === undefined ? [] : [{ arm, ...data }])),
    of,
  )

/**
 * A caution where amounts of money are so uneven that a mean rests on few cases. (Sum)^2 / sum of squares is how many
 * equal amounts would be as uneven; the skewness of n amounts is at least about sqrt(n / that number), and Cochran's
 * rule for normal intervals (n > 25 skewness^2) then asks for at least 25. Real amounts are more skewed than equal ones.
 */
export function skewCautionOf(
  { unit }: Pick<Summary<SummaryKind>, 'unit'>,
  amounts: readonly (Pick<Moments, 'n' | 'sum' | 'sumSquares'> & { arm: string })[],
  of: keyof typeof effectOfSkew,
): Caution[] {
  if (unit.kind !== 'pence') return []
  const few = amounts.flatMap(({ arm, n, sum, sumSquares }) => {
    if (sum <= 0n) return []
    const equivalent = ratio(sum * sum, sumSquares)
    return equivalent < Math.min(enoughPayers, n / 4) ? [`${arm} ${Math.round(equivalent)}`] : []
  })
  if (few.length === 0) return []
  const detail =
    `The mean rests on few amounts, as uneven as this many equal ones: ${few.join(', ')}. Below ${enoughPayers} ` +
    effectOfSkew[of]
  return [{ code: 'skewed_amounts', detail }]
}
