import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashFile, sha256 } from '../core/hash.ts'
import type { Progress } from '../core/progress.ts'
import type { Comparison } from '../model/comparison.ts'
import type { Published } from '../model/published.ts'
import type { Document, Results } from '../report/index.ts'
import { writeFileAtomically } from '../storage/files.ts'
import { requireRecordedAmendments } from './amended-plan.ts'
import { readAuthorTexts } from './author-texts.ts'
import { baselineOf } from './balance-run.ts'
import { runSources } from './charts/run-sources.ts'
import type { ChartSources } from './charts/sources.ts'
import { compareFigures, unexpectedVerdicts } from './compare.ts'
import { disclosureOfRun } from './disclosure/of-run.ts'
import { type DisclosureRules, disclosureRules, rulesOfReproduction } from './disclosure/rules.ts'
import { shownFindings } from './disclosure/shown-findings.ts'
import { shownFlow } from './disclosure/shown-flow.ts'
import { reproductionDocument } from './document/page-document.ts'
import { runDocument } from './document/run-document.ts'
import { type DrawnChart, drawCharts } from './draw-charts.ts'
import { flowFigure } from './draw-flow.ts'
import { evaluateOnRun } from './evaluate-run.ts'
import type { Findings } from './findings.ts'
import { readAnalysed } from './read-analysed.ts'
import { defaultFormats, type ReportFiles, type ReportFormat, writeReport } from './report-files.ts'
import { reported } from './results/reported.ts'
import { type ListedResult, listedResults, resultsFile } from './results/results-file.ts'
import { shownResults } from './results/shown-results.ts'
import {
  artefactPath,
  artefacts,
  readManifest,
  requireArtefact,
  requireDraw,
  requireSameProtocol,
  writeJson,
} from './run-folder.ts'
import { disagreements } from './second-opinion.ts'
import { hasFile, readPublished, type Trial } from './trial-folder.ts'

/** The report of a run, and where it was written. */
export interface RunReport {
  document: Document
  /** Every number that it may name. */
  results: Results
  files: ReportFiles
  /** Formats that could not be made, with the reason. */
  leftOut: readonly string[]
}

/** Artefacts 10 and 11: the charts and the report of a run. */
export async function reportRun(
  trial: Trial,
  run: string,
  progress: Progress,
  formats = defaultFormats,
): Promise<RunReport> {
  requireDraw(run, 'sample', 'allocation')
  requireArtefact(run, 'economics')
  requireSameProtocol(trial, run)
  await requireRecordedAmendments(trial, run)
  const analysis = await readAnalysed(trial, run, progress)
  const published = hasFile(trial.folder, 'published') ? readPublished(trial) : undefined
  const { flow, manifests, disclosure } = await disclosureOfRun(trial, run, analysis.findings)
  const sources = runSources(trial, analysis, disclosure)
  const charts = await drawRunCharts(trial, run, sources, published, progress)
  const figures = charts.map(({ figure }) => figure)
  const diagram = await flowFigure(shownFlow(flow, disclosure), chartPlaces(run))
  const baseline = await baselineOf(trial, run)
  const drawn = [diagram, ...charts]
  const also = { manifests, published, baseline, charts: drawn.flatMap(({ numbers }) => numbers) }
  const findings = shownResults({ all: analysis.findings, shown: sources.findings }, also, disclosure)
  const texts = readAuthorTexts(trial.folder, findings.results)
  const document = runDocument(findings, {
    flow: manifests,
    diagram,
    figures,
    published,
    baseline,
    texts,
  })
  const written = await writeRunReport(
    { document, results: findings.results, charts: drawn, rules: disclosure },
    run,
    formats,
  )
  return { document, results: findings.results, ...written }
}

/** Every result of a run that the texts of its report may refer to, but for the numbers of its charts. */
export async function resultsOfRun(trial: Trial, run: string, progress: Progress): Promise<ListedResult[]> {
  requireDraw(run, 'sample', 'allocation')
  requireArtefact(run, 'economics')
  requireSameProtocol(trial, run)
  const { findings: all, drawn } = await readAnalysed(trial, run, progress)
  const published = hasFile(trial.folder, 'published') ? readPublished(trial) : undefined
  const { manifests, disclosure } = await disclosureOfRun(trial, run, all)
  const { findings: shown } = shownFindings(all, drawn, disclosure)
  const also = { manifests, published, baseline: await baselineOf(trial, run) }
  return listedResults(shownResults({ all, shown }, also, disclosure).results)
}

/** A run compared with the printed figures. */
export interface RunReproduction extends RunReport {
  comparison: Comparison
  unexpected: readonly string[]
}

/** Compares a run with the printed figures: artefact 12, and a report in 11 that shows the comparison. */
export async function reproduceRun(
  trial: Trial,
  run: string,
  progress: Progress,
  formats = defaultFormats,
): Promise<RunReproduction> {
  requireDraw(run, 'sample', 'allocation')
  requireArtefact(run, 'economics')
  requireSameProtocol(trial, run)
  await requireRecordedAmendments(trial, run)
  const published = readPublished(trial)
  const analysis = await readAnalysed(trial, run, progress)
  const { findings } = analysis
  const comparison = compareRun(findings, published)
  const rules = rulesOfReproduction(disclosureRules(trial, findings.notice))
  const sources = runSources(trial, analysis, { ...rules, held: new Set() })
  const charts = await drawRunCharts(trial, run, sources, published, progress)
  const also = { published, comparison, charts: charts.flatMap(({ numbers }) => numbers) }
  const known = { ...reported(findings, also), disclosure: rules }
  const document = reproductionDocument(
    known,
    published,
    comparison,
    charts.map(({ figure }) => figure),
  )
  const written = await writeRunReport({ document, results: known.results, charts, rules }, run, formats)
  const inputs = {
    'published.yaml': await hashFile(join(trial.folder, 'published.yaml')),
    [artefacts.results]: await hashFile(artefactPath(run, 'results')),
    [artefacts.economics]: await hashFile(artefactPath(run, 'economics')),
  }
  writeJson(artefactPath(run, 'comparison'), { ...comparison, inputs })
  return {
    document,
    results: known.results,
    ...written,
    comparison,
    unexpected: [...unexpectedVerdicts(comparison), ...disagreements(findings.analyses)],
  }
}

/** What a run's findings make of every printed figure. */
export const compareRun = (findings: Findings, published: Published): Comparison =>
  compareFigures(published, 'run', findings.notice, figure => evaluateOnRun(findings, published, figure))

function drawRunCharts(
  trial: Trial,
  run: string,
  sources: ChartSources,
  published: Published | undefined,
  progress: Progress,
): Promise<DrawnChart[]> {
  const places = { ...chartPlaces(run), trialFolder: trial.folder }
  return drawCharts(sources, published?.charts ?? [], places, progress)
}

/** Where the charts of a run are, and where from its report. */
const chartPlaces = (run: string) => ({ folder: artefactPath(run, 'charts'), fromReport: `../${artefacts.charts}` })

/** What is written of a run for others to read. */
interface Publication {
  document: Document
  results: Results
  charts: readonly DrawnChart[]
  rules: DisclosureRules
}

/** Writes the report, and a manifest with the hash of every file of charts and report. */
async function writeRunReport(
  { document, results, charts, rules }: Publication,
  run: string,
  formats: readonly ReportFormat[],
): Promise<Pick<RunReport, 'files' | 'leftOut'>> {
  const folder = artefactPath(run, 'report')
  const { names, ...report } = await writeReport(document, folder, formats)
  const { trial, notice } = readManifest(run, 'allocation')
  const { leastCases, roundTo, exemption } = rules
  writeFileAtomically(join(folder, 'results.csv'), resultsFile(results, notice))
  const written = [
    ...charts.flatMap(chart => chart.files.map(name => `${artefacts.charts}/${name}`)),
    ...[...names, 'results.csv'].map(name => `${artefacts.report}/${name}`),
  ]
  writeJson(join(folder, 'manifest.json'), {
    schema: 'equipoise/report-manifest/1',
    trial,
    notice,
    disclosure: { leastCases, roundTo, exemption },
    inputs: {
      [artefacts.results]: await hashFile(artefactPath(run, 'results')),
      [artefacts.economics]: await hashFile(artefactPath(run, 'economics')),
    },
    files: Object.fromEntries(written.map(name => [name, sha256(readFileSync(join(run, name)))])),
    ...(report.files.pdf === undefined ? {} : { unhashed: { [`${artefacts.report}/report.pdf`]: whyNoHash } }),
  })
  return report
}

const whyNoHash = 'A PDF holds the time at which it was made; its text is that of report.html.'
