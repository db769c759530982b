import type { CaseTable } from '../../model/case.ts'
import type { Segmentation } from '../../model/segmentation.ts'
import type { SegmentedCaseload } from '../../model/segmentation-result.ts'
import { CaseReader } from './case-reader.ts'
import { indicatorValue } from './indicators.ts'
import { segmentAmounts } from './segment-amounts.ts'
import { stepReach } from './step-reach.ts'

/**
 * Divides what the cases owe into the segments of each debt: a case is in the first segment whose rule it meets, and counts in
 * every debt of which it owes something. The order of rows does not matter.
 */
export function segmentCases(table: CaseTable, segmentation: Segmentation): SegmentedCaseload {
  const cases = new CaseReader(table, segmentation)
  return {
    cases: cases.rows,
    segments: segmentation.debts.flatMap(debt => segmentAmounts(debt, cases, segmentation)),
    indicators: segmentation.indicators.map(indicator => indicatorValue(indicator, cases)),
    steps: segmentation.steps.flatMap(step => stepReach(step, cases, segmentation)),
  }
}
