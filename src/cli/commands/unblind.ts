import { defineCommand, type GroundOptions, groundOptions, runOption } from './define.ts'

interface Options extends GroundOptions {
  run?: string
  case: string
  key?: string
}

export const unblindCommand = defineCommand<Options>({
  name: 'unblind',
  summary: 'show the arm of one case, on record',
  description:
    'Records who asks for the arm of a case and why, in the append-only log of unblinding, and only then shows it. The run stays sealed and nothing is written in clear.',
  group: 'Concealment:',
  options: [
    { flags: '--case <id>', description: 'the case', required: true },
    { flags: '--key <file>', description: 'your key file, where the run is sealed' },
    ...groundOptions,
    runOption,
  ],
  examples: [
    'equipoise unblind part-payment --case C00001234 --key on-call.key --by "duty manager" --reason "complaint, reference 17"',
  ],
  async run(reference, options, progress) {
    const { openTrial } = await import('../open-trial.ts')
    const { unblindCase } = await import('../../pipeline/unblinding/unblind-case.ts')
    const { unblindText } = await import('../concealment-text.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const { case: id, key, by, reason } = options
    const request = { trial, run, case: id, key, by, reason, clock: () => new Date() }
    const outcome = await unblindCase(request, progress)
    return { json: outcome, text: unblindText(trial.protocol, outcome) }
  },
})
