import {
  defineCommand,
  registerOption,
  runOption,
  type StartOptions,
  secretOption,
  startOptions,
  storeOption,
} from './define.ts'

interface Options extends StartOptions {
  caseload: string
  register?: string
  events?: string
  store?: string
  secret?: string
  run?: string
}

export const runCommand = defineCommand<Options>({
  name: 'run',
  summary: 'take a caseload through the whole trial',
  description:
    'Draws the sample, allocates it and, where events are given, records them, analyses them and writes the report. Without events it stops after allocation.',
  group: 'Trials:',
  options: [
    { flags: '--caseload <file>', description: 'caseload as .csv or .parquet', required: true },
    registerOption,
    { flags: '--events <file>', description: 'events as .csv or .ndjson' },
    ...startOptions,
    secretOption,
    storeOption,
    runOption,
  ],
  examples: [
    'equipoise run part-payment --caseload caseload.csv --seed 2015',
    'equipoise run part-payment --caseload caseload.csv --events events.csv --seed 2015 --run runs/mine',
  ],
  async run(reference, options, progress) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { runTrial } = await import('../../pipeline/run-trial.ts')
    const { allocationText, sampleText } = await import('../summaries.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const { caseload, register, events, store, seed, beacon, secret: secretFile } = options
    const request = { trial, run, caseload, register, events, store, seed, beacon, secretFile, clock: () => new Date() }
    const done = await runTrial(request, progress)
    const drawn = [
      sampleText(trial.protocol, done.sample),
      allocationText(trial.protocol, { ...done.allocation, notice: null }),
    ]
    const json = {
      schema: 'equipoise/run/1' as const,
      trial: trial.protocol.id,
      run,
      sample: done.sample,
      allocation: done.allocation,
      recorded: done.followed?.recorded ?? null,
      report: done.followed?.report.files ?? null,
    }
    if (done.followed === undefined) {
      const stopped = 'No events were given, so the run stops after allocation.'
      return {
        json,
        text: [...drawn, stopped].join('\n\n'),
        next: `equipoise record ${reference} --events FILE${runFlag(trial, run)}`,
      }
    }
    const { recorded, report } = done.followed
    const end = [
      recorded.state === 'unchanged'
        ? 'The run held these events already; nothing changed.'
        : `Recorded ${recorded.recorded.toLocaleString('en-GB')} events.`,
      `The report is ${report.files.html} (and ${report.files.markdown}).`,
    ].join('\n')
    return { json, text: [...drawn, end].join('\n\n'), next: `equipoise verify ${reference}${runFlag(trial, run)}` }
  },
})
