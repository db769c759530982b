import { existsSync, readFileSync } from 'node:fs'
import { TrialError } from '../../core/errors.ts'
import { sha256 } from '../../core/hash.ts'
import { type Closing, closingSchema, type Opening, openingSchema } from '../../model/enrolment.ts'
import { type DocumentOf, type DocumentSchema, validate } from '../../model/validate.ts'
import { readJson, readText } from '../../storage/files.ts'
import { arrivalAlgorithms } from '../algorithms.ts'
import { defaultSecretFile, requireOutsideRun } from '../commit/secret.ts'
import { shown } from '../differences.ts'
import { artefactPath, artefacts, hasArtefact, manifestPath } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import {
  changedSince,
  notOpen,
  recordInvalid,
  secretMismatch,
  secretMissing,
  trialNotSequential,
  trialSequential,
} from './issues.ts'

const toEnrol =
  'Run `equipoise open`, then `equipoise enrol` for every case that arrives, and `equipoise close` in the end.'

/** Refuses a command that takes all cases at once for a trial whose cases arrive one by one, and says what to do instead. */
export function requireBatch({ protocol }: Pick<Trial, 'protocol'>, command: string, instead = toEnrol): void {
  if (protocol.enrolment !== undefined) throw new TrialError([trialSequential(command, instead)])
}

/** The days on which cases may arrive; refused for a trial that takes them from a caseload. */
export function enrolmentWindow({ protocol }: Pick<Trial, 'protocol'>, command: string) {
  if (protocol.enrolment === undefined) throw new TrialError([trialNotSequential(command)])
  return { from: protocol.caseload.asOf.date, until: protocol.enrolment.until }
}

/** The opening of a run, and the SHA-256 of its file. */
export function readOpening(run: string): { opening: Opening; hash: string } {
  const path = artefactPath(run, 'opening')
  if (!existsSync(path)) throw new TrialError([notOpen(path)])
  return { opening: readRecord(path, openingSchema), hash: sha256(readFileSync(path)) }
}

/** The closing of a run; undefined while enrolment is open. */
export function readClosing(run: string): Closing | undefined {
  const path = manifestPath(run, 'enrolment')
  return existsSync(path) ? readRecord(path, closingSchema) : undefined
}

function readRecord<S extends DocumentSchema>(path: string, schema: S): DocumentOf<S> {
  const read = validate(schema, [], readJson(path))
  if (!read.ok) throw new TrialError(read.problems.map(problem => recordInvalid(path, problem)))
  return read.value
}

/** What of an opening the trial determines; the plan is the one that the run keeps from it. */
export const openingFacts = ({ protocol, hashes }: Trial): Omit<Opening, 'schema' | 'secret' | 'recorded_at'> => ({
  trial: protocol.id,
  inputs: { 'protocol.yaml': hashes.protocol, 'plan.yaml': hashes.plan },
  algorithms: arrivalAlgorithms(protocol),
})

/** A fact of the trial that is not as enrolment was opened with. */
export interface ChangedOpening {
  fact: string
  opened: string
  found: string
}

/** The facts that decide an allocation, where they are not as enrolment was opened with. */
export function changedOpening(trial: Trial, opening: Opening): ChangedOpening[] {
  const [opened, found] = [decisiveFacts(opening), decisiveFacts(openingFacts(trial))]
  return Object.keys(found)
    .filter(fact => opened[fact] !== found[fact])
    .map(fact => ({ fact, opened: shown(opened[fact]), found: shown(found[fact]) }))
}

function decisiveFacts({ trial, inputs, algorithms }: Pick<Opening, 'trial' | 'inputs' | 'algorithms'>) {
  const facts: Record<string, string> = { 'the trial': trial, 'protocol.yaml': inputs['protocol.yaml'] }
  for (const [part, { name, version }] of Object.entries(algorithms)) {
    facts[`the algorithm of ${part === 'stream' ? 'the stream' : part}`] = `${name}, version ${version}`
  }
  return facts
}

/** Refuses a trial that is not the one that enrolment was opened with. */
export function requireAsOpened(trial: Trial, run: string, opening: Opening): void {
  const path = artefactPath(run, 'opening')
  const issues = changedOpening(trial, opening).map(({ fact, opened, found }) =>
    changedSince(path, fact, opened, found),
  )
  if (issues.length > 0) throw new TrialError(issues)
}

/** The secret of an opening, from the file that is named or else from the default one. */
export function readEnrolmentSecret(run: string, { secret }: Opening, file = defaultSecretFile(run)): string {
  requireOutsideRun(run, file)
  if (!existsSync(file)) throw new TrialError([secretMissing(file)])
  const text = readText(file).trim()
  if (sha256(text) !== secret.sha256) throw new TrialError([secretMismatch(file, artefacts.opening)])
  return text
}

/** Whether cases of the run arrive one by one. */
export const isSequential = (run: string): boolean => hasArtefact(run, 'opening')

/** Whether more may arrive. */
export const isOpen = (run: string): boolean => isSequential(run) && !existsSync(manifestPath(run, 'enrolment'))
