import type { Protocol } from '../../../model/protocol.ts'
import {
  type Block,
  type Figure,
  joined,
  literal,
  longDate,
  type Section,
  type Text,
  text,
  written,
} from '../../../report/index.ts'
import type { ReportedStatus } from './status-numbers.ts'
import { cellOf } from './values.ts'

/** Allocated cases against the plan. */
export function enrolmentSection(status: ReportedStatus, { arms }: Protocol, figures: readonly Figure[]): Section {
  const { enrolment, stage, results } = status
  const planned = results.find('enrolment.planned')
  const against = planned === undefined ? 'The protocol plans no number.' : text`Planned by now: ${written(planned)}.`
  const open = stage === 'enrolling' ? ' Enrolment is open.' : ''
  const rows = enrolment.strata.map(({ stratum, arms: cells }) => [
    [literal(stratum)],
    ...cells.map(({ arm }): Text => {
      const [allocated, target] = ['allocated', 'planned'].map(of => cellOf(status, 'enrolment', stratum, arm, of))
      return target === '–' ? (allocated ?? '') : text`${allocated ?? ''} of ${target ?? ''}`
    }),
  ])
  const table: Block = {
    kind: 'table',
    id: 'enrolment-table',
    caption: 'Allocated cases by stratum and arm',
    columns: [
      { title: 'Stratum', kind: 'heading' },
      ...arms.map(({ title }) => ({ title: [literal(title)], kind: 'number' as const })),
    ],
    rows,
    notes: [],
  }
  return {
    id: 'enrolment',
    title: 'Enrolment',
    blocks: [
      {
        kind: 'paragraph',
        text: text`Cases allocated: ${results.write('enrolment.allocated')}. ${against}${open}`,
      },
      ...figures,
      ...(rows.length === 0 ? [] : [table]),
    ],
  }
}

/** What was recorded, by kind and by week. */
export function eventsSection(status: ReportedStatus, protocol: Protocol, figures: readonly Figure[]): Section {
  const { first, last, kinds, deviations } = status.events
  if (status.outcomesElsewhere) {
    return { id: 'events', title: 'Events', blocks: [{ kind: 'paragraph', text: eventsElsewhere }] }
  }
  const { results } = status
  const [corrected, later] = [results.number('events.corrected'), results.number('events.later')]
  const words = [
    first === null || last === null
      ? 'Nothing has been recorded yet.'
      : text`${results.write('events.standing')} events from ${literal(longDate(first))} to ${literal(longDate(last))}.`,
    ...(corrected.value > 0 ? [text`${written(corrected)} were corrected and do not count.`] : []),
    ...(later.value > 0 ? [text`${written(later)} events after the day are not counted.`] : []),
  ]
  const byArm = kinds.some(({ arms }) => arms !== null)
  const table: Block = {
    kind: 'table',
    id: 'events-table',
    caption: 'Events by kind, and the share of the cases to which they may happen',
    columns: [
      { title: 'Kind', kind: 'heading' },
      { title: 'Events', kind: 'number' },
      { title: 'Cases', kind: 'number' },
      { title: 'Share', kind: 'number' },
      ...(byArm ? protocol.arms.map(({ title }) => ({ title: [literal(title)], kind: 'number' as const })) : []),
    ],
    rows: kinds.map(({ kind, title }): Text[] => [
      [literal(title)],
      ...['events', 'cases', 'share'].map(of => cellOf(status, 'events', kind, of)),
      ...(byArm ? protocol.arms.map(({ id }) => cellOf(status, 'events', kind, id, 'share')) : []),
    ]),
    notes: byArm ? [] : ['All arms together. What happens to cases of one arm is not set beside another.'],
  }
  return {
    id: 'events',
    title: 'Events',
    blocks: [
      { kind: 'paragraph', text: joined(words, ' ') },
      ...figures,
      ...(first === null ? [] : [table]),
      ...(deviations.length === 0 ? [] : [deviationTable(status)]),
    ],
  }
}

const eventsElsewhere =
  'The outcomes are in an engine: no event is in the run, and what depends on events is not known here. The report tells what came back from the engine.'

const deviationTable = (status: ReportedStatus): Block => ({
  kind: 'table',
  id: 'deviations-table',
  caption: 'Departures from the process that were recorded as deviations',
  columns: [
    { title: 'Rule', kind: 'heading' },
    { title: 'Events', kind: 'number' },
    { title: 'Cases', kind: 'number' },
  ],
  rows: status.events.deviations.map(({ rule, title }): Text[] => [
    [literal(title)],
    ...['events', 'cases'].map(of => cellOf(status, 'deviations', rule, of)),
  ]),
  notes: [],
})
