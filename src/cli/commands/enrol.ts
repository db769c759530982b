import { defineCommand, enrolmentSecretOption, runOption } from './define.ts'

interface Options {
  case?: string
  set: readonly string[]
  cases?: string
  at?: string
  atColumn?: string
  by?: string
  secret?: string
  run?: string
}

export const enrolCommand = defineCommand<Options>({
  name: 'enrol',
  aliases: ['enroll'],
  summary: 'assess and allocate a case that arrives',
  description:
    'Assesses a case on the day it arrives and, if it is eligible, allocates it: the arm is shown once the case is safely in the log. A case that was allocated before gets the same answer again. Cases of a file arrive one after the other, in its order of rows. The next arm is shown and stored nowhere.',
  group: 'Sequential enrolment:',
  options: [
    { flags: '--case <id>', description: 'the case that arrives' },
    { flags: '--set <field=value>', description: 'a value of the case; once for every field', repeatable: true },
    {
      flags: '--cases <file>',
      description: 'several cases that arrive, as .csv or .parquet with the caseload columns',
    },
    { flags: '--at <time>', description: 'when it arrives: a date, or an instant with offset (default: now)' },
    { flags: '--at-column <name>', description: 'column of the file of --cases that holds the day of each case' },
    { flags: '--by <role>', description: 'who enrols it: a role or team (default: enrolment)' },
    enrolmentSecretOption,
    runOption,
  ],
  examples: [
    'equipoise enrol missed-payment-72h --case C0001 --set missed_on=2026-02-02 --set method=direct_debit --set arrears=120.50',
    'equipoise enrol missed-payment-72h --cases today.csv',
    'equipoise enrol missed-payment-72h --cases week.csv --at-column arrived_on',
  ],
  async run(reference, options, progress) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { requestedArrivals } = await import('../../pipeline/enrolment/arrivals.ts')
    const { enrolCases } = await import('../../pipeline/enrolment/enrol.ts')
    const { enrolText } = await import('../enrolment-text.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const arriving = await requestedArrivals({ ...options, dayColumn: options.atColumn }, trial.protocol.caseload)
    const { at, by, secret: secretFile } = options
    const outcome = await enrolCases({ trial, run, arriving, secretFile, at, by, clock: () => new Date() }, progress)
    return {
      json: outcome,
      text: enrolText(trial.protocol, outcome),
      next: `the next case that arrives, or equipoise verify ${reference}${runFlag(trial, run)}`,
    }
  },
})
