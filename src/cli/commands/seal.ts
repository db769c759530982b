import { defineCommand, runOption } from './define.ts'

interface Options {
  run?: string
  to: string[]
}

export const sealCommand = defineCommand<Options>({
  name: 'seal',
  summary: 'seal the allocation of a run to those who may open it',
  description:
    'Encrypts every file of a run that tells the arm of a case, or the seed that the arms follow from, to one or several public keys, and removes the clear ones once the sealed ones were read back and found to open to them. Events can be recorded on a sealed run, and single cases unblinded; the rest waits until it is opened.',
  group: 'Concealment:',
  options: [
    {
      flags: '--to <key>',
      description: 'a public key (age1…) or a file of keys; give it again for each who may open the run',
      required: true,
      repeatable: true,
    },
    runOption,
  ],
  examples: [
    'equipoise seal part-payment --to age1…',
    'equipoise seal part-payment --to statistician.pub --to on-call.pub --run runs/mine',
  ],
  async run(reference, options, progress) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { sealRun } = await import('../../pipeline/sealing/seal-run.ts')
    const { sealText } = await import('../concealment-text.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const outcome = await sealRun({ trial, run, to: options.to }, progress)
    return {
      json: outcome,
      text: sealText(outcome),
      next: `equipoise record ${reference} --events FILE${runFlag(trial, run)}`,
    }
  },
})
