import type { Progress } from '../../core/progress.ts'
import type { CommandResult } from '../output.ts'
import { defineCommand } from './define.ts'

interface Options {
  makeUp?: string
  cases: string
  seed: string
  caseload?: string
  asOf?: string
  out?: string
}

export const segmentCommand = defineCommand<Options>({
  name: 'segment',
  summary: 'divide outstanding arrears into segments, with priorities, indicators and steps to collect',
  description:
    'Divides what a caseload owes into the segments of a segmentation file: to whom it is owed, whether the case is live and whether money is flowing, with the priority of collection, what would cost more to recover than it is, indicators of progress and the cases that each step of enforcement is open for. Without a caseload: the split that the document prints, and which of its totals do not add up.',
  group: 'Trials:',
  argument: {
    name: 'segmentation',
    description:
      'a segmentation file (docs/segments.md): a path, or the name of one that comes with equipoise, as arrears-strategy',
  },
  options: [
    { flags: '--caseload <file>', description: 'caseload as .csv or .parquet' },
    { flags: '--make-up <file>', description: 'write a made-up caseload there, to try it with, and do nothing else' },
    { flags: '--cases <n>', description: 'with --make-up: how many cases', default: '10000' },
    { flags: '--seed <text>', description: 'with --make-up: seed of the draw', default: '1' },
    { flags: '--as-of <date>', description: 'day of the caseload, in place of the date in the file' },
    {
      flags: '--out <dir>',
      description: 'folder for the report as HTML and Markdown, the chart and the numbers as JSON',
    },
  ],
  examples: [
    'equipoise segment arrears-strategy',
    'equipoise segment arrears-strategy --make-up cases.csv',
    'equipoise segment arrears-strategy --caseload cases.csv --as-of 2013-03-31 --out out/segments',
    'equipoise segment ./my-segments.yaml --caseload cases.parquet --json',
  ],
  async run(reference, { makeUp, cases, seed, caseload, asOf, out }, progress) {
    if (makeUp !== undefined) return madeUp(reference, { cases: Number(cases), seed, out: makeUp }, progress)
    const { segmentRun } = await import('../../pipeline/segments/segment-run.ts')
    const { segmentText } = await import('../segment-text.ts')
    const { segmentation, result, files } = await segmentRun(reference, { caseload, asOf, out }, progress)
    return {
      json: { ...result, files },
      text: segmentText(segmentation, result, files?.html),
      next:
        files === null
          ? `equipoise segment ${reference}${caseload === undefined ? '' : ` --caseload ${caseload}`} --out out/segments`
          : `open ${files.html} in a browser, or make segments the strata of a trial: docs/segments.md`,
    }
  },
})

async function madeUp(
  reference: string,
  request: { cases: number; seed: string; out: string },
  progress: Progress,
): Promise<CommandResult> {
  const { makeUpCaseload } = await import('../../pipeline/segments/made-up-caseload.ts')
  const made = makeUpCaseload(reference, request, progress)
  return {
    json: made,
    text: `Wrote ${made.cases.toLocaleString('en-GB')} made-up cases to ${made.file}.`,
    next: `equipoise segment ${reference} --caseload ${made.file}`,
  }
}
