export { type SegmentAmountsChart, segmentAmounts } from '../../charts/index.ts'
export { printedSplit, segmentCases } from '../../design/index.ts'
export type { EnforcementStep, Indicator, PrintedAmount, Segment, Segmentation } from '../../model/segmentation.ts'
export type {
  CasesAndAmount,
  IndicatorValue,
  PoundsRange,
  PrintedSegment,
  PrintedSplit,
  PrintedTotal,
  SegmentAmounts,
  SegmentationResult,
  SegmentedCaseload,
  StepReach,
} from '../../model/segmentation-result.ts'
export { segmentDocument } from '../../report/index.ts'
export { type MadeUpCaseload, makeUpCaseload } from './made-up-caseload.ts'
export { findSegmentation, readSegmentation } from './read-segmentation.ts'
export { type SegmentOutcome, type SegmentRequest, segmentRun } from './segment-run.ts'
