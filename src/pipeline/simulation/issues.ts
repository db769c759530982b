import { issueKind, quote } from '../../core/errors.ts'

export const simulationMissing = issueKind(
  'simulation.model_missing',
  'input',
  'Nothing says how the outcomes of a trial come about, so that none can be simulated.',
  (file: string) => ({
    place: { file },
    expected: 'a section `simulation` in sizing.yaml of the trial',
    received: 'none',
    action: 'Add it; docs/power.md describes it.',
  }),
)

export const numberOutOfRange = issueKind(
  'simulation.number',
  'usage',
  'A number on the command line is not one that a simulation can have.',
  (flag: string, text: string, most: number) => ({
    place: { field: flag },
    expected: `a whole number from 1 to ${most}`,
    received: quote(text),
    action: 'Write it with digits alone.',
  }),
)

export const twoScenarios = issueKind('simulation.two_scenarios', 'usage', 'A simulation has one scenario.', () => ({
  place: { field: '--null' },
  expected: 'no effect, or the effect that is worth finding',
  received: '--null and --worth',
  action: 'Leave one of them out, and run the other by itself.',
}))

export const unknownAnalysis = issueKind(
  'simulation.unknown_analysis',
  'usage',
  'An analysis that is to be simulated is not in the plan.',
  (id: string, known: readonly string[]) => ({
    place: { field: '--analyses' },
    expected: `analyses of the plan with commas between, or all: ${known.join(', ')}`,
    received: quote(id),
    action: 'Correct the name.',
  }),
)

export const nothingWorth = issueKind(
  'simulation.no_worth',
  'input',
  'A simulation of what is worth finding has nothing to find.',
  (outcome: string) => ({
    place: { file: 'sizing.yaml' },
    expected: `worth of ${outcome}, or of its amount: the least difference that is worth finding`,
    received: 'none',
    action: 'Add worth under outcomes, or leave out --worth.',
  }),
)

export const worthTooHigh = issueKind(
  'simulation.worth_too_high',
  'input',
  'A difference that is worth finding takes the share of an arm above 1.',
  (outcome: string, rate: number, worth: number) => ({
    place: { file: 'sizing.yaml', field: `worth of ${outcome}` },
    expected: `a share that leaves ${rate} plus it at 1 or below`,
    received: String(worth),
    action: 'Lower it, or the rate of simulation.',
  }),
)

export const nothingToSimulate = issueKind(
  'simulation.nothing',
  'input',
  'No analysis of the plan can be simulated.',
  (reasons: readonly string[]) => ({
    place: { file: 'plan.yaml' },
    expected: 'an analysis of an outcome that sizing.yaml has a model of',
    received: reasons.join('; '),
    action: 'Name others with --analyses, or extend the section `simulation` of sizing.yaml.',
  }),
)
