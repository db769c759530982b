import { defineCommand, runOption, seedOption } from './define.ts'

interface Options {
  seed: string
  run?: string
}

export const allocateCommand = defineCommand<Options>({
  name: 'allocate',
  aliases: ['randomise', 'randomize'],
  summary: 'allocate the sample to arms',
  description:
    'Allocates the sampled cases to arms by the protocol: linked cases together, fixed counts in every stratum. The same sample, protocol and seed always give the same arms.',
  group: 'Stages of a run:',
  options: [seedOption, runOption],
  examples: ['equipoise allocate part-payment --seed 2015'],
  async run(reference, options, progress) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { allocateSample } = await import('../../pipeline/allocate-sample.ts')
    const { allocationText } = await import('../summaries.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const outcome = await allocateSample({ trial, run, seed: options.seed }, progress)
    return {
      json: outcome,
      text: allocationText(trial.protocol, outcome),
      next: `equipoise balance ${reference}${runFlag(trial, run)}, then record events`,
    }
  },
})
