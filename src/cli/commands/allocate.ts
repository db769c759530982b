import { defineCommand, runOption, type StartOptions, startOptions } from './define.ts'

interface Options extends StartOptions {
  run?: string
}

export const allocateCommand = defineCommand<Options>({
  name: 'allocate',
  aliases: ['randomise', 'randomize'],
  summary: 'allocate the sample to arms',
  description:
    'Allocates the sampled cases to arms by the method of the protocol, linked cases together. The same sample, protocol and seed always give the same arms.',
  group: 'Stages of a run:',
  options: [...startOptions, runOption],
  examples: [
    'equipoise allocate part-payment --seed 2015',
    'equipoise allocate part-payment --beacon VALUE     after `equipoise commit`',
  ],
  async run(reference, options, progress) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { allocateSample } = await import('../../pipeline/allocate-sample.ts')
    const { allocationText } = await import('../summaries.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const { seed, beacon } = options
    const outcome = await allocateSample({ trial, run, seed, beacon }, progress)
    return {
      json: outcome,
      text: allocationText(trial.protocol, outcome),
      next: `equipoise balance ${reference}${runFlag(trial, run)}, then record events`,
    }
  },
})
