import type { RecordOutcome } from '../../pipeline/record-events.ts'
import type { RecordingRequest } from '../../pipeline/recording/open-recording.ts'
import type { CommandResult } from '../output.ts'
import type { RecordOptions, RecordSource } from '../record-source.ts'
import { defineCommand, runOption, storeOption } from './define.ts'

interface Options extends RecordOptions {
  run?: string
  key?: string
  store?: string
}

export const recordCommand = defineCommand<Options>({
  name: 'record',
  summary: 'record outcome events in the log of a run',
  description:
    'Appends events to the append-only log of the run: those of a file (all that are new or, where anything is wrong with any, none, with every reason), of a ledger of another system, one by its parts, or a stream of NDJSON on standard input, each line acknowledged once it is on the disk. With none of these it asks in a terminal. An event that the log holds already is not recorded twice.',
  group: 'Stages of a run:',
  options: [
    { flags: '--events <file>', description: 'events as .csv or .ndjson; - for standard input' },
    { flags: '--format <name>', description: 'csv or ndjson (default: by the ending; ndjson from standard input)' },
    { flags: '--ledger <id>', description: 'the file of --events is a ledger that the protocol declares' },
    { flags: '--stream', description: 'NDJSON on standard input, recorded and acknowledged line by line' },
    { flags: '--case <id>', description: 'one event: its case' },
    { flags: '--kind <kind>', description: 'its kind; void takes the event of --corrects away' },
    { flags: '--at <time>', description: 'when: a date, or an instant with offset (default: now)' },
    { flags: '--amount <pounds>', description: 'its amount' },
    { flags: '--set <field=value>', description: 'a value of it; once for every field', repeatable: true },
    {
      flags: '--by <role>',
      description: 'who records it: a role or team (default: the environment variable EQUIPOISE_BY)',
    },
    { flags: '--corrects <id>', description: 'the event that it corrects' },
    { flags: '--override <rules>', description: 'rules of the process that it departs from' },
    { flags: '--reason <text>', description: 'why it corrects or departs' },
    { flags: '--id <id>', description: 'its id (default: derived from all else, so that the same is recorded once)' },
    runOption,
    storeOption,
    { flags: '--key <file>', description: 'key to a sealed run, for events that only some arms may have' },
  ],
  examples: [
    'equipoise record part-payment --events events.csv',
    'equipoise record part-payment --case C00001234 --kind payment --at 2016-03-01 --amount 100 --set basis=ordinary --by cs2',
    'equipoise record part-payment --case C00001234 --kind void --corrects cs2-77 --reason "posted twice" --by team_leader',
    'equipoise record part-payment --ledger cs2_payments --events ledger.csv',
    'equipoise record part-payment --stream < events.ndjson',
    'equipoise record part-payment --events events.csv --key unblinded.key     on a sealed run',
    'equipoise record part-payment --events events.csv --store postgres://recorder@db.example/trials',
  ],
  async run(reference, options, progress) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { recordSource } = await import('../record-source.ts')
    const { isSealed } = await import('../../pipeline/sealing/sealed-run.ts')
    const by = options.by ?? process.env.EQUIPOISE_BY
    const source = recordSource({ ...options, ...(by === undefined ? {} : { by }) }, process.stdin)
    const { trial, run } = await openTrial(reference, options.run)
    const request: RecordingRequest = { trial, run, key: options.key, store: options.store, clock: () => new Date() }
    const next = isSealed(run)
      ? `equipoise unseal ${reference}${runFlag(trial, run)} --key FILE --by NAME --reason TEXT when the arms may be known`
      : `equipoise analyse ${reference}${runFlag(trial, run)}`
    if (source.way === 'stream') return recordStream(request)
    const outcome = await recordOnce(request, source, by, progress)
    if (outcome === undefined) return { json: { schema: 'equipoise/record-nothing/1' }, text: 'Nothing was recorded.' }
    const { noticeLines } = await import('../summaries.ts')
    const { recordedText } = await import('../record-text.ts')
    return { json: outcome, text: [...noticeLines(outcome.notice), recordedText(outcome)].join('\n'), next }
  },
})

async function recordOnce(
  request: RecordingRequest,
  source: Exclude<RecordSource, { way: 'stream' }>,
  by: string | undefined,
  progress: Parameters<typeof import('../../pipeline/record-events.ts').recordEventsOfRun>[1],
): Promise<RecordOutcome | undefined> {
  const { recordEventOfRun, recordEventsOfRun, recordLedgerOfRun } = await import('../../pipeline/record-events.ts')
  if (source.way === 'file') return recordEventsOfRun({ ...request, ...source }, progress)
  if (source.way === 'ledger') return recordLedgerOfRun({ ...request, ...source }, progress)
  if (source.way === 'flags') return recordEventOfRun({ ...request, ...source }, progress)
  const { inTerminal } = await import('../terminal.ts')
  const { interview } = await import('../record-interview.ts')
  const event = await inTerminal(conversation => interview(request, by, conversation))
  return event === undefined ? undefined : recordEventOfRun({ ...request, event }, progress)
}

async function recordStream(request: RecordingRequest): Promise<CommandResult> {
  const { recordStreamOfRun } = await import('../../pipeline/recording/record-stream.ts')
  const { writeLines } = await import('../terminal.ts')
  const { exitCodes } = await import('../../core/errors.ts')
  const { streamText } = await import('../record-text.ts')
  const outcome = await recordStreamOfRun({ ...request, chunks: process.stdin, acknowledge: writeLines })
  return {
    json: outcome,
    text: streamText(outcome),
    isAnswered: true,
    exitCode: outcome.refused > 0 ? exitCodes.outcome : exitCodes.ok,
  }
}
