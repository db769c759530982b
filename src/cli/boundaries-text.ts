import type { BoundaryPoint, BoundaryScenario, TrialBoundaries } from '../pipeline/boundaries/trial-boundaries.ts'
import {
  count,
  decimalText,
  penceAsPounds,
  points,
  probability,
  proportion,
  pValue,
  textTable,
} from '../report/index.ts'
import { outputWidth } from './open-trial.ts'

/** Boundaries and what they do, for people. */
export function boundariesText(found: TrialBoundaries): string {
  const { outcome, arm, against } = found
  return [
    `${outcome.title}: ${arm.title} (${count(arm.cases)} cases) minus ${against.title} (${count(against.cases)})`,
    '',
    boundaryTable(found),
    '',
    ...meaningLines(found),
    '',
    chanceTable(found),
    '',
    ...scenarioLines(found),
    '',
    ...assumptionLines(found),
  ].join('\n')
}

const right = (title: string) => ({ title, align: 'right' as const })
const left = (title: string) => ({ title, align: 'left' as const })

const differenceText = ({ outcome }: TrialBoundaries, value: number): string =>
  outcome.unit === 'pence' ? penceAsPounds(value) : `${points(100 * value)} points`

function boundaryTable(found: TrialBoundaries): string {
  const point = (at: BoundaryPoint | null): string[] =>
    at === null ? ['none', ''] : [decimalText(at.z, 3), differenceText(found, at.difference)]
  const isFutile = found.futility !== null
  return textTable(
    [
      ...[right('Look'), right('Information'), right('Effect: Z from'), right('difference'), right('P alone')],
      ...(isFutile ? [right('Futility: Z up to'), right('difference')] : []),
    ],
    found.looks.map(({ look, share, efficacy, futility }) => [
      ...[String(look), proportion(share, 1), ...point(efficacy), efficacy === null ? '' : pText(efficacy.nominalP)],
      ...(isFutile ? point(futility) : []),
    ]),
    outputWidth(),
  ).trimEnd()
}

/** P without its sign of equality, as a cell holds it. */
const pText = (p: number): string => pValue(p).replace(/^= /, '')

function meaningLines(found: TrialBoundaries): string[] {
  const { sides, alpha, spending, futility, inflation, effect, power } = found
  const level = `${sides === 'two' ? 'two-sided' : 'one-sided'} alpha ${decimalText(alpha, 3)}`
  const judged = found.together.map(({ title, cases }) => `${title} (${count(cases)} cases)`)
  const detected = differenceText(found, effect.value)
  const why = {
    least: `${detected}, the least that is detected with a power of ${proportion(power, 0)}`,
    given: `${detected}, as given`,
    break_even: `${detected} a case, which pays for what the arm costs more`,
  }[effect.from]
  return [
    `Boundary: ${spending.title}, ${level}.`,
    ...(judged.length === 0
      ? []
      : [
          `Judged together with ${judged.join(' and ')} against the same arm, in the manner of Dunnett: alpha is of all of them.`,
        ]),
    ...(futility === null ? [] : [`Futility: ${futility.title}, ${futility.binding ? 'binding' : 'not binding'}.`]),
    `Effect to detect: ${why}.`,
    ...(inflation === null
      ? []
      : [`A trial with these looks needs ${decimalText(inflation, 3)} times the cases of one without, at the most.`]),
  ]
}

/** A scenario by its effect. */
function titleOf(found: TrialBoundaries, { of, effect }: BoundaryScenario): string {
  if (of === 'no_effect') return 'No effect'
  return `${of === 'effect' ? 'Effect' : 'If it is'} ${differenceText(found, effect)}`
}

/** A chance; what is lost in a double's last digits is none. */
const chanceText = (chance: number): string => probability(Math.max(0, Number(chance.toFixed(12))))

function chanceTable(found: TrialBoundaries): string {
  const { scenarios, looks, sides, futility } = found
  return textTable(
    [
      left('Chance to stop'),
      left('as'),
      ...looks.map(({ look }) => right(look === looks.length ? 'at the end' : `at look ${look}`)),
    ],
    scenarios.flatMap(scenario => {
      const row = (as: string, chance: (look: BoundaryScenario['looks'][number]) => number): string[] => [
        titleOf(found, scenario),
        as,
        ...scenario.looks.map(look => chanceText(chance(look))),
      ]
      return [
        row('effect shown', look => look.efficacy),
        ...(sides === 'two' ? [row('harm shown', look => look.harm)] : []),
        row(futility === null ? 'nothing shown' : 'futile', look => look.futility),
      ]
    }),
    outputWidth(),
  ).trimEnd()
}

function scenarioLines(found: TrialBoundaries): string[] {
  return found.scenarios.map(scenario => {
    const { power, any, expectedShare, expectedCases, expectedCost } = scenario
    const cost =
      expectedCost === null || found.cost === null
        ? ''
        : `; ${penceAsPounds(expectedCost, 0)} of the cost of ${penceAsPounds(found.cost, 0)} spent`
    const ofAny = any === null ? '' : `, of one arm or more if all have it ${chanceText(any)}`
    return `${titleOf(found, scenario)}: shown with probability ${chanceText(power)}${ofAny}; ${proportion(expectedShare, 1)} of the information (${count(Math.round(expectedCases))} cases) expected${cost}.`
  })
}

function assumptionLines({ scale, futility, sides, cost, against, looks, looksFrom }: TrialBoundaries): string[] {
  const { rate, standardDeviations, from, designEffect } = scale
  const given = from === 'given' ? 'as given' : 'by sizing.yaml'
  const spread =
    standardDeviations === null
      ? `${proportion(rate ?? 0)} of cases in either arm have the outcome (${given})`
      : `standard deviations are ${penceAsPounds(standardDeviations.arm)} and ${penceAsPounds(standardDeviations.against)} in ${against.title} (${given})`
  return [
    ...(looksFrom === 'assumed'
      ? [`Assumed: ${looks.length} looks equally far apart, the end counted, as the plan has no interim looks.`]
      : []),
    `Assumed: ${spread}; ${designEffect === 1 ? 'cases are independent of each other' : `a design effect of ${decimalText(designEffect, 2)}`}; Z is normal.`,
    ...(futility !== null && sides === 'one'
      ? ['With futility the test is of the better side alone, at half of the alpha of both sides.']
      : []),
    ...(cost === null ? [] : ['Cost is taken to be spent in proportion to the information.']),
  ]
}
