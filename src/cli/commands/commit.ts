import { defineCommand, registerOption, runOption } from './define.ts'

interface Options {
  caseload: string
  register?: string
  beaconRound: string
  secret?: string
  run?: string
}

export const commitCommand = defineCommand<Options>({
  name: 'commit',
  summary: 'fix what the draw is made from before the value of a public beacon is known',
  description:
    'Writes 00-commit.json: hashes of the protocol, the plan and the case list, the algorithms, the hash of a new secret, and a future round of a public beacon. Its SHA-256 is to be published before that round; the seed then follows from it, the value of the beacon and the secret, so that nobody can choose the draw. Comes before `sample`.',
  group: 'Stages of a run:',
  options: [
    { flags: '--caseload <file>', description: 'caseload as .csv or .parquet', required: true },
    registerOption,
    {
      flags: '--beacon-round <text>',
      description: 'the beacon and its round, so that anybody can find the value (1 to 200 characters)',
      required: true,
    },
    { flags: '--secret <file>', description: 'file for the new secret (default: <run>.secret, beside the run folder)' },
    runOption,
  ],
  examples: [
    'equipoise commit part-payment --caseload caseload.csv --beacon-round "drand quicknet round 12345678"',
    'equipoise sample part-payment --caseload caseload.csv --beacon VALUE',
  ],
  async run(reference, options, progress) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { commitRun } = await import('../../pipeline/commit/commit-run.ts')
    const { newSecret } = await import('../../pipeline/commit/secret.ts')
    const { commitText } = await import('../summaries.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const { caseload, register, beaconRound, secret: secretFile } = options
    const request = {
      trial,
      run,
      caseload,
      register,
      beaconRound,
      secretFile,
      secret: newSecret,
      clock: () => new Date(),
    }
    const outcome = await commitRun(request, progress)
    const registerFlag = register === undefined ? '' : ` --register ${register}`
    const secretFlag = secretFile === undefined ? '' : ` --secret ${secretFile}`
    return {
      json: outcome,
      text: commitText(outcome),
      next: `publish the hash, wait for the value of ${outcome.commitment.beacon.round}, then equipoise sample ${reference} --caseload ${caseload}${registerFlag} --beacon VALUE${secretFlag}${runFlag(trial, run)}`,
    }
  },
})
