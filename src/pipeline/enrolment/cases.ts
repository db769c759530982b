import { isEnrolment } from '../../model/enrolment.ts'
import type { EventContext } from '../../outcomes/index.ts'
import { openLog } from '../../storage/outcome-log.ts'
import { noticeOfCases } from '../notices.ts'
import { artefactPath } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import { readOpening, requireAsOpened } from './records.ts'

/** The cases that arrived so far, as events are checked against them: enrolment may still be open. */
export function casesThatArrived(
  trial: Trial,
  run: string,
): Pick<EventContext, 'allocation' | 'knownCases'> & { notice: string | null } {
  requireAsOpened(trial, run, readOpening(run).opening)
  const log = openLog(artefactPath(run, 'log'))
  try {
    const arrivals = log.readAll().filter(isEnrolment)
    const allocated = arrivals.flatMap(({ case: id, at, allocation }) =>
      allocation === undefined ? [] : [[id, { arm: allocation.arm, at }] as const],
    )
    const ids = arrivals.map(event => event.case)
    return { notice: noticeOfCases(trial, ids), allocation: new Map(allocated), knownCases: new Set(ids) }
  } finally {
    log.close()
  }
}
