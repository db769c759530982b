import { defineCommand, runOption } from './define.ts'

interface Options {
  run?: string
}

export const reportCommand = defineCommand<Options>({
  name: 'report',
  summary: 'write the report of a run, with charts',
  description:
    'Writes 11-report/report.html (one file, no script, no network) and report.md, and the charts with their specifications and data in 10-charts.',
  group: 'Stages of a run:',
  options: [runOption],
  examples: ['equipoise report part-payment'],
  async run(reference, options, progress) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { reportRun } = await import('../../pipeline/report-run.ts')
    const { plainText } = await import('../../report/index.ts')
    const { noticeLines } = await import('../summaries.ts')
    const { trial, run } = await openTrial(reference, options.run)
    const { files, document } = await reportRun(trial, run, progress)
    return {
      json: { schema: 'equipoise/report/1', trial: trial.protocol.id, run, ...files },
      text: [
        ...noticeLines(document.notices[0] === undefined ? null : plainText(document.notices[0])),
        `The report is ${files.html} (and ${files.markdown}).`,
      ].join('\n'),
      next: `open ${files.html} in a browser, or equipoise verify ${reference}${runFlag(trial, run)}`,
    }
  },
})
