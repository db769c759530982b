import { recordedFields } from '../model/derived-field.ts'
import type { Protocol } from '../model/protocol.ts'
import type { CloseOutcome } from '../pipeline/enrolment/close-enrolment.ts'
import type { EnrolledOutcome, EnrolOutcome } from '../pipeline/enrolment/enrol.ts'
import type { OpenOutcome } from '../pipeline/enrolment/open-enrolment.ts'
import { textTable } from '../report/index.ts'
import { outputWidth } from './open-trial.ts'
import { noticeLines } from './summaries.ts'

const number = (value: number): string => value.toLocaleString('en-GB')

/** The options that give the values of a case, as the next command takes them. */
export const setFlags = ({ caseload }: Protocol): string =>
  recordedFields(caseload)
    .map(({ id }) => `--set ${id}=VALUE`)
    .join(' ')

/** What opening did, for people, and what has to be kept. */
export const openText = ({ run, sha256, secretFile, window, state }: OpenOutcome): string =>
  [
    state === 'unchanged'
      ? 'Enrolment was opened on this run already; nothing changed.'
      : `Enrolment is open from ${window.from} until ${window.until}. Written to ${run}.`,
    '',
    `SHA-256 of 00-enrolment.json: ${sha256}`,
    '',
    'Publish this hash before the first case arrives, where others keep it with its date.',
    `Keep ${secretFile}, and keep it from everybody who decides whether a case is enrolled: who holds it can foresee the next arm. Without it no case can be allocated.`,
  ].join('\n')

/** What became of the cases that arrived, for people. */
export function enrolText(protocol: Protocol, { notice, cases }: EnrolOutcome): string {
  const lines = cases.length === 1 ? cases.flatMap(each => caseLines(protocol, each)) : [tableOf(protocol, cases)]
  return [...noticeLines(notice), ...lines].join('\n')
}

function caseLines(protocol: Protocol, enrolled: EnrolledOutcome): string[] {
  const before = enrolled.state === 'unchanged' ? ' It was recorded before; nothing changed.' : ''
  return [`${enrolled.case}: ${answerOf(protocol, enrolled)}.${before}`, `Receipt: ${receiptOf(enrolled)}`]
}

/** What shows later that the log still holds the event and all before it. */
const receiptOf = ({ event, hash }: EnrolledOutcome): string => `${event}:${hash}`

function answerOf({ arms, eligibility }: Protocol, { arm, reasons }: EnrolledOutcome): string {
  if (arm !== null) return arms.find(({ id }) => id === arm)?.title ?? arm
  const titles = reasons.map(reason => eligibility.find(({ id }) => id === reason)?.title ?? reason)
  return `not eligible (fails: ${titles.join('; ')})`
}

function tableOf(protocol: Protocol, cases: readonly EnrolledOutcome[]): string {
  const written = cases.filter(({ state }) => state === 'written').length
  const table = textTable(
    [
      { title: 'Case', align: 'left' },
      { title: 'Arm', align: 'left', wrap: true },
      { title: 'Event', align: 'right' },
    ],
    cases.map(each => [each.case, answerOf(protocol, each), number(each.event)]),
    outputWidth(),
  )
  const last = cases.at(-1)
  return [
    table.trimEnd(),
    '',
    `Cases: ${number(cases.length)}; recorded before: ${number(cases.length - written)}.`,
    ...(last === undefined ? [] : [`Receipt of the last: ${receiptOf(last)}`]),
  ].join('\n')
}

/** What closing did, for people. */
export function closeText(protocol: Protocol, { notice, cases, counts, run, state }: CloseOutcome): string {
  const table = textTable(
    [{ title: 'Stratum', align: 'left' }, ...protocol.arms.map(({ title }) => ({ title, align: 'right' as const }))],
    Object.entries(counts)
      .sort()
      .map(([stratum, row]) => [stratum, ...protocol.arms.map(({ id }) => number(row[id] ?? 0))]),
    outputWidth(),
  )
  return [
    ...noticeLines(notice),
    table.trimEnd(),
    '',
    `Cases that arrived: ${number(cases.assessed)}; allocated: ${number(cases.allocated)}; not eligible: ${number(cases.excluded)}.`,
    'The secret is in 04-enrolment.json now: anybody can draw every arm again.',
    state === 'unchanged' ? 'The run was closed already; nothing changed.' : `Written to ${run}.`,
  ].join('\n')
}
