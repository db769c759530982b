import { defineCommand } from './define.ts'

interface Options {
  out: string
}

export const reconstructCommand = defineCommand<Options>({
  name: 'reconstruct',
  summary: 'make made-up data that agree with the printed report, and run the trial on them',
  description:
    'Makes a synthetic case list and outcome log that give the printed figures, and takes them through the whole trial. Not the data of the trial: every file and page made from it says so.',
  group: 'Published reports:',
  options: [
    { flags: '--out <dir>', description: 'folder to write: the case list, the events and the run', required: true },
  ],
  examples: ['equipoise reconstruct part-payment --out runs/reconstruction'],
  async run(reference, options, progress) {
    const { openTrial } = await import('../open-trial.ts')
    const { reconstruct } = await import('../../pipeline/reconstruct.ts')
    const { plainText, totalsSentence } = await import('../../report/index.ts')
    const { trial } = await openTrial(reference)
    const made = await reconstruct({ trial, out: options.out, clock: () => new Date() }, progress)
    const { comparison, files, unexpected } = made.reproduction
    const text = [
      made.notice,
      '',
      `Case list ${made.caseload}, events ${made.events}, artefacts 01 to 12 in ${options.out}.`,
      `Compared with the printed report, ${plainText(totalsSentence(comparison))}`,
      ...unexpected,
      `The report is ${files.html}.`,
    ].join('\n')
    return {
      json: {
        schema: 'equipoise/reconstruction/1',
        trial: trial.protocol.id,
        notice: made.notice,
        out: options.out,
        caseload: made.caseload,
        events: made.events,
        totals: comparison.totals,
        unexpected,
      },
      text,
      next: `equipoise reproduce ${reference} --run ${options.out}`,
      exitCode: unexpected.length === 0 ? 0 : 1,
    }
  },
})
