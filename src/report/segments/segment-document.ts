import type { Segmentation } from '../../model/segmentation.ts'
import type { SegmentationResult, SegmentedCaseload } from '../../model/segmentation-result.ts'
import { type Block, type Document, type Figure, literal, type Section, type Text, text } from '../document.ts'
import { count, longDate } from '../format.ts'
import {
  furtherTable,
  indicatorTable,
  printedSegmentsTable,
  printedTotalsTable,
  segmentTable,
  stepTable,
} from './segment-tables.ts'

/** A segmentation as a document: the caseload where there is one, what is printed, what can be done, and what is assumed. */
export function segmentDocument(
  segmentation: Segmentation,
  result: SegmentationResult,
  figure: Figure | undefined,
): Document {
  const { title, description, steps } = segmentation
  const { caseload, printed } = result
  const figures: Block[] = figure === undefined ? [] : [figure]
  const printedBlocks: Block[] = [
    ...(caseload === null ? figures : []),
    ...(printed.segments.length === 0 ? [] : [printedSegmentsTable(segmentation, result)]),
    ...(printed.totals.length === 0 ? [] : [printedTotalsTable(segmentation, result)]),
  ]
  return {
    title: [literal(title)],
    subtitle: subtitleOf(segmentation, result),
    language: 'en-GB',
    notices: caseload === null || caseload.notice === null ? [] : [[literal(caseload.notice)]],
    sections: [
      ...(caseload === null ? [] : [caseloadSection(segmentation, caseload, figures)]),
      ...(caseload === null || caseload.indicators.length === 0
        ? []
        : [section('indicators', 'Indicators of progress', [indicatorTable(segmentation, caseload)])]),
      ...(printedBlocks.length === 0 ? [] : [section('printed', 'As it is printed', printedBlocks)]),
      ...(steps.length === 0
        ? []
        : [section('steps', 'What can be done to collect', [stepTable(segmentation, caseload)])]),
      section('reading', 'How to read this', [
        ...(description === undefined ? [] : [{ kind: 'paragraph' as const, text: [literal(description)] }]),
        ...assumedBlocks(segmentation),
      ]),
    ],
  }
}

const section = (id: string, title: string, blocks: readonly Block[]): Section => ({ id, title, blocks })

function subtitleOf({ document }: Segmentation, { caseload }: SegmentationResult): Text {
  if (caseload === null) return [literal(document === undefined ? '' : `As printed in ${document.title}`)]
  const cases = { kind: 'value', id: 'cases', text: count(caseload.cases) } as const
  return text`A caseload of ${cases} cases, as on ${literal(longDate(caseload.asOf))}`
}

function caseloadSection(segmentation: Segmentation, caseload: SegmentedCaseload, figures: readonly Block[]): Section {
  return section('segments', 'What is outstanding', [
    segmentTable(segmentation, caseload),
    ...figures,
    ...segmentation.by.map(field => furtherTable(segmentation, caseload, field)),
  ])
}

/** Everything that the source does not give, with the reason. */
function assumedBlocks({ caseload, segments, recovery, indicators, steps }: Segmentation): Block[] {
  const parts = [
    { title: 'Date of the caseload', ...caseload.asOf },
    ...segments,
    ...(recovery === undefined ? [] : [{ title: 'Cost of recovery', ...recovery }]),
    ...indicators,
    ...steps,
  ]
  const items = parts.filter(({ assumed }) => assumed).map(({ title, reason = '' }) => [literal(`${title}: ${reason}`)])
  return items.length === 0
    ? []
    : [
        { kind: 'heading', text: 'What is assumed' },
        { kind: 'list', ordered: false, items },
      ]
}
