import { defineCommand, registerOption, runOption, type StartOptions, secretOption, startOptions } from './define.ts'

interface Options extends StartOptions {
  caseload: string
  register?: string
  secret?: string
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
    registerOption,
    ...startOptions,
    secretOption,
    runOption,
  ],
  examples: [
    'equipoise sample part-payment --caseload caseload.csv --seed 2015',
    'equipoise sample part-payment --caseload caseload.csv --beacon VALUE     after `equipoise commit`',
  ],
  async run(reference, options, progress) {
    const { openTrial, runFlag, startFlag } = await import('../open-trial.ts')
    const { drawSampleOfRun } = await import('../../pipeline/draw-sample.ts')
    const { sampleText } = await import('../summaries.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const { caseload, register, seed, beacon, secret: secretFile } = options
    const outcome = await drawSampleOfRun({ trial, run, caseload, register, seed, beacon, secretFile }, progress)
    return {
      json: outcome,
      text: [sampleText(trial.protocol, outcome), outcome.assurance.statement].join('\n'),
      next: `equipoise allocate ${reference} ${startFlag(options)}${runFlag(trial, run)}`,
    }
  },
})
