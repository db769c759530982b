import { defineCommand, runOption, storeOption } from './define.ts'

interface Options {
  secret?: string
  store?: string
  run?: string
}

export const openCommand = defineCommand<Options>({
  name: 'open',
  summary: 'open enrolment, for a trial whose cases arrive one by one',
  description:
    'Writes 00-enrolment.json, which fixes the protocol, the plan, the algorithms and the hash of a new secret before the first case arrives, and the secret into a file beside the run folder. Cases then come by `enrol`; `close` ends enrolment.',
  group: 'Sequential enrolment:',
  options: [
    { flags: '--secret <file>', description: 'file for the new secret (default: <run>.secret, beside the run folder)' },
    storeOption,
    runOption,
  ],
  examples: [
    'equipoise open missed-payment-72h',
    'equipoise open missed-payment-72h --secret /safe/missed-payment-72h.secret',
  ],
  async run(reference, options) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { newSecret } = await import('../../pipeline/commit/secret.ts')
    const { openEnrolment } = await import('../../pipeline/enrolment/open-enrolment.ts')
    const { openText, setFlags } = await import('../enrolment-text.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const { keepInStore } = await import('../../pipeline/run-store.ts')
    const { secret: secretFile, store } = options
    const outcome = openEnrolment({ trial, run, secretFile, secret: newSecret, clock: () => new Date() })
    if (store !== undefined) await keepInStore(run, store)
    const secretFlag = secretFile === undefined ? '' : ` --secret ${secretFile}`
    return {
      json: outcome,
      text: openText(outcome),
      next: `publish the hash; then for every case that arrives equipoise enrol ${reference} --case ID ${setFlags(trial.protocol)}${secretFlag}${runFlag(trial, run)}`,
    }
  },
})
