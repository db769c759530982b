import type { Protocol } from '../../../model/protocol.ts'
import { type Document, longDate, type Text } from '../../../report/index.ts'
import type { StatusOutcome } from '../../status-run.ts'
import { alarmsSection } from './alarms-section.ts'
import { measuresSection, outcomesSection, spendSection } from './health-sections.ts'
import { enrolmentSection, eventsSection } from './progress-sections.ts'
import type { StatusFigures } from './status-figures.ts'

const nowhere: StatusFigures = { enrolment: [], events: [] }

const armsWords: Readonly<Record<StatusOutcome['arms'], string>> = {
  sealed: 'The arms are sealed.',
  masked: 'No outcome is shown by arm.',
  named: 'Outcomes are shown by arm.',
}

/** A status as a document: alarms first, then enrolment, events, health, outcomes and spend. */
export function statusDocument(status: StatusOutcome, protocol: Protocol, figures = nowhere): Document {
  const notices: Text[] = [
    ...(status.notice === null ? [] : [status.notice]),
    ...(status.arms === 'named' ? ['This page shows outcomes by arm. It is not for whoever runs the trial.'] : []),
  ]
  return {
    title: status.title,
    subtitle: `Status on ${longDate(status.asOf)}. ${armsWords[status.arms]}`,
    language: 'en-GB',
    notices,
    sections: [
      alarmsSection(status),
      enrolmentSection(status, protocol, figures.enrolment),
      eventsSection(status, protocol, figures.events),
      measuresSection(status),
      outcomesSection(status, protocol),
      spendSection(status, protocol),
    ],
  }
}
