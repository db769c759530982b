import { daysOf } from '../../../core/civil-date.ts'
import { type Measure, noReading, shareOf } from '../measure.ts'

const defaultDays = 28

/** Cases to which nothing happened although it should have by now. */
export const waitingCases: Measure = {
  id: 'waiting_cases',
  title: 'Cases without a first step',
  computes: `Of the cases that were allocated more than \`days\` days ago (${defaultDays} where absent), in arms in which it may happen, the share without an event of the kind \`step\` (where absent, the first kind that is kept to some arms).`,
  unit: 'share',
  settings: ['days', 'step'],
  per: ['arm', 'stratum'],
  needsArms: true,
  read({ protocol, asOf, cases, records }, { days = defaultDays, step }) {
    const { events } = protocol.process
    const kind =
      step === undefined ? events.find(({ arms }) => arms !== undefined) : events.find(each => each.kind === step)
    if (kind === undefined) return noReading('The protocol keeps no kind of event to some arms.')
    const begun = new Set(records.filter(({ event }) => event.kind === kind.kind).map(({ of }) => of.id))
    const due = cases.filter(
      ({ arm, since }) => (kind.arms?.includes(arm) ?? true) && daysOf(asOf) - daysOf(since) > days,
    )
    return shareOf(
      due.filter(({ id }) => !begun.has(id)).length,
      due.length,
      `cases that should have ${kind.kind} by now`,
    )
  },
}
