import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { isCivilDate } from '../../core/civil-date.ts'
import { TrialError } from '../../core/errors.ts'
import { type Progress, silent } from '../../core/progress.ts'
import { printedSplit, segmentCases } from '../../design/index.ts'
import type { Segmentation } from '../../model/segmentation.ts'
import type { SegmentationResult } from '../../model/segmentation-result.ts'
import { type Figure, segmentDocument } from '../../report/index.ts'
import { readCaseload } from '../../storage/caseload.ts'
import { writeChart } from '../draw-charts.ts'
import { startsAny } from '../notices.ts'
import { defaultFormats, type ReportFiles, writeReport } from '../report-files.ts'
import { writeJson } from '../run-folder.ts'
import { notADate } from './issues.ts'
import { findSegmentation, readSegmentation } from './read-segmentation.ts'
import { segmentChart } from './segment-chart.ts'

/** What is to be divided, and where the report goes. */
export interface SegmentRequest {
  caseload?: string | undefined
  /** Day of the caseload, in place of the date of the segmentation. */
  asOf?: string | undefined
  out?: string | undefined
}

/** What was found, with the report that was written of it. */
export interface SegmentOutcome {
  segmentation: Segmentation
  result: SegmentationResult
  files: (ReportFiles & { json: string; chart: readonly string[] }) | null
}

/**
 * Divides a caseload by a segmentation, and sets beside each other what a document prints of its segments. Without a caseload
 * the printed split alone. Nothing is written unless a folder is given.
 */
export async function segmentRun(
  reference: string,
  { caseload, asOf, out }: SegmentRequest = {},
  progress: Progress = silent,
): Promise<SegmentOutcome> {
  if (asOf !== undefined && !isCivilDate(asOf)) throw new TrialError([notADate(asOf)])
  const segmentation = onDay(readSegmentation(findSegmentation(reference)), asOf)
  const result: SegmentationResult = {
    schema: 'equipoise/segments/1',
    segmentation: segmentation.id,
    title: segmentation.title,
    printed: printedSplit(segmentation),
    caseload: caseload === undefined ? null : await divided(caseload, segmentation, progress),
  }
  return { segmentation, result, files: out === undefined ? null : await written(segmentation, result, out) }
}

const onDay = (segmentation: Segmentation, date: string | undefined): Segmentation =>
  date === undefined ? segmentation : { ...segmentation, caseload: { ...segmentation.caseload, asOf: { date } } }

async function divided(
  path: string,
  segmentation: Segmentation,
  progress: Progress,
): Promise<NonNullable<SegmentationResult['caseload']>> {
  const { table, sha256 } = await readCaseload(path, segmentation.caseload, progress)
  const { caseload, madeUp } = segmentation
  const notice = madeUp !== undefined && startsAny(table.ids, madeUp.ids.prefix) ? madeUp.notice : null
  return { sha256, asOf: caseload.asOf.date, notice, ...segmentCases(table, segmentation) }
}

async function written(
  segmentation: Segmentation,
  result: SegmentationResult,
  out: string,
): Promise<NonNullable<SegmentOutcome['files']>> {
  const chart = segmentChart(segmentation, result)
  let figure: Figure | undefined
  let names: readonly string[] = []
  if (chart !== undefined) {
    const folder = join(out, 'chart')
    mkdirSync(folder, { recursive: true })
    const drawn = await writeChart(chart, { label: 'Chart', folder, fromReport: 'chart', numbers: [] })
    figure = drawn.figure
    names = drawn.files.map(name => join(folder, name))
  }
  const report = await writeReport(segmentDocument(segmentation, result, figure), out, defaultFormats)
  const json = join(out, 'segments.json')
  writeJson(json, result)
  return { ...report.files, json, chart: names }
}
