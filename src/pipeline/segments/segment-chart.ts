import { type Chart, segmentAmounts } from '../../charts/index.ts'
import { ratio } from '../../core/exact.ts'
import type { Segmentation } from '../../model/segmentation.ts'
import type { SegmentationResult } from '../../model/segmentation-result.ts'
import { longDate } from '../../report/index.ts'

/** Outstanding amounts by segment and priority: of the caseload where there is one, else as they are printed. */
export function segmentChart(segmentation: Segmentation, { printed, caseload }: SegmentationResult): Chart | undefined {
  const { id, title, priorities, segments, document } = segmentation
  const amounts = new Map(
    caseload === null
      ? printed.segments.map(({ segment, pounds }) => [segment, pounds])
      : caseload.segments.map(({ segment, owed }) => [segment, ratio(owed, 100n)]),
  )
  const shown = segments.flatMap(segment => {
    const amount = amounts.get(segment.id)
    return amount === undefined ? [] : [{ ...segment, amount }]
  })
  if (shown.length === 0) return undefined
  const subtitle =
    caseload === null
      ? `As printed in ${document?.title}, ${document?.place}`
      : `Caseload of ${caseload.cases.toLocaleString('en-GB')} cases, ${longDate(caseload.asOf)}`
  return segmentAmounts.draw({
    id,
    title,
    subtitle,
    notice: caseload?.notice ?? null,
    priorities,
    segments: shown,
    axisTitle: 'Outstanding',
  })
}
