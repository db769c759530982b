import { defineCommand, runOption, storeOption } from './define.ts'

interface Options {
  from: string
  store?: string
  run?: string
}

export const restoreCommand = defineCommand<Options>({
  name: 'restore',
  summary: 'bring the outcome log of a run back from a backup',
  description:
    'Adds to the log of the run what the backup holds beyond it, with the times of recording, all of it or nothing. The log must be empty or hold the first events of the backup. With --store the log is in PostgreSQL from then on: so a log moves from one store to another.',
  group: 'The outcome log:',
  options: [{ flags: '--from <file>', description: 'the backup', required: true }, storeOption, runOption],
  examples: [
    'equipoise restore part-payment --from backups/part-payment-2016-03-01.sqlite',
    'equipoise restore part-payment --from moved.sqlite --store postgres://recorder@db.example/trials',
  ],
  async run(reference, { from, store, run: folder }) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { restoreLog } = await import('../../pipeline/restore-log.ts')
    const { trial, run } = await openTrial(reference, folder)
    const outcome = await restoreLog({ trial, run, from, store })
    const { restored, lost, log } = outcome
    const text = [
      restored === 0
        ? `The log held these events already; nothing changed. It holds ${log.count.toLocaleString('en-GB')}.`
        : `Restored ${restored.toLocaleString('en-GB')} events; the log holds ${log.count.toLocaleString('en-GB')} (head ${log.hash}).`,
      ...(lost === 0
        ? []
        : [`The backup is older than what the run noted: ${lost.toLocaleString('en-GB')} events are not in it.`]),
    ].join('\n')
    return { json: outcome, text, next: `equipoise verify ${reference}${runFlag(trial, run)}` }
  },
})
