import { defineCommand, runOption } from './define.ts'

interface Options {
  run?: string
}

export const verifyCommand = defineCommand<Options>({
  name: 'verify',
  summary: 're-derive a run and name whatever differs',
  description:
    'Checks the commitment, derives eligibility, sample, allocation, analysis set and results anew from the caseload, the protocol, the seeds and the log, checks every recorded hash, and names what differs. Of a sealed run it checks what lies open. Exit code 1 where anything does not agree.',
  group: 'Stages of a run:',
  options: [runOption],
  examples: ['equipoise verify part-payment', 'equipoise verify part-payment --run runs/mine --json'],
  async run(reference, options, progress) {
    const { openTrial } = await import('../open-trial.ts')
    const { verifyRun } = await import('../../pipeline/verify-run.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const verification = await verifyRun(trial, run, progress)
    const lines = verification.steps.flatMap(({ step, status, findings }) => [
      `${status.padEnd(9)}  ${step}`,
      ...findings.map(finding => `           ${finding}`),
    ])
    const holds = (wanted: string): boolean => verification.steps.some(({ status }) => status === wanted)
    const differs = holds('differs')
    const agrees = holds('sealed')
      ? 'What lies open agrees. What is sealed was not derived again: that takes `equipoise unseal`.'
      : 'Everything that the run holds was derived again and agrees.'
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
