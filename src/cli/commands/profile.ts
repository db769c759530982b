import { defineCommand, runOption } from './define.ts'

interface Options {
  run?: string
}

export const profileCommand = defineCommand<Options>({
  name: 'profile',
  summary: 'set the caseload beside the sample',
  description:
    'Compares the caseload, the eligible cases and the sample of a run on the measures of the protocol (on every field with a mean or levels, where it names none), and shows parts of the caseload side by side. Reads the caseload where the run records it.',
  group: 'Stages of a run:',
  options: [runOption],
  examples: ['equipoise profile part-payment', 'equipoise profile part-payment --run runs/mine --json'],
  async run(reference, { run: folder }, progress) {
    const { openTrial, runFlag, startFlag } = await import('../open-trial.ts')
    const { profileRun } = await import('../../pipeline/profile-run.ts')
    const { artefactPath, hasArtefact, readManifest } = await import('../../pipeline/run-folder.ts')
    const { recordedStart } = await import('../../pipeline/commit/start.ts')
    const { profileText } = await import('../profile-text.ts')
    const { trial, run } = await openTrial(reference, folder)
    const outcome = await profileRun({ trial, run }, progress)
    const where =
      outcome.state === 'unchanged'
        ? 'The run held this profile already; nothing changed.'
        : `All numbers are in ${artefactPath(run, 'profile')}.`
    const { seed, revealed } = recordedStart(readManifest(run, 'sample'))
    const start = startFlag(revealed === undefined ? { seed } : { beacon: revealed.beacon.value })
    const next = hasArtefact(run, 'allocation') ? `verify ${reference}` : `allocate ${reference} ${start}`
    return {
      json: outcome,
      text: [profileText(trial.protocol, outcome), '', where].join('\n'),
      next: `equipoise ${next}${runFlag(trial, run)}`,
    }
  },
})
