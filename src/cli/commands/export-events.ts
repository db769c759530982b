import { defineCommand, runOption } from './define.ts'

interface Options {
  out: string
  all?: boolean
  pseudonymise?: string
  run?: string
}

export const exportEventsCommand = defineCommand<Options>({
  name: 'export-events',
  summary: 'write the recorded events as CSV, NDJSON or Parquet',
  description:
    'Writes the events that stand, corrected by those that replace them, in the form that `record` reads; with --all every event as it was recorded, and its place in the log. With --pseudonymise ids of cases and events are replaced by HMAC-SHA-256 under a key: the same key gives the same pseudonyms, and whoever holds it can find a case again.',
  group: 'The outcome log:',
  options: [
    { flags: '--out <file>', description: 'a new file ending in .csv, .ndjson or .parquet', required: true },
    { flags: '--all', description: 'corrected and voided events too, with position, time of recording and hash' },
    { flags: '--pseudonymise <keyfile>', description: 'key of `equipoise keys --pseudonym`, to replace ids with' },
    runOption,
  ],
  examples: [
    'equipoise export-events part-payment --out events.csv',
    'equipoise export-events part-payment --out shared/events.parquet --pseudonymise pseudonyms.key',
    'equipoise export-events part-payment --out audit.ndjson --all',
  ],
  async run(reference, { out, all, pseudonymise, run: folder }) {
    const { openTrial } = await import('../open-trial.ts')
    const { exportEvents } = await import('../../pipeline/export-events.ts')
    const { noticeLines } = await import('../summaries.ts')
    const { trial, run } = await openTrial(reference, folder)
    const exported = await exportEvents({ trial, run, out, all, keyFile: pseudonymise })
    const { notice, events, leftOut, pseudonymised, freeText } = exported
    const text = [
      ...noticeLines(notice),
      `Wrote ${events.toLocaleString('en-GB')} events to ${out}${pseudonymised ? ', with pseudonyms for cases and events' : ''}.`,
      ...(leftOut === 0
        ? []
        : [`Left out: ${leftOut.toLocaleString('en-GB')} arrivals, which 04-enrolment.csv holds.`]),
      ...(pseudonymised
        ? [`Free text can name people all the same: look at ${freeText.join(', ')} before you send it.`]
        : ['It holds the ids of cases: keep it where the caseload is.']),
    ].join('\n')
    return { json: exported, text }
  },
})
