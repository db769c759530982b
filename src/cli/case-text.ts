import { penceToPounds } from '../core/money.ts'
import type { OutcomeEvent } from '../model/event.ts'
import type { EventField, Protocol } from '../model/protocol.ts'
import type { AllowedKind } from '../outcomes/index.ts'
import type { CaseHistoryOutcome, RecordedEvent } from '../pipeline/recording/case-history.ts'
import { penceAsPounds, textTable } from '../report/index.ts'
import { outputWidth } from './open-trial.ts'
import { noticeLines } from './summaries.ts'

/** The history of a case as people read it. */
export function caseText(protocol: Protocol, history: CaseHistoryOutcome): string {
  const arm = protocol.arms.find(({ id }) => id === history.arm)?.title
  const of = arm === undefined ? 'its arm is sealed' : arm
  return [
    ...noticeLines(history.notice),
    `${history.case} (${of})`,
    '',
    ...(history.events.length === 0 ? ['Nothing is recorded of it.'] : [eventsTable(protocol, history.events)]),
    '',
    ...allowedLines(history),
  ].join('\n')
}

const eventsTable = (protocol: Protocol, events: readonly RecordedEvent[]): string =>
  textTable(
    [
      { title: 'Event', align: 'right' },
      { title: 'At', align: 'left' },
      { title: 'What', align: 'left', wrap: true },
      { title: 'By', align: 'left' },
      { title: 'Id', align: 'left' },
      { title: 'State', align: 'left', wrap: true },
    ],
    events.map(({ event, seq, state }) => [
      String(seq),
      event.at,
      whatText(protocol, event),
      event.by,
      event.id,
      stateText(event, state),
    ]),
    outputWidth(),
  ).trimEnd()

function stateText({ corrects, reason, override }: OutcomeEvent, state: RecordedEvent['state']): string {
  const of = corrects === undefined ? '' : `${state === 'void' ? ' of' : ', corrects'} ${corrects}`
  const departs = override === undefined ? '' : `, departs from ${override.join(', ')}`
  return `${state}${of}${departs}${reason === undefined ? '' : `: ${reason}`}`
}

/** An event without who, when and why: its kind, amount and fields. */
export function whatText({ process }: Protocol, { kind, amountPence, fields }: OutcomeEvent): string {
  const declared = new Map<string, EventField>(
    process.events.find(each => each.kind === kind)?.fields.map(field => [field.id, field]) ?? [],
  )
  const values = Object.entries(fields).flatMap(([id, value]) =>
    value === null ? [] : [`${id}=${declared.get(id)?.type === 'money' ? penceToPounds(Number(value)) : value}`],
  )
  return [kind, ...(amountPence === undefined ? [] : [penceAsPounds(amountPence)]), ...values].join(' ')
}

/** What may be recorded now, kind by kind, with the rules that restrict it. */
export function allowedLines({ allowed, at }: Pick<CaseHistoryOutcome, 'allowed' | 'at'>): string[] {
  const able = allowed.filter(({ state }) => state !== 'closed')
  const closed = allowed.filter(({ state }) => state === 'closed').map(({ kind }) => kind)
  return [
    `May be recorded of ${at}${able.length === 0 ? ': nothing but a void' : ':'}`,
    ...able.flatMap(allowedKindLines),
    ...(closed.length === 0 ? [] : [`Not now: ${closed.join(', ')}.`]),
  ]
}

function allowedKindLines({ kind, title, state, restrictions }: AllowedKind): string[] {
  const only = state === 'override' ? ', only as a departure with a reason' : ''
  return [`- ${kind} (${title})${only}`, ...restrictions.map(rule => `    ${rule.rule ?? rule.title}: ${rule.says}`)]
}
