import type { Protocol } from '../../../model/protocol.ts'
import { type Document, literal, longDate, type Text, text } from '../../../report/index.ts'
import type { StatusOutcome } from '../../status-run.ts'
import { alarmsSection } from './alarms-section.ts'
import { measuresSection } from './health-sections.ts'
import { outcomesSection, spendSection } from './outcome-sections.ts'
import { enrolmentSection, eventsSection } from './progress-sections.ts'
import type { StatusFigures } from './status-figures.ts'
import type { ReportedStatus } from './status-numbers.ts'

const nowhere: StatusFigures = { enrolment: [], events: [], numbers: [] }

const armsWords: Readonly<Record<StatusOutcome['arms'], string>> = {
  sealed: 'The arms are sealed.',
  masked: 'No outcome is shown by arm.',
  named: 'Outcomes are shown by arm.',
}

/** A status as a document: alarms first, then enrolment, events, health, outcomes and spend. */
export function statusDocument(status: ReportedStatus, protocol: Protocol, figures = nowhere): Document {
  const notices: Text[] = [
    ...(status.notice === null ? [] : [[literal(status.notice)]]),
    ...(status.arms === 'named' ? ['This page shows outcomes by arm. It is not for whoever runs the trial.'] : []),
  ]
  return {
    title: [literal(status.title)],
    subtitle: text`Status on ${literal(longDate(status.asOf))}. ${armsWords[status.arms]}`,
    language: 'en-GB',
    notices,
    sections: [
      alarmsSection(status),
      enrolmentSection(status, protocol, figures.enrolment),
      eventsSection(status, protocol, figures.events),
      measuresSection(status),
      outcomesSection(status, protocol),
      spendSection(status),
    ],
  }
}
