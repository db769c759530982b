import { defineCommand, type GroundOptions, groundOptions, runOption } from './define.ts'

interface Options extends GroundOptions {
  run?: string
  key: string
}

export const unsealCommand = defineCommand<Options>({
  name: 'unseal',
  summary: 'open a sealed run for good, on record',
  description:
    'Decrypts every sealed file of a run with your key file, checks it byte for byte against what was sealed, records who opened the run and why, and writes the files back as they were.',
  group: 'Concealment:',
  options: [{ flags: '--key <file>', description: 'your key file', required: true }, ...groundOptions, runOption],
  examples: [
    'equipoise unseal part-payment --key statistician.key --by "A. Statistician" --reason "database locked, analysis begins"',
  ],
  async run(reference, options, progress) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { unsealRun } = await import('../../pipeline/sealing/unseal-run.ts')
    const { unsealText } = await import('../concealment-text.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const { key, by, reason } = options
    const outcome = await unsealRun({ trial, run, key, by, reason, clock: () => new Date() }, progress)
    return { json: outcome, text: unsealText(outcome), next: `equipoise verify ${reference}${runFlag(trial, run)}` }
  },
})
