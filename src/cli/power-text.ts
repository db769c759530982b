import type { Computation } from '../model/method.ts'
import { type ContrastPower, type OutcomePower, powerAssumption, type TrialPower } from '../pipeline/power/index.ts'
import { count, decimalText, penceAsPounds, textTable } from '../report/index.ts'
import { outputWidth } from './open-trial.ts'

/** The power of a trial for a terminal. */
export function powerText(power: TrialPower): string {
  const cases = Object.entries(power.cases).map(([arm, n]) => `${arm} ${count(n)}`)
  const linked =
    power.designEffect === 1 ? '' : ` Linked cases raise variances ${decimalText(power.designEffect, 2)} times.`
  return [
    `Cases: ${cases.join(', ')}. Power ${share(power.power)}, two-sided alpha ${power.alpha}.${linked}`,
    ...power.outcomes.map(outcomeText),
    ...breakEvenText(power),
    ...assumptionsText(power),
  ].join('\n\n')
}

const share = (value: number): string => `${decimalText(100 * value, value < 0.1 ? 1 : 0)}%`

function outcomeText(outcome: OutcomePower): string {
  const { title, rate, worth, contrasts } = outcome
  const written = writerOf(outcome)
  const expected = rate === null ? '' : `, expected in ${decimalText(100 * rate, 2)}% of control cases`
  const columns = [
    { title: 'Contrast', align: 'left' as const, wrap: true },
    { title: 'Least found, alone', align: 'right' as const },
    ...(contrasts.length === 1 ? [] : [{ title: `of ${contrasts.length} together`, align: 'right' as const }]),
    { title: 'Interval, ±', align: 'right' as const },
    ...(worth === null
      ? []
      : [
          { title: `Power for ${written(worth)}`, align: 'right' as const },
          { title: 'Cases for it', align: 'right' as const },
        ]),
    ...(assured(contrasts) ? [{ title: 'Assurance', align: 'right' as const }] : []),
  ]
  const table = textTable(
    columns,
    contrasts.map(contrast => [
      contrast.title,
      computedText(contrast.detectable, written),
      ...(contrasts.length === 1 ? [] : [computedText(contrast.detectableTogether, written)]),
      written(contrast.halfWidth),
      ...(worth === null ? [] : worthCells(contrast)),
      ...(assured(contrasts) ? [contrast.assurance === null ? '' : share(contrast.assurance)] : []),
    ]),
    outputWidth(),
  )
  const what = rate === null ? 'pounds per case' : 'percentage points'
  return `${title} (${what}${expected})\n${table.trimEnd()}`
}

const assured = (contrasts: readonly ContrastPower[]): boolean => contrasts.some(({ assurance }) => assurance !== null)

const writerOf =
  ({ type }: OutcomePower) =>
  (value: number): string =>
    type === 'money' ? penceAsPounds(value) : decimalText(100 * value, 2)

const worthCells = ({ power, casesNeeded }: ContrastPower): string[] => [
  power === null ? '' : share(power),
  casesNeeded === null ? '' : computedText(casesNeeded, count),
]

const computedText = <T>(found: Computation<T>, written: (value: T) => string): string =>
  found.status === 'computed' ? written(found.result) : 'none'

function breakEvenText({ breakEven }: TrialPower): string[] {
  if (breakEven.length === 0) return []
  const believed = breakEven.some(({ assurance }) => assurance !== null)
  const valued = breakEven.some(({ valueLessCost }) => valueLessCost !== null)
  const table = textTable(
    [
      { title: 'Against what it costs', align: 'left', wrap: true },
      { title: 'To break even', align: 'right' },
      { title: 'Ruled out if nothing', align: 'right' },
      { title: 'Shown to pay from', align: 'right' },
      { title: 'Cases to rule it out', align: 'right' },
      { title: 'which cost', align: 'right' },
      ...(believed ? [{ title: 'Assurance', align: 'right' as const }] : []),
      ...(valued ? [{ title: 'Worth less cost', align: 'right' as const }] : []),
    ],
    breakEven.map(each => [
      each.title,
      penceAsPounds(each.costPerCase),
      share(each.tellsNothing),
      penceAsPounds(each.shownToPay),
      computedText(each.casesNeeded, count),
      each.costOfNeeded === null ? '' : penceAsPounds(each.costOfNeeded),
      ...(believed ? [each.assurance === null ? '' : share(each.assurance)] : []),
      ...(valued ? [each.valueLessCost === null ? '' : penceAsPounds(each.valueLessCost)] : []),
    ]),
    outputWidth(),
  )
  return [`Can it tell nothing from paying for itself? (pounds per case)\n${table.trimEnd()}`, normality]
}

const normality = 'Means of amounts are taken as normal, which is rough where few of the cases have an amount.'

function assumptionsText({ assumptions }: TrialPower): string[] {
  return [`Taken for granted:\n${assumptions.map(each => `- ${powerAssumption(each)}`).join('\n')}`]
}
