import { defineCommand, type GroundOptions, groundOptions, runOption } from './define.ts'

interface Options extends GroundOptions {
  run?: string
  mask: string
  key: string
}

export const unmaskCommand = defineCommand<Options>({
  name: 'unmask',
  summary: 'show what the labels of a masked set stand for, on record',
  description:
    "Records in the run's log of unblinding who lifts a mask and why, and only then shows which arm each label stands for.",
  group: 'Concealment:',
  options: [
    { flags: '--mask <dir>', description: 'the folder that `mask` wrote', required: true },
    { flags: '--key <file>', description: 'your key file', required: true },
    ...groundOptions,
    runOption,
  ],
  examples: [
    'equipoise unmask part-payment --mask masked --key statistician.key --by "A. Statistician" --reason "interpretations signed"',
  ],
  async run(reference, options, progress) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { unmask } = await import('../../pipeline/masking/unmask.ts')
    const { isSealed } = await import('../../pipeline/sealing/sealed-run.ts')
    const { unmaskText } = await import('../masking-text.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const { mask: folder, key, by, reason } = options
    const outcome = await unmask({ trial, run, folder, key, by, reason, clock: () => new Date() }, progress)
    const then = `equipoise analyse ${reference}${runFlag(trial, run)}`
    return {
      json: outcome,
      text: unmaskText(trial.protocol, outcome),
      next: isSealed(run) ? `equipoise unseal ${reference}${runFlag(trial, run)} …, then ${then}` : then,
    }
  },
})
