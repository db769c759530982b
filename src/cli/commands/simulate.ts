import { defineCommand, seedOption } from './define.ts'

interface Options {
  replicates: string
  seed: string
  null?: boolean
  worth?: boolean
  analyses?: string
  workers?: string
  chunk?: string
  out?: string
}

export const simulateCommand = defineCommand<Options>({
  name: 'simulate',
  summary: 'run a trial on made-up outcomes again and again, to see what its plan would find',
  description:
    'Draws the outcomes of the whole trial by the model of its sizing.yaml: who is suitable, reached, agrees and pays, how much, and what is lost. Runs the methods of the plan on each replicate, with the adjustments of its families, and tells power, bias, coverage, errors of sign and size, and what the arms cost and bring, each with its Monte Carlo error. A result that is undefined is counted by its reason, never as one that finds nothing. Writes no file, unless --chunk runs one part of it, for several machines; merge puts the parts together.',
  group: 'Trials:',
  options: [
    { flags: '--replicates <n>', description: 'how often the trial is run', default: '1000' },
    seedOption,
    { flags: '--null', description: 'no arm has an effect: power is then the type I error' },
    { flags: '--worth', description: 'the effect that sizing.yaml calls worth finding' },
    {
      flags: '--analyses <list>',
      description: 'analyses of the plan with commas between, or all (default: primary and as reported)',
    },
    { flags: '--workers <n>', description: 'worker threads (default: processors); the numbers are the same for any' },
    { flags: '--chunk <i/n>', description: 'run the i-th of n parts alone, and write its replicates to --out' },
    { flags: '--out <file>', description: 'file of the part; left as it is where it holds the part already' },
  ],
  examples: [
    'equipoise simulate part-payment --replicates 10000 --seed 7',
    'equipoise simulate part-payment --seed 7 --null --json',
    'equipoise simulate part-payment --seed 7 --worth --analyses payers_difference,amount_difference',
    'equipoise simulate part-payment --replicates 100000 --seed 7 --chunk 3/8 --out parts/3.json',
  ],
  async run(reference, flags, progress) {
    const { openTrial } = await import('../open-trial.ts')
    const { sizingOf } = await import('../../pipeline/power/read-sizing.ts')
    const { simulatePart, simulateTrial } = await import('../../pipeline/simulation/index.ts')
    const { simulationAsked } = await import('../../pipeline/simulation/read-asked.ts')
    const { partText, simulationText } = await import('../simulation-text.ts')
    const { trial } = await openTrial(reference, undefined)
    const { asked, workers, part } = simulationAsked(trial, flags)
    const sizing = sizingOf(trial, {})
    if (part !== undefined) {
      const made = await simulatePart(trial, sizing, asked, part, { progress, workers })
      return { json: made, text: partText(made) }
    }
    const simulation = await simulateTrial(trial, sizing, asked, { progress, workers })
    return { json: simulation, text: simulationText(simulation) }
  },
})
