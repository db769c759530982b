import { defineCommand, enrolmentSecretOption, runOption } from './define.ts'

interface Options {
  secret?: string
  run?: string
}

export const closeCommand = defineCommand<Options>({
  name: 'close',
  summary: 'close enrolment, and export the sample and the allocation',
  description:
    'Ends enrolment and reveals the secret, so that anybody can draw every arm again; writes the sample, the allocation and the order of arrival from the log. No case can be enrolled afterwards.',
  group: 'Sequential enrolment:',
  options: [enrolmentSecretOption, runOption],
  examples: ['equipoise close missed-payment-72h'],
  async run(reference, options, progress) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { closeEnrolment } = await import('../../pipeline/enrolment/close-enrolment.ts')
    const { closeText } = await import('../enrolment-text.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const outcome = await closeEnrolment({ trial, run, secretFile: options.secret }, progress)
    return {
      json: outcome,
      text: closeText(trial.protocol, outcome),
      next: `equipoise verify ${reference}${runFlag(trial, run)}, then equipoise balance ${reference}${runFlag(trial, run)}`,
    }
  },
})
