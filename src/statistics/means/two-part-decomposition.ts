import {
  type Caution,
  type Computation,
  type ContrastEstimate,
  type ContrastEstimates,
  type ContrastPart,
  type ContrastSpec,
  computed,
  type MethodOptions,
  undefinedBecause,
} from '../../model/method.ts'
import type { Frequencies, Moments, Summary } from '../../model/summary.ts'
import { observedIn } from '../cells.ts'
import { binomialOf } from '../counts/proportion.ts'
import { defineMethod } from '../define-method.ts'
import { around, byNormal, eachContrast, noCasesIn, normalCritical, withCautions } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { meanOf } from './mean.ts'
import { noVariation } from './mean-difference.ts'
import { factors, type PaymentsWithSpread, twoParts, varianceOfParts } from './two-parts.ts'

/**
 * How much of the difference in mean amounts comes from more or fewer payers, and how much from more or less per payer.
 *
 * Estimand: the difference in means, and its two parts (p_1 - p_2) (a_1 + a_2) / 2 and (a_1 - a_2) (p_1 + p_2) / 2, for
 * the share p of cases that pay anything and the mean amount a of those; the parts add up to the difference exactly.
 * Formula: standard errors of the parts by the delta method, from p (1 - p) / n and s^2 / k over k payers; that of the
 * difference is sqrt(s_1^2 / n_1 + s_2^2 / n_2) over all cases. Intervals and the test of no difference are normal.
 *
 * Takes frequencies of amounts in minor units, or, as from a printed page, moments of the amounts and counts of the
 * payers; strata are added up; gives minor units per case. A payer is a case with an amount above zero. A contrast is
 * undefined where a case has a negative amount, where an arm has fewer than two payers, where nothing varies, and where
 * so many payers cannot have had such amounts. Not to be read as effects: allocation balances cases, not payers, and the payers of
 * two arms are different people. Only the whole difference is an effect.
 *
 * Kitagawa (1955); Das Gupta (1993).
 *
 * @example twoPartDecomposition.compute(frequencies, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const twoPartDecomposition = defineMethod({
  id: 'two-part-decomposition',
  title: 'Differences in means as change in payers and change in amount per payer',
  requires: 'frequencies',
  outcomes: ['money'],
  pValues: 'each_contrast',
  assumesIndependence: true,
  citations: [{ key: 'kitagawa-1955' }, { key: 'das-gupta-1993' }],
  compute: (summary: Summary<'frequencies'>, options: MethodOptions) =>
    decompositions(options, arm => paymentsIn(summary, arm)),
  secondOpinion: symmetricContrastOpinions,
  fromMomentsAndCounts: {
    compute: (moments, counts, options) => decompositions(options, arm => printedPayments(moments, counts, arm)),
    secondOpinion: symmetricContrastOpinions,
  },
})

const descriptive: Caution = {
  code: 'descriptive',
  detail:
    'The two parts describe: the payers of two arms are different people, so neither part is an effect. ' +
    'Only the whole difference is.',
}

type PaymentsOf = (arm: string) => PaymentsWithSpread | Computation<never>

function decompositions({ level, contrasts }: MethodOptions, paymentsOf: PaymentsOf): Computation<ContrastEstimates> {
  return withCautions(
    eachContrast(contrasts, spec => decomposed(paymentsOf, spec, level)),
    [descriptive],
  )
}

function decomposed(paymentsOf: PaymentsOf, spec: ContrastSpec, level: number): Computation<ContrastEstimate> {
  const arm = paymentsOf(spec.arm)
  if ('status' in arm) return arm
  const against = paymentsOf(spec.against)
  if ('status' in against) return against
  const variance = meanOf(arm).varianceOfMean + meanOf(against).varianceOfMean
  if (variance === 0) return noVariation(spec)
  const parts = twoParts(arm, against)
  const variances = varianceOfParts(arm, against)
  const part = (id: string, title: string, estimate: number, itsVariance: number): ContrastPart => {
    const standardError = Math.sqrt(itsVariance)
    const interval = around(estimate, normalCritical(level) * standardError, level, 'z')
    return { id, title, estimate, standardError, interval }
  }
  return computed({
    ...byNormal({
      spec,
      estimate: parts.difference,
      standardError: Math.sqrt(variance),
      level,
      method: 'z',
      intermediates: {
        payers: { arm: arm.payers, against: against.payers },
        factors: { arm: factors(arm), against: factors(against) },
        covarianceOfParts: variances.covariance,
      },
    }),
    parts: [
      part('payers', 'Change in payers', parts.payers, variances.payers),
      part('amount_per_payer', 'Change in amount per payer', parts.amountPerPayer, variances.amountPerPayer),
    ],
  })
}

/** The payers of an arm and what they paid, or why it cannot be decomposed. */
function paymentsIn(summary: Summary<'frequencies'>, arm: string): PaymentsWithSpread | Computation<never> {
  const data = observedIn(summary, arm)
  if (data === undefined) return noCasesIn(arm)
  if (data.values.some(([value]) => value < 0)) {
    return undefinedBecause('negative_amounts', `A case of ${arm} was paid back more than it paid, and is no payer.`)
  }
  return enoughPayers(paymentsOf(data), arm)
}

function paymentsOf({ n, values }: Frequencies): PaymentsWithSpread {
  const payments = { n, payers: 0, sum: 0n, sumSquares: 0n }
  for (const [value, count] of values) {
    if (value === 0) continue
    const product = BigInt(value) * BigInt(count)
    payments.payers += count
    payments.sum += product
    payments.sumSquares += product * BigInt(value)
  }
  return payments
}

/** The same from sums and counts that stand apart, as in print, and so may not fit each other. */
function printedPayments(
  moments: Summary<'moments'>,
  counts: Summary<'counts'>,
  arm: string,
): PaymentsWithSpread | Computation<never> {
  const [amounts, cases] = [observedIn(moments, arm), observedIn(counts, arm)]
  if (amounts === undefined || cases === undefined) return noCasesIn(arm)
  const payments = { ...amounts, payers: binomialOf(cases).events }
  if (amounts.n !== cases.n || !canHavePaid(payments)) {
    return undefinedBecause(
      'data_not_printed',
      `The amounts of ${arm} and its number of payers are not of the same cases.`,
    )
  }
  return enoughPayers(payments, arm)
}

/** Whether so many payers can have paid so much with such a spread: no sum of squares is below the square of the sum over k. */
const canHavePaid = ({ payers, sum, sumSquares }: Pick<Moments, 'sum' | 'sumSquares'> & { payers: number }): boolean =>
  sum >= BigInt(payers) && BigInt(payers) * sumSquares >= sum * sum

function enoughPayers(payments: PaymentsWithSpread, arm: string): PaymentsWithSpread | Computation<never> {
  if (payments.payers > 1) return payments
  if (payments.payers === 0)
    return undefinedBecause('no_events', `No case of ${arm} paid, so there is no amount per payer.`)
  return undefinedBecause('too_few_cases', `One payer of ${arm} gives no variance of the amount per payer.`)
}
