import type { Protocol } from '../../../model/protocol.ts'
import { type Block, count, type Figure, longDate, proportion, type Section } from '../../../report/index.ts'
import type { StatusOutcome } from '../../status-run.ts'

/** Allocated cases against the plan. */
export function enrolmentSection(
  { enrolment, stage }: StatusOutcome,
  { arms }: Protocol,
  figures: readonly Figure[],
): Section {
  const { allocated, planned, strata } = enrolment
  const against = planned === null ? 'The protocol plans no number.' : `Planned by now: ${count(planned)}.`
  const open = stage === 'enrolling' ? ' Enrolment is open.' : ''
  const rows = strata.map(({ stratum, arms: cells }) => [
    stratum,
    ...cells.map(cell =>
      cell.planned === null ? count(cell.allocated) : `${count(cell.allocated)} of ${count(cell.planned)}`,
    ),
  ])
  const table: Block = {
    kind: 'table',
    id: 'enrolment-table',
    caption: 'Allocated cases by stratum and arm',
    columns: [{ title: 'Stratum', kind: 'heading' }, ...arms.map(({ title }) => ({ title, kind: 'number' as const }))],
    rows,
    notes: [],
  }
  return {
    id: 'enrolment',
    title: 'Enrolment',
    blocks: [
      { kind: 'paragraph', text: `Cases allocated: ${count(allocated)}. ${against}${open}` },
      ...figures,
      ...(rows.length === 0 ? [] : [table]),
    ],
  }
}

/** What was recorded, by kind and by week. */
export function eventsSection({ events }: StatusOutcome, protocol: Protocol, figures: readonly Figure[]): Section {
  const { recorded, standing, later, first, last, kinds } = events
  const corrected = recorded - standing
  const words = [
    first === null || last === null
      ? 'Nothing has been recorded yet.'
      : `${count(standing)} events from ${longDate(first)} to ${longDate(last)}.`,
    ...(corrected > 0 ? [`${count(corrected)} were corrected and do not count.`] : []),
    ...(later > 0 ? [`${count(later)} events after the day are not counted.`] : []),
  ]
  const byArm = kinds.some(({ arms }) => arms !== null)
  const title = (arm: string): string => protocol.arms.find(({ id }) => id === arm)?.title ?? arm
  const table: Block = {
    kind: 'table',
    id: 'events-table',
    caption: 'Events by kind, and the share of the cases to which they may happen',
    columns: [
      { title: 'Kind', kind: 'heading' },
      { title: 'Events', kind: 'number' },
      { title: 'Cases', kind: 'number' },
      { title: 'Share', kind: 'number' },
      ...(byArm ? protocol.arms.map(({ id }) => ({ title: title(id), kind: 'number' as const })) : []),
    ],
    rows: kinds.map(({ title: kind, events: made, cases, of, arms }) => [
      kind,
      count(made),
      count(cases),
      of === null || of === 0 ? '–' : proportion(cases / of, 1),
      ...(byArm ? protocol.arms.map(({ id }) => shareIn(arms?.find(each => each.arm === id))) : []),
    ]),
    notes: byArm ? [] : ['All arms together. What happens to cases of one arm is not set beside another.'],
  }
  return {
    id: 'events',
    title: 'Events',
    blocks: [
      { kind: 'paragraph', text: words.join(' ') },
      ...figures,
      ...(first === null ? [] : [table]),
      ...(events.deviations.length === 0 ? [] : [deviationTable(events.deviations)]),
    ],
  }
}

const deviationTable = (deviations: StatusOutcome['events']['deviations']): Block => ({
  kind: 'table',
  id: 'deviations-table',
  caption: 'Departures from the process that were recorded as deviations',
  columns: [
    { title: 'Rule', kind: 'heading' },
    { title: 'Events', kind: 'number' },
    { title: 'Cases', kind: 'number' },
  ],
  rows: deviations.map(({ title, events, cases }) => [title, count(events), count(cases)]),
  notes: [],
})

const shareIn = (cell: { cases: number; of: number } | undefined): string =>
  cell === undefined || cell.of === 0 ? '–' : proportion(cell.cases / cell.of, 1)
