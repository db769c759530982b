import type { Issue } from '../../../src/core/errors.ts'
import type { FieldValue, OutcomeEvent } from '../../../src/model/event.ts'
import { type Process, processSchema } from '../../../src/model/process.ts'
import { protocolChecks } from '../../../src/model/protocol-checks.ts'
import { checkEvents } from '../../../src/outcomes/check-events.ts'
import { context, protocol, rows } from '../trial.ts'

const kinds = [
  { kind: 'assess', title: 'Assessed', fields: [{ id: 'fit', title: 'Fit', type: 'boolean' }] },
  {
    kind: 'call',
    title: 'Call',
    fields: [
      { id: 'party', title: 'Party', type: 'category', levels: ['a', 'b'], optional: true },
      { id: 'reached', title: 'Reached', type: 'boolean' },
    ],
  },
  { kind: 'offer', title: 'Offer', amount: 'required' },
  { kind: 'pay', title: 'Payment', amount: 'required' },
  { kind: 'stop', title: 'Stopped' },
]

export type RuleText = Record<string, unknown>

/** A process with these rules between assessments, calls, offers, payments and stops; throws where its checks find a fault. */
export function processWith(...rules: RuleText[]): Process {
  const titled = rules.map(rule => ({ title: `Title of ${rule.id}`, ...rule }))
  const process = processSchema.parse({ events: kinds, rules: titled })
  const problems = protocolChecks.flatMap(check => check({ ...protocol, process, outcomes: [] }, () => false))
  if (problems.length > 0) throw new Error(JSON.stringify(problems))
  return process
}

let made = 0

/** An event of case C2, of the called arm. */
export function happening(
  kind: string,
  at: string,
  { id = `H${++made}`, ...more }: Partial<OutcomeEvent> = {},
  fields: Record<string, FieldValue> = {},
): OutcomeEvent {
  const amount = kind === 'offer' || kind === 'pay' ? { amountPence: 10_000 } : {}
  const reason = more.override === undefined && more.corrects === undefined ? {} : { reason: 'because' }
  return { id, case: 'C2', kind, at, by: 'team', ...amount, ...reason, fields, ...more }
}

export const call = (at: string, more: Partial<OutcomeEvent> = {}, fields: Record<string, FieldValue> = {}) =>
  happening('call', at, more, { party: 'a', reached: false, ...fields })
export const reached = (at: string, more: Partial<OutcomeEvent> = {}, party = 'a') =>
  call(at, more, { reached: true, party })

/** Every issue of a submission under a process. */
export function issuesOf(
  process: Process,
  events: readonly OutcomeEvent[],
  existing: readonly OutcomeEvent[] = [],
): readonly Issue[] {
  return checkEvents(rows(...events), { ...context, protocol: { ...context.protocol, process }, existing })
}

/** What is refused, as `event rule` for a broken rule and `event code` for anything else; a recorded event too. */
export function verdicts(
  process: Process,
  events: readonly OutcomeEvent[],
  existing: readonly OutcomeEvent[] = [],
): string[] {
  return issuesOf(process, events, existing)
    .map(({ code, expected, place }) => {
      const recorded = /\(event (\w+), recorded before\)|that event (\w+) breaks/.exec(expected)
      const event = recorded?.[1] ?? recorded?.[2] ?? events[(place.line ?? 2) - 2]?.id
      const rule = /\(rule (\w+): /.exec(expected)?.[1]
      return `${event} ${code === 'outcome.guard_not_met' ? (rule ?? 'after') : code}`
    })
    .sort()
}
