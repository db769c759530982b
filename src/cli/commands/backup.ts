import { defineCommand, runOption } from './define.ts'

interface Options {
  out: string
  run?: string
}

export const backupCommand = defineCommand<Options>({
  name: 'backup',
  summary: 'write the outcome log of a run to one file',
  description:
    'Copies the outcome log, a file of the run or one in PostgreSQL, to one new SQLite file, complete or not at all, while others go on recording. Its chain, and what the run noted of it, are checked first.',
  group: 'The outcome log:',
  options: [{ flags: '--out <file>', description: 'the backup, a new file', required: true }, runOption],
  examples: ['equipoise backup part-payment --out backups/part-payment-2016-03-01.sqlite'],
  async run(reference, { out, run: folder }) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { backupLog } = await import('../../pipeline/backup-log.ts')
    const { trial, run } = await openTrial(reference, folder)
    const outcome = await backupLog({ trial, run, out })
    const { count, hash } = outcome.log
    return {
      json: outcome,
      text: `Wrote ${count.toLocaleString('en-GB')} events to ${out}.\nHead of the log: ${hash}. Noted elsewhere, it shows whether the backup was changed.`,
      next: `keep it on another machine; equipoise restore ${reference} --from ${out}${runFlag(trial, run)} brings it back`,
    }
  },
})
