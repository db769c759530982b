import type { Protocol } from '../model/protocol.ts'
import { statusDocument } from '../pipeline/status/document/status-document.ts'
import { reportedStatus } from '../pipeline/status/document/status-numbers.ts'
import type { StatusOutcome } from '../pipeline/status-run.ts'
import { plainText, sectionText } from '../report/index.ts'
import { outputWidth } from './open-trial.ts'
import { noticeLines } from './summaries.ts'

const mainSections = ['alarms', 'enrolment', 'events']

/** A status for people: the alarms, enrolment and events, or all of it. */
export function statusText(status: StatusOutcome, protocol: Protocol, full: boolean): string {
  const { subtitle, sections } = statusDocument(reportedStatus(status, protocol), protocol)
  const shown = sections.filter(({ id }) => full || mainSections.includes(id))
  const more = full ? [] : ['--full prints the measures of trial health, outcomes and spend too.']
  return [
    ...noticeLines(status.notice),
    `${status.title}. ${plainText(subtitle)}`,
    ...shown.map(section => sectionText(section, outputWidth())),
    ...more,
  ].join('\n\n')
}
