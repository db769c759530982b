import { readFileSync } from 'node:fs'
import { TrialError } from '../../core/errors.ts'
import { sha256 } from '../../core/hash.ts'
import type { Progress } from '../../core/progress.ts'
import type { Closing, Opening } from '../../model/enrolment.ts'
import type { LogReader } from '../../storage/log/outcome-log.ts'
import { artefactChanged } from '../issues.ts'
import { artefactPath, holdsDraw, writeArtefact, writeJson } from '../run-folder.ts'
import { withRunLog } from '../run-log.ts'
import type { Trial } from '../trial-folder.ts'
import { catchUp } from './enrol.ts'
import { deriveExport, type EnrolmentExport } from './export.ts'
import { logDiffers, nobodyEnrolled } from './issues.ts'
import { enrolmentWindow, readClosing, readEnrolmentSecret, readOpening, requireAsOpened } from './records.ts'
import { ArrivalSequence } from './sequence.ts'

/** What closing did. */
export interface CloseOutcome {
  schema: 'equipoise/enrolment-closed/1'
  trial: string
  run: string
  notice: string | null
  cases: Closing['cases']
  exclusions: EnrolmentExport['exclusions']
  /** Cases of each stratum in each arm. */
  counts: EnrolmentExport['counts']
  log: Closing['log']
  state: 'written' | 'unchanged'
}

/**
 * Closes enrolment: reveals the secret, so that anybody can draw every arm again, and exports artefacts 01 to 04 from the
 * log. The record of closing comes first and ends enrolment at once, for every process; given again, the same command
 * completes what an interruption left, and changes nothing else.
 */
export async function closeEnrolment(
  { trial, run, secretFile }: { trial: Trial; run: string; secretFile?: string | undefined },
  progress: Progress,
): Promise<CloseOutcome> {
  enrolmentWindow(trial, 'close')
  const { opening, hash: openingHash } = readOpening(run)
  requireAsOpened(trial, run, opening)
  const planHash = keptPlan(run, opening)
  progress.report('Closing enrolment', 0, 2)
  const closedBefore = readClosing(run)
  const secret = closedBefore?.secret ?? readEnrolmentSecret(run, opening, secretFile)
  return withRunLog(run, async log => {
    const derive = async (reader: LogReader): Promise<EnrolmentExport> =>
      deriveExport(await followed(trial, secret, reader, readClosing(run)), { trial, secret, openingHash, planHash })
    const close = async (reader: LogReader): Promise<EnrolmentExport> => {
      const made = await derive(reader)
      const { text, facts } = made.enrolment
      if (!holdsDraw(run, 'enrolment', text, facts)) writeArtefact(run, 'enrolment', text, facts)
      return made
    }
    // What is refused is refused before anything is locked or made.
    await derive(log)
    const exported = await (closedBefore === undefined ? log.exclusively(close) : close(log))
    progress.report('Closing enrolment', 1, 2)
    const written = writeExport(run, exported)
    progress.report('Closing enrolment', 2, 2)
    const { notice, cases, exclusions, counts, log: head } = exported
    return {
      schema: 'equipoise/enrolment-closed/1',
      trial: trial.protocol.id,
      run,
      notice,
      cases,
      exclusions,
      counts,
      log: head,
      state: closedBefore === undefined || written ? 'written' : 'unchanged',
    }
  })
}

/** The plan that the run keeps from opening, which must be as it was. */
function keptPlan(run: string, opening: Opening): string {
  const path = artefactPath(run, 'allocatedPlan')
  const hash = sha256(readFileSync(path))
  if (hash !== opening.inputs['plan.yaml']) throw new TrialError([artefactChanged(path)])
  return hash
}

/** The arrivals up to the end of enrolment: up to the closing, else up to now. */
async function followed(
  trial: Trial,
  secret: string,
  log: LogReader,
  closing: Closing | undefined,
): Promise<ArrivalSequence> {
  const sequence = new ArrivalSequence(trial.protocol, secret)
  if (closing === undefined) await catchUp(sequence, log)
  else for (const logged of (await log.readAfter(0)).slice(0, closing.log.count)) sequence.follow(logged)
  const [finding] = sequence.findings
  if (finding !== undefined) throw new TrialError([logDiffers(log.place, finding)])
  if (sequence.allocated.size === 0) throw new TrialError([nobodyEnrolled(log.place)])
  return sequence
}

/** Writes what is not there yet; whether anything had to be. */
function writeExport(run: string, { caseload, files }: EnrolmentExport): boolean {
  let written = false
  for (const { artefact, text, facts } of files) {
    if (holdsDraw(run, artefact, text, facts)) continue
    if (artefact === 'eligibility') writeJson(artefactPath(run, 'caseload'), caseload)
    writeArtefact(run, artefact, text, facts)
    written = true
  }
  return written
}
