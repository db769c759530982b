import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Progress } from '../core/progress.ts'
import type { Comparison } from '../model/comparison.ts'
import type { Document, Results } from '../report/index.ts'
import { compareFigures, unexpectedVerdicts } from './compare.ts'
import { disclosureRules, rulesOfReproduction } from './disclosure/rules.ts'
import { reproductionDocument } from './document/page-document.ts'
import { drawCharts } from './draw-charts.ts'
import { evaluateOnPage } from './page/evaluate-page.ts'
import { type PageFindings, pageFindings } from './page/page-findings.ts'
import { printedPage } from './page/printed-page.ts'
import { recoverPage } from './page/recovered-page.ts'
import { defaultFormats, type ReportFiles, writeReport } from './report-files.ts'
import { reported } from './results/reported.ts'
import { writeJson } from './run-folder.ts'
import { disagreements } from './second-opinion.ts'
import { readPublished, type Trial } from './trial-folder.ts'

/** A printed report reproduced from its page alone. */
export interface Reproduction {
  comparison: Comparison
  findings: PageFindings
  document: Document
  /** Every number that it may name. */
  results: Results
  files: ReportFiles
  /** Formats that could not be made, with the reason. */
  leftOut: readonly string[]
  /** A line for each figure whose verdict is not the recorded one, and for each result with which the second opinion disagrees. */
  unexpected: readonly string[]
}

/** Reproduces a printed report from its page alone, and writes the report, the charts and the comparison to `out`. */
export async function reproducePage(
  trial: Trial,
  out: string,
  progress: Progress,
  formats = defaultFormats,
): Promise<Reproduction> {
  const published = readPublished(trial)
  const recovered = recoverPage(printedPage({ ...trial, published }))
  const done = { figures: 0 }
  const comparison = compareFigures(published, 'page', null, figure => {
    done.figures += 1
    progress.report('Recomputing figures', done.figures, published.figures.length)
    return evaluateOnPage(recovered, figure)
  })
  const findings = pageFindings(recovered)
  mkdirSync(out, { recursive: true })
  const charts = await drawCharts(
    { findings },
    published.charts,
    { folder: join(out, 'charts'), fromReport: 'charts', trialFolder: trial.folder },
    progress,
  )
  const disclosure = disclosureRules(trial, findings.notice)
  const known = {
    ...reported(findings, { published, comparison, charts: charts.flatMap(({ numbers }) => numbers) }),
    disclosure: rulesOfReproduction(disclosure),
  }
  const document = reproductionDocument(
    known,
    published,
    comparison,
    charts.map(({ figure }) => figure),
  )
  const { files, leftOut } = await writeReport(document, out, formats)
  writeJson(join(out, 'comparison.json'), comparison)
  return {
    comparison,
    findings,
    document,
    results: known.results,
    files,
    leftOut,
    unexpected: [...unexpectedVerdicts(comparison), ...disagreements(findings.analyses)],
  }
}
