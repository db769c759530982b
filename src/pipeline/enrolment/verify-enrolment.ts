import { existsSync, readFileSync } from 'node:fs'
import { canonicalJson } from '../../core/canonical-json.ts'
import { sha256 } from '../../core/hash.ts'
import { type Closing, isEnrolment } from '../../model/enrolment.ts'
import type { LoggedEvent } from '../../storage/log/outcome-log.ts'
import { jsonDifferences, shown, textDifferences } from '../differences.ts'
import { noticeOfCases } from '../notices.ts'
import { artefactPath, artefacts, manifestName, manifestOf } from '../run-folder.ts'
import { withRunLog } from '../run-log.ts'
import type { Trial } from '../trial-folder.ts'
import { deriveExport } from './export.ts'
import { changedOpening, readClosing, readEnrolmentSecret, readOpening } from './records.ts'
import { ArrivalSequence } from './sequence.ts'

/** What of the opening of a run does not hold: the trial, the plan that the run keeps, and the secret that closing revealed. */
export function openingFindings(trial: Trial, run: string): string[] {
  const { opening, hash } = readOpening(run)
  const closing = readClosing(run)
  const plan = artefactPath(run, 'allocatedPlan')
  const kept = existsSync(plan) ? sha256(readFileSync(plan)) : undefined
  return [
    ...changedOpening(trial, opening).map(
      ({ fact, opened, found }) => `${fact} is not as enrolment was opened with: then ${opened}, now ${found}`,
    ),
    ...(kept === opening.inputs['plan.yaml']
      ? []
      : [`${artefacts.allocatedPlan} is not the plan that was opened with`]),
    ...(readFileSync(artefactPath(run, 'opening'), 'utf8') === `${canonicalJson(opening)}\n`
      ? []
      : [`${artefacts.opening} says what was opened with, but not byte for byte`]),
    ...(closing === undefined ? [] : closingFindings(closing, opening.secret.sha256, hash)),
  ]
}

const closingFindings = (closing: Closing, committed: string, openingHash: string): string[] => [
  ...(sha256(closing.secret) === committed
    ? []
    : [`the secret in ${manifestName('enrolment')} is not the one that enrolment was opened with`]),
  ...(closing.inputs['00-enrolment.json'] === openingHash
    ? []
    : [`${artefacts.opening} is not the file that ${manifestName('enrolment')} names`]),
]

/** What can be said of arrivals without the secret. */
export const withoutSecret =
  'closing reveals the secret; until then the arms are derived again with --secret FILE only, by who holds it'

/**
 * What of the arrivals and of artefacts 01 to 04 is not what the protocol, the secret and the log give. Undefined where
 * enrolment is open and no secret is given: then nobody can tell.
 */
export async function arrivalFindings(trial: Trial, run: string, secretFile?: string): Promise<string[] | undefined> {
  const closing = readClosing(run)
  const { opening, hash: openingHash } = readOpening(run)
  if (closing === undefined && secretFile === undefined) return undefined
  const secret = closing?.secret ?? readEnrolmentSecret(run, opening, secretFile)
  const sequence = new ArrivalSequence(trial.protocol, secret)
  const logged = await loggedEvents(run)
  const end = closing?.log.count ?? logged.length
  for (const each of logged.slice(0, end)) sequence.follow(each)
  const late = logged.slice(end).filter(({ event }) => isEnrolment(event))
  const findings = [
    ...sequence.findings,
    ...late.map(({ seq, event }) => `event ${seq} (${event.id}): an arrival after enrolment was closed`),
  ]
  if (closing === undefined) return findings
  if (sequence.head.hash !== closing.log.hash) {
    findings.push(`the log up to event ${end} is not the one that was closed: its head is ${shown(sequence.head.hash)}`)
  }
  const planHash = opening.inputs['plan.yaml']
  return [...findings, ...exportFindings(trial, run, sequence, { secret, openingHash, planHash })]
}

/** What must be said of cases that arrived so far, where they were made up. */
export async function noticeOfEnrolment(trial: Trial, run: string): Promise<string | null> {
  return noticeOfCases(
    trial,
    (await loggedEvents(run)).map(({ event }) => event.case),
  )
}

function exportFindings(
  trial: Trial,
  run: string,
  sequence: ArrivalSequence,
  context: { secret: string; openingHash: string; planHash: string },
): string[] {
  const { caseload, files, enrolment } = deriveExport(sequence, { trial, ...context })
  return [
    ...jsonDifferences(run, artefacts.caseload, caseload),
    ...[...files, enrolment].flatMap(({ artefact, text, facts }) => [
      ...textDifferences(run, artefacts[artefact], text),
      ...jsonDifferences(run, manifestName(artefact), manifestOf(facts, text)),
    ]),
  ]
}

const loggedEvents = (run: string): Promise<readonly LoggedEvent[]> => withRunLog(run, log => log.readAfter(0))
