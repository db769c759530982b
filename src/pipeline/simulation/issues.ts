import { issueKind, quote } from '../../core/errors.ts'
import type { Problem } from '../../model/validate.ts'

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

export const chunkUnreadable = issueKind(
  'simulation.chunk',
  'usage',
  'It was not understood which part of a simulation is to be run.',
  (text: string, replicates: string) => ({
    place: { field: '--chunk' },
    expected: `i/n, the part from 1 and the number of parts, of which there are no more than replicates (${replicates})`,
    received: quote(text),
    action: 'Write it as 3/8.',
  }),
)

export const chunkWithoutFile = issueKind(
  'simulation.chunk_file',
  'usage',
  'A part of a simulation was asked for and no file for it, or a file and no part.',
  (given: string) => ({
    place: { field: given },
    expected: '--chunk and --out together',
    received: `${given} alone`,
    action: 'Give both, or neither for the whole simulation.',
  }),
)

export const partFileTaken = issueKind(
  'simulation.part_exists',
  'input',
  'The file for a part of a simulation holds something else.',
  (file: string, chunk: string) => ({
    place: { file },
    expected: `no file, or part ${chunk} of this simulation`,
    received: 'another file',
    action: 'Name another file with --out, or remove this one.',
  }),
)

export const partInvalid = issueKind(
  'simulation.part_invalid',
  'input',
  'A file does not hold a part of a simulation as it was written.',
  (file: string, { path, expected, received }: Problem) => ({
    place: { file, field: path.join('.') },
    expected,
    received,
    action: 'Parts are not edited: remove it, and run the same --chunk again.',
  }),
)

export const partForeign = issueKind(
  'simulation.part_foreign',
  'input',
  'A part of a simulation was drawn from other files of the trial, or by another version.',
  (file: string, fact: string, expected: string, received: string) => ({
    place: { file, field: fact },
    expected,
    received,
    action: 'Give the trial as it was when the part was run, or run the part again.',
  }),
)

export const partDiffers = issueKind(
  'simulation.part_differs',
  'input',
  'Parts of different simulations were to be put together.',
  (file: string, fact: string, { expected, of, received }: { expected: string; of: string; received: string }) => ({
    place: { file, field: fact },
    expected: `${quote(expected)}, as in ${of}`,
    received: quote(received),
    action: 'Leave it out, or run it again as the others were.',
  }),
)

export const partTwice = issueKind(
  'simulation.part_twice',
  'input',
  'The same replicates were to be put together twice.',
  (file: string, chunk: string, other: string) => ({
    place: { file },
    expected: 'each part once',
    received: `part ${chunk}, which ${other} has too`,
    action: 'Leave one of them out.',
  }),
)

export const partsMissing = issueKind(
  'simulation.parts_missing',
  'input',
  'Some parts of a simulation are lacking.',
  (given: number, chunks: readonly string[], parts: number) => ({
    expected: `all ${parts} parts`,
    received: `${given}: there is no ${shortList(chunks)}`,
    action: 'Run each of these with --chunk, as the others were, and give its file too.',
  }),
)

const shortList = (texts: readonly string[], most = 20): string =>
  texts.length > most ? `${texts.slice(0, most).join(', ')} and ${texts.length - most} more` : texts.join(', ')
