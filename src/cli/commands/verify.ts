import { defineCommand, type EngineOptions, engineOptions, runOption } from './define.ts'

interface Options extends EngineOptions {
  run?: string
  secret?: string
  receipt: readonly string[]
}

export const verifyCommand = defineCommand<Options>({
  name: 'verify',
  summary: 're-derive a run and name whatever differs',
  description:
    'Checks the commitment, derives eligibility, sample, allocation, analysis set and results anew from the caseload, the protocol, the seeds and the log, checks every recorded hash, and names what differs. Of a sealed run it checks what lies open; of one whose outcomes are in an engine, with --engine or --summaries, it asks for them again. Exit code 1 where anything does not agree.',
  group: 'Stages of a run:',
  options: [
    runOption,
    { flags: '--secret <file>', description: 'secret of enrolment, to derive the arms of arrivals while it is open' },
    {
      flags: '--receipt <n:hash>',
      description: 'receipt of an event, which the log must still hold with all before it; may be repeated',
      repeatable: true,
    },
    ...engineOptions,
  ],
  examples: [
    'equipoise verify part-payment',
    'equipoise verify part-payment --run runs/mine --json',
    'equipoise verify part-payment --engine duckdb --data analysis-set.parquet',
  ],
  async run(reference, options, progress) {
    const { openTrial } = await import('../open-trial.ts')
    const { outcomesElsewhere } = await import('../engine-options.ts')
    const { verifyRun } = await import('../../pipeline/verify-run.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const verification = await verifyRun(trial, run, progress, {
      secretFile: options.secret,
      receipts: options.receipt,
      outcomes: outcomesElsewhere(options),
    })
    const lines = verification.steps.flatMap(({ step, status, findings }) => [
      `${status.padEnd(9)}  ${step}`,
      ...findings.map(finding => `           ${finding}`),
    ])
    const holds = (wanted: string): boolean => verification.steps.some(({ status }) => status === wanted)
    const differs = holds('differs')
    const isUnderivable = verification.steps.some(({ status, findings }) => status === 'absent' && findings.length > 0)
    const whole = isUnderivable
      ? 'What of the run can be derived again agrees.'
      : 'Everything that the run holds was derived again and agrees.'
    const agrees = holds('sealed')
      ? 'What lies open agrees. What is sealed was not derived again: that takes `equipoise unseal`.'
      : whole
    return {
      json: verification,
      text: [
        ...lines,
        '',
        differs ? 'The run is not what its inputs determine.' : agrees,
        verification.assurance.statement,
      ].join('\n'),
      exitCode: differs ? 1 : 0,
    }
  },
})
