import { type Chart, casesNeeded, leastDifferences, powerCurve } from '../../charts/index.ts'
import { tidyNumber } from '../../core/round-step.ts'
import type { Computation } from '../../model/method.ts'
import { count, decimalText, penceAsPounds, percent } from '../../report/index.ts'
import { type ContrastPower, casesOfSide, type OutcomePower, type TrialPower } from './power-of-trial.ts'

/** The charts of a trial's power: of each outcome its power, the least differences and the cases needed, where there are any. */
export const powerCharts = (power: TrialPower): Chart[] =>
  power.outcomes.flatMap(outcome => [
    curveOf(power, outcome),
    leastOf(power, outcome),
    ...(outcome.contrasts.some(({ sizes }) => sizes.length > 0) ? [casesOf(power, outcome)] : []),
  ])

/** What a number is, or null. */
export const numberOf = (found: Computation<number> | null): number | null =>
  found?.status === 'computed' ? found.result : null

/** Id of an outcome, with its level where it is one of a category. */
export const keyOf = ({ outcome, level }: OutcomePower): string => (level === null ? outcome : `${outcome}-${level}`)

/** What a case of the arm must bring in more to pay for itself, in pence; null of outcomes that are not set against costs. */
export const breakEvenOf = ({ breakEven }: TrialPower, { outcome }: OutcomePower, contrast: string): number | null =>
  breakEven.find(each => each.outcome === outcome && each.contrast === contrast)?.costPerCase ?? null

/** Pounds, or percentage points. */
const scaleOf = ({ type }: OutcomePower) =>
  type === 'money'
    ? ({ unit: 'pounds', axisTitle: 'Difference, pounds per case', scale: 0.01, decimals: 2 } as const)
    : ({ unit: 'points', axisTitle: 'Difference, percentage points', scale: 100, decimals: 2 } as const)

function curveOf({ trial, power: wanted }: TrialPower, outcome: OutcomePower): Chart {
  const { scale, ...shown } = scaleOf(outcome)
  return powerCurve.draw({
    id: `power-${keyOf(outcome)}`,
    title: `Power to find a difference: ${outcome.title}`,
    subtitle: `Trial ${trial}, each contrast judged alone`,
    notice: null,
    curves: outcome.contrasts.map(({ contrast, title, curve }) => ({
      ...{ id: contrast, title },
      points: curve.map(({ difference, power }) => ({ difference: scale * difference, power: 100 * power })),
    })),
    wanted: 100 * wanted,
    ...shown,
  })
}

const judgedBy = ({ power, alpha }: TrialPower): string => `power ${percent(100 * power, 0)}, two-sided alpha ${alpha}`

function leastOf(power: TrialPower, outcome: OutcomePower): Chart {
  const { scale, ...shown } = scaleOf(outcome)
  const { contrasts, rate, worth } = outcome
  const scaled = (value: number | null): number | null => value && tidyNumber(scale * value)
  const comparisons = contrasts.map(each => ({
    ...{ id: each.contrast, title: each.title, basis: basisOf(power, each) },
    differences: {
      alone: scaled(numberOf(each.detectable)),
      together: contrasts.length === 1 ? null : scaled(numberOf(each.detectableTogether)),
      worth: scaled(worth),
      pays: scaled(breakEvenOf(power, outcome, each.contrast)),
    },
  }))
  const marks = [
    { id: 'alone', title: 'Found, alone' },
    { id: 'together', title: `Found, of ${contrasts.length} together` },
    { id: 'worth', title: 'Worth finding' },
    { id: 'pays', title: 'Pays for itself' },
  ] as const
  return leastDifferences.draw({
    id: `least-${keyOf(outcome)}`,
    title: `Least difference that is found: ${outcome.title}`,
    subtitle: `Trial ${power.trial}, ${judgedBy(power)}${rate === null ? '' : `, expected in ${decimalText(100 * rate, 2)}% of control cases`}`,
    notice: null,
    marks: marks.filter(({ id }) => comparisons.some(({ differences }) => differences[id] !== null)),
    comparisons,
    ...shown,
  })
}

function basisOf({ cases }: TrialPower, { arm, against, standardDeviations }: ContrastPower): string[] {
  const sizes = `${count(casesOfSide(cases, arm))} and ${count(casesOfSide(cases, against))} cases`
  if (standardDeviations === null) return [sizes]
  return [sizes, `SD ${penceAsPounds(standardDeviations.arm)} and ${penceAsPounds(standardDeviations.against)}`]
}

function casesOf(power: TrialPower, outcome: OutcomePower): Chart {
  const { scale, ...shown } = scaleOf(outcome)
  return casesNeeded.draw({
    id: `cases-${keyOf(outcome)}`,
    title: `Cases to find a difference: ${outcome.title}`,
    subtitle: `Trial ${power.trial}, ${judgedBy(power)}, each contrast judged alone`,
    notice: null,
    measure: 'Cases of both arms, in the proportions of the trial',
    curves: outcome.contrasts
      .filter(({ sizes }) => sizes.length > 0)
      .map(({ contrast, title, sizes }) => ({
        ...{ id: contrast, title },
        points: sizes.map(({ difference, ...size }) => ({ ...size, difference: tidyNumber(scale * difference) })),
      })),
    ...shown,
  })
}
