import type { ReportFiles } from '../pipeline/report-files.ts'

/** Where a report was written; `also` says what is with it. What could not be made has a line of its own. */
export function reportLines(files: ReportFiles, leftOut: readonly string[], also = ''): string[] {
  const [first, ...others] = Object.values(files)
  const more = others.length === 0 ? '' : ` (and ${others.join(', ')})`
  return [`The report is ${first}${more}${also}.`, ...leftOut.map(reason => `Left out: ${reason}.`)]
}

/** How to read a report. */
export const openReport = ({ html, ...others }: ReportFiles): string =>
  html === undefined ? `open ${Object.values(others)[0]}` : `open ${html} in a browser`
