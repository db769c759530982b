import { refuseIfAny } from '../../core/errors.ts'
import { defineCommand, runOption, seedOption } from './define.ts'

interface Options {
  cases?: string
  outcomes?: boolean
  run?: string
  seed: string
  out?: string
}

export const generateCommand = defineCommand<Options>({
  name: 'generate',
  summary: 'make a synthetic caseload, or synthetic events for an allocated run',
  description:
    "Draws made-up cases, or made-up events for a run's allocated cases, from the model of the trial's synthetic.yaml. For trying things out, never for results.",
  group: 'Trials:',
  options: [
    { flags: '--cases <n>', description: 'number of cases of the caseload' },
    { flags: '--outcomes', description: 'make events for the allocated cases of --run, in place of a caseload' },
    runOption,
    seedOption,
    {
      flags: '--out <file>',
      description: 'CSV file to write (default: <trial>-synthetic-caseload.csv, or -events.csv)',
    },
  ],
  examples: [
    'equipoise generate part-payment --cases 200000 --seed 7',
    'equipoise generate part-payment --outcomes --run runs/part-payment --seed 7 --out events.csv',
  ],
  async run(reference, options, progress) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { generateCaseloadFile, generateEventsFile } = await import('../../pipeline/generate.ts')
    const { arrivalColumn } = await import('../../pipeline/synthetic/caseload.ts')
    const { casesNotPositive } = await import('../../pipeline/issues.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const out = options.out ?? `${trial.protocol.id}-synthetic-${options.outcomes ? 'events' : 'caseload'}.csv`
    if (options.outcomes) {
      const made = await generateEventsFile(trial, { run, seed: options.seed, out }, progress)
      return {
        json: made,
        text: `Wrote ${made.rows.toLocaleString('en-GB')} made-up events to ${out}.`,
        next: `equipoise record ${reference} --events ${out}${runFlag(trial, run)}`,
      }
    }
    refuseIfAny(/^\d+$/.test(options.cases ?? '') ? [] : [casesNotPositive(options.cases)])
    const request = { cases: Number(options.cases), seed: options.seed, out }
    const made = await generateCaseloadFile(trial, request, progress)
    return {
      json: made,
      text: `Wrote ${made.rows.toLocaleString('en-GB')} made-up cases to ${out}.`,
      next:
        trial.protocol.enrolment === undefined
          ? `equipoise run ${reference} --caseload ${out} --seed TEXT`
          : `equipoise open ${reference}, then equipoise enrol ${reference} --cases ${out} --at-column ${arrivalColumn}, then equipoise close ${reference}`,
    }
  },
})
