import { defineCommand, runOption, seedOption } from './define.ts'

interface Options {
  caseload: string
  seed: string
  run?: string
}

export const sampleCommand = defineCommand<Options>({
  name: 'sample',
  summary: 'assess eligibility and draw the sample',
  description:
    'Reads a caseload, keeps every reason why a case is not eligible, and draws the sample of each stratum at random.',
  group: 'Stages of a run:',
  options: [
    { flags: '--caseload <file>', description: 'caseload as .csv or .parquet', required: true },
    seedOption,
    runOption,
  ],
  examples: ['equipoise sample part-payment --caseload caseload.csv --seed 2015'],
  async run(reference, options, progress) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { drawSampleOfRun } = await import('../../pipeline/draw-sample.ts')
    const { sampleText } = await import('../summaries.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const outcome = await drawSampleOfRun({ trial, run, caseload: options.caseload, seed: options.seed }, progress)
    return {
      json: outcome,
      text: sampleText(trial.protocol, outcome),
      next: `equipoise allocate ${reference} --seed ${options.seed}${runFlag(trial, run)}`,
    }
  },
})
