import type { ListedResult } from '../../pipeline/results/results-file.ts'
import type { CommandResult } from '../output.ts'
import { defineCommand, formatOption, runOption } from './define.ts'

interface Options {
  run?: string
  format: string
  results?: boolean
}

export const reportCommand = defineCommand<Options>({
  name: 'report',
  summary: 'write the report of a run, with charts',
  description:
    'Writes 11-report/report.html (one file, no script, no network) and report.md, or the formats that --format names, and the charts with their specifications and data in 10-charts. Texts of authors in the report folder of the trial come into it; results.csv holds every number that they may refer to. A PDF is printed by an installed Chromium.',
  group: 'Stages of a run:',
  options: [
    runOption,
    formatOption,
    { flags: '--results', description: 'write nothing, and list the results that texts may refer to, with their ids' },
  ],
  examples: [
    'equipoise report part-payment',
    'equipoise report part-payment --format html,odt,ods',
    'equipoise report part-payment --results | grep payers_difference',
  ],
  async run(reference, options, progress) {
    const { openTrial, runFlag } = await import('../open-trial.ts')
    const { reportRun, resultsOfRun } = await import('../../pipeline/report-run.ts')
    const { plainText } = await import('../../report/index.ts')
    const { noticeLines } = await import('../summaries.ts')
    const { readFormats } = await import('../../pipeline/report-files.ts')
    const { openReport, reportLines } = await import('../report-text.ts')
    const formats = readFormats(options.format)
    const { trial, run } = await openTrial(reference, options.run)
    if (options.results) return listed(await resultsOfRun(trial, run, progress), trial.protocol.id, reference)
    const { files, leftOut, document } = await reportRun(trial, run, progress, formats)
    return {
      json: { schema: 'equipoise/report/1', trial: trial.protocol.id, run, ...files, leftOut },
      text: [
        ...noticeLines(document.notices[0] === undefined ? null : plainText(document.notices[0])),
        ...reportLines(files, leftOut),
      ].join('\n'),
      next: `${openReport(files)}, or equipoise verify ${reference}${runFlag(trial, run)}`,
    }
  },
})

async function listed(results: readonly ListedResult[], trial: string, reference: string): Promise<CommandResult> {
  const { textTable } = await import('../../report/index.ts')
  const columns = [
    { title: 'Id', align: 'left' },
    { title: 'Written', align: 'right' },
    { title: 'What it is', align: 'left' },
  ] as const
  const rows = results.map(({ id, text, unit }) => [id, text, unit])
  return {
    json: { schema: 'equipoise/results-listed/1', trial, results } as CommandResult['json'],
    text: textTable(columns, rows, Number.POSITIVE_INFINITY).trimEnd(),
    next: `write {{ id }} into a text of ${reference}/report, and equipoise report ${reference}`,
  }
}
