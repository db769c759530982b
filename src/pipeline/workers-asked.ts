import type { Issue } from '../core/errors.ts'
import { workersOutOfRange } from './issues.ts'

const most = 64

/** The number of worker threads as the command line has it; `undefined` where it says nothing, and where there are issues. */
export function workersAsked(text: string | undefined): { issues: Issue[]; workers: number | undefined } {
  if (text === undefined) return { issues: [], workers: undefined }
  const isNumber = /^[1-9]\d*$/.test(text) && Number(text) <= most
  return isNumber
    ? { issues: [], workers: Number(text) }
    : { issues: [workersOutOfRange(text, most)], workers: undefined }
}
