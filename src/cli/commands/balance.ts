import { defineCommand, runOption } from './define.ts'

interface Options {
  run?: string
  draws?: string
  batch?: string
}

export const balanceCommand = defineCommand<Options>({
  name: 'balance',
  summary: 'compare the arms at baseline',
  description:
    'Compares the arms of an allocated run on every baseline field (standardised differences, variance ratios), tests all fields together by drawing the allocation again with the method of the protocol, and compares the counts of arms with those that the mechanism expects. Exit code 1 where the record holds counts that no draw gives.',
  group: 'Stages of a run:',
  options: [
    runOption,
    { flags: '--draws <n>', description: 'redraws of the allocation (default: 999)' },
    { flags: '--batch <field>', description: 'also compare counts within each value of this baseline field' },
  ],
  examples: [
    'equipoise balance part-payment',
    'equipoise balance part-payment --draws 9999 --batch nrp_age',
    'equipoise balance part-payment --run runs/mine --json',
  ],
  async run(reference, { run: folder, draws, batch }, progress) {
    const { join } = await import('node:path')
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { balanceRun } = await import('../../pipeline/balance-run.ts')
    const { artefacts } = await import('../../pipeline/run-folder.ts')
    const { balanceText, holdsRecordError } = await import('../balance-text.ts')
    const { trial, run } = await openTrial(reference, folder)
    const outcome = await balanceRun({ trial, run, draws, batch }, progress)
    const place = (name: 'balance' | 'tidyBalance'): string => join(run, artefacts[name])
    const where =
      outcome.state === 'unchanged'
        ? 'The run held this report already; nothing changed.'
        : `All numbers are in ${place('balance')} and, a row for each difference, in ${place('tidyBalance')}.`
    return {
      json: outcome,
      text: [balanceText(trial.protocol, outcome), '', where].join('\n'),
      next: `equipoise verify ${reference}${runFlag(trial, run)}, then record events`,
      exitCode: holdsRecordError(outcome) ? 1 : 0,
    }
  },
})
