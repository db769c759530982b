import type { Segmentation } from '../model/segmentation.ts'
import type { SegmentationResult } from '../model/segmentation-result.ts'
import {
  indicatorTable,
  printedSegmentsTable,
  printedTotalsTable,
  segmentTable,
  type Table,
  tableText,
} from '../report/index.ts'
import { outputWidth } from './open-trial.ts'

/** A segmentation for people: the caseload by segment with its indicators, or else the printed split. */
export function segmentText(
  segmentation: Segmentation,
  result: SegmentationResult,
  report: string | undefined,
): string {
  const { caseload, printed } = result
  const tables: Table[] =
    caseload === null
      ? [
          ...(printed.segments.length === 0 ? [] : [printedSegmentsTable(segmentation, result)]),
          ...(printed.totals.length === 0 ? [] : [printedTotalsTable(segmentation, result)]),
        ]
      : [
          segmentTable(segmentation, caseload),
          ...(caseload.indicators.length === 0 ? [] : [indicatorTable(segmentation, caseload)]),
        ]
  return [
    ...(caseload === null || caseload.notice === null ? [] : [caseload.notice, '']),
    `${segmentation.title}${caseload === null ? '' : `: ${caseload.cases.toLocaleString('en-GB')} cases, ${caseload.asOf}`}`,
    ...tables.flatMap(table => ['', tableText(table, outputWidth())]),
    ...(report === undefined ? [] : ['', `The report is ${report}.`]),
  ].join('\n')
}
