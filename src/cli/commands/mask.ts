import { defineCommand, runOption } from './define.ts'

interface Options {
  run?: string
  out: string
  to: string[]
  key?: string
}

export const maskCommand = defineCommand<Options>({
  name: 'mask',
  summary: 'write an analysis set whose arms are called A, B, C',
  description:
    'Writes the analysis set of a run for whoever analyses without knowing the arms: labels drawn at random in place of arms, cases in random order under new ids, and no outcome that tells the arm of a case. What the labels stand for is sealed to those who may lift the mask. Says what it does not hide.',
  group: 'Concealment:',
  options: [
    {
      flags: '--out <dir>',
      description: 'folder for the masked set; give it to the analyst, and not the run',
      required: true,
    },
    {
      flags: '--to <key>',
      description: 'a public key (age1…) or a file of keys; give it again for each who may lift the mask',
      required: true,
      repeatable: true,
    },
    { flags: '--key <file>', description: 'your key file, where the run is sealed' },
    runOption,
  ],
  examples: [
    'equipoise mask part-payment --to statistician.pub --out masked',
    'equipoise mask part-payment --to age1… --key data-manager.key --out masked     of a sealed run',
  ],
  async run(reference, options, progress) {
    const { randomInt } = await import('node:crypto')
    const { openTrial } = await import('../open-trial.ts')
    const { maskRun } = await import('../../pipeline/masking/mask-run.ts')
    const { maskText } = await import('../masking-text.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const { out, to, key } = options
    const random = { below: (limit: number) => randomInt(limit) }
    const outcome = await maskRun({ trial, run, out, to, key, random }, progress)
    return { json: outcome, text: maskText(outcome), next: `equipoise analyse ${reference} --masked ${out}` }
  },
})
