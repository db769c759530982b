import { recordedText } from '../record-text.ts'
import { defineCommand, runOption, storeOption } from './define.ts'

interface Options {
  events: string
  run?: string
  key?: string
  store?: string
}

export const recordCommand = defineCommand<Options>({
  name: 'record',
  summary: 'record outcome events in the log of a run',
  description:
    'Appends events from a CSV or NDJSON file to the append-only log of the run. Where anything is wrong with any of them, every reason is listed and nothing is recorded.',
  group: 'Stages of a run:',
  options: [
    { flags: '--events <file>', description: 'events as .csv or .ndjson', required: true },
    runOption,
    storeOption,
    { flags: '--key <file>', description: 'key to a sealed run, for events that only some arms may have' },
  ],
  examples: [
    'equipoise record part-payment --events events.csv',
    'equipoise record part-payment --events events.csv --key unblinded.key     on a sealed run',
    'equipoise record part-payment --events events.csv --store postgres://recorder@db.example/trials',
  ],
  async run(reference, options, progress) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { recordEventsOfRun } = await import('../../pipeline/record-events.ts')
    const { isSealed } = await import('../../pipeline/sealing/sealed-run.ts')
    const { noticeLines } = await import('../summaries.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const { events, key, store } = options
    const outcome = await recordEventsOfRun({ trial, run, events, key, store, clock: () => new Date() }, progress)
    const text = [...noticeLines(outcome.notice), recordedText(outcome)].join('\n')
    const next = isSealed(run)
      ? `equipoise unseal ${reference}${runFlag(trial, run)} --key FILE --by NAME --reason TEXT when the arms may be known`
      : `equipoise analyse ${reference}${runFlag(trial, run)}`
    return { json: outcome, text, next }
  },
})
