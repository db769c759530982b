import type { Comparison } from '../../model/comparison.ts'
import type { ReportFiles } from '../../pipeline/report-files.ts'
import type { Document } from '../../report/index.ts'
import type { CommandResult } from '../output.ts'
import { defineCommand, formatOption, fullOption } from './define.ts'

interface Options {
  run?: string
  out?: string
  format: string
  full?: boolean
}

export const reproduceCommand = defineCommand<Options>({
  name: 'reproduce',
  summary: 'recompute every printed figure of a report',
  description:
    'Recomputes every printed figure of a published report, from the printed page alone or (--run) from a run, says what it makes of each, and writes a report with the charts redrawn. Prints every figure with its verdict; --full prints the whole report. Exit code 1 where a verdict is not the one recorded.',
  group: 'Published reports:',
  options: [
    { flags: '--run <dir>', description: 'compare with this run instead of the printed page alone' },
    { flags: '--out <dir>', description: 'folder for the report from the page (default: out/<trial>)' },
    formatOption,
    fullOption,
  ],
  examples: [
    'equipoise reproduce part-payment',
    'equipoise reproduce part-payment --json',
    'equipoise reproduce part-payment --run runs/reconstruction',
    'equipoise reproduce part-payment --format html,odt,ods',
    'equipoise reproduce part-payment --full | less',
  ],
  async run(reference, options, progress) {
    const { join } = await import('node:path')
    const { openTrial } = await import('../open-trial.ts')
    const { readFormats } = await import('../../pipeline/report-files.ts')
    const formats = readFormats(options.format)
    const { trial } = await openTrial(reference)
    if (options.run !== undefined) {
      const { reproduceRun } = await import('../../pipeline/report-run.ts')
      return result(await reproduceRun(trial, options.run, progress, formats), reference, options)
    }
    const { reproducePage } = await import('../../pipeline/reproduce-page.ts')
    const { pageJson } = await import('../../pipeline/page/page-json.ts')
    const out = options.out ?? join('out', trial.protocol.id)
    const reproduction = await reproducePage(trial, out, progress, formats)
    return result(reproduction, reference, options, pageJson(reproduction.findings))
  },
})

interface Reproduced {
  comparison: Comparison
  document: Document
  files: ReportFiles
  leftOut: readonly string[]
  unexpected: readonly string[]
}

async function result(
  { comparison, document, files, leftOut, unexpected }: Reproduced,
  trial: string,
  { full = false }: Options,
  more: object = {},
): Promise<CommandResult> {
  const { writeText } = await import('../../report/index.ts')
  const { outputWidth } = await import('../open-trial.ts')
  const { openReport, reportLines } = await import('../report-text.ts')
  const differences = unexpected.length === 0 ? [] : ['', 'Not as expected:', ...unexpected]
  const text = [
    writeText(full ? document : comparisonAlone(document), outputWidth()).trimEnd(),
    ...differences,
    '',
    ...reportLines(files, leftOut, ', with the charts beside it'),
    ...(full ? [] : ['Summary, contrasts, costs and methods are in it; --full prints them here.']),
  ].join('\n')
  const next =
    comparison.basis === 'page'
      ? `${openReport(files)}, or equipoise reconstruct ${trial} --out runs/reconstruction`
      : openReport(files)
  return {
    json: { ...comparison, ...more, report: files, leftOut, unexpected } as CommandResult['json'],
    text,
    next,
    exitCode: unexpected.length === 0 ? 0 : 1,
  }
}

/** The printed figures with their verdicts, without what follows from them. */
const comparisonAlone = (document: Document): Document => ({
  ...document,
  sections: document.sections.filter(({ id }) => id === 'figures'),
})
