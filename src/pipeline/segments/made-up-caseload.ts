import { TrialError } from '../../core/errors.ts'
import { type Progress, silent } from '../../core/progress.ts'
import { type CaseloadFileRequest, writeMadeUpCaseload } from '../generate.ts'
import { nothingToMakeUp } from './issues.ts'
import { findSegmentation, readSegmentation } from './read-segmentation.ts'

/** A made-up caseload, to try a segmentation with. */
export interface MadeUpCaseload {
  schema: 'equipoise/made-up-caseload/1'
  segmentation: string
  file: string
  cases: number
  seed: string
  notice: string
}

/** Writes a caseload drawn from the model of a segmentation. */
export function makeUpCaseload(
  reference: string,
  request: CaseloadFileRequest,
  progress: Progress = silent,
): MadeUpCaseload {
  const path = findSegmentation(reference)
  const { id, caseload, madeUp } = readSegmentation(path)
  if (madeUp === undefined) throw new TrialError([nothingToMakeUp(path)])
  writeMadeUpCaseload({ caseload }, { caseload: madeUp }, request, progress)
  const { out, cases, seed } = request
  return { schema: 'equipoise/made-up-caseload/1', segmentation: id, file: out, cases, seed, notice: madeUp.notice }
}
