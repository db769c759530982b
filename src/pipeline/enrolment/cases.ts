import { isEnrolment } from '../../model/enrolment.ts'
import type { EventContext } from '../../outcomes/index.ts'
import { noticeOfCases } from '../notices.ts'
import { withRunLog } from '../run-log.ts'
import type { Trial } from '../trial-folder.ts'
import { readOpening, requireAsOpened } from './records.ts'

/** The cases that arrived so far, as events are checked against them: enrolment may still be open. */
export async function casesThatArrived(
  trial: Trial,
  run: string,
): Promise<Pick<EventContext, 'allocation' | 'knownCases'> & { notice: string | null }> {
  requireAsOpened(trial, run, readOpening(run).opening)
  const arrivals = (await withRunLog(run, log => log.readAll())).filter(isEnrolment)
  const allocated = arrivals.flatMap(({ case: id, at, allocation }) =>
    allocation === undefined ? [] : [[id, { arm: allocation.arm, at }] as const],
  )
  const ids = arrivals.map(event => event.case)
  return { notice: noticeOfCases(trial, ids), allocation: new Map(allocated), knownCases: new Set(ids) }
}
