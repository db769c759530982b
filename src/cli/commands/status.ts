import { defineCommand, fullOption, runOption } from './define.ts'

interface Options {
  run?: string
  asOf?: string
  key?: string
  out?: string
  interim?: boolean
  unmask?: boolean
  full?: boolean
}

export const statusCommand = defineCommand<Options>({
  name: 'status',
  summary: 'show how a trial is doing, and which alarms are on',
  description:
    'Shows enrolment against the plan, what was recorded, measures of trial health, and the alarms of the protocol; writes them as one HTML page. Outcomes are shown for all arms together. Works at any stage of a run and changes nothing in it. Exit code 1 where an alarm is on, or counts do not add up.',
  group: 'Stages of a run:',
  options: [
    runOption,
    { flags: '--as-of <date>', description: 'the last day that counts (default: that of the last event)' },
    { flags: '--key <file>', description: 'key to a sealed run, for what needs the arms' },
    { flags: '--out <file>', description: 'the page (default: <run>.dashboard.html, beside the run folder)' },
    { flags: '--interim', description: 'show the contrasts of an interim look that is due, arms under masks' },
    { flags: '--unmask', description: 'show outcomes by arm, under their names; not for whoever runs the trial' },
    fullOption,
  ],
  examples: [
    'equipoise status part-payment',
    'equipoise status part-payment --as-of 2016-03-31 --out march.html',
    'equipoise status part-payment --json --quiet',
  ],
  async run(reference, { run: folder, out, full, ...request }) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { needsAttention, statusOfRun } = await import('../../pipeline/status-run.ts')
    const { writeDashboard } = await import('../../pipeline/dashboard.ts')
    const { statusText } = await import('../status-text.ts')
    const { trial, run } = await openTrial(reference, folder)
    const status = await statusOfRun({ trial, run, ...request })
    const page = out ?? `${run.replace(/[/\\]+$/, '')}.dashboard.html`
    await writeDashboard(page, status, trial.protocol)
    const isOn = needsAttention(status)
    return {
      json: status,
      text: [statusText(status, trial.protocol, full === true), '', `The page is ${page}.`].join('\n'),
      next: isOn ? 'look into the alarms that are on' : `equipoise flow ${reference}${runFlag(trial, run)}`,
      exitCode: isOn ? 1 : 0,
    }
  },
})
