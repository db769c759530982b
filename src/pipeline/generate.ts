import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { civilDateOf } from '../core/civil-date.ts'
import { TrialError } from '../core/errors.ts'
import type { Progress } from '../core/progress.ts'
import { writeCsv } from '../storage/csv-writer.ts'
import { writeEventsCsv } from '../storage/events-writer.ts'
import { readAllocation, readSample } from './case-files.ts'
import { casesThatArrived } from './enrolment/cases.ts'
import { isSequential } from './enrolment/records.ts'
import { casesNotPositive } from './issues.ts'
import { artefactPath, requireDraw } from './run-folder.ts'
import { requireSeed } from './seed.ts'
import { generateCaseload } from './synthetic/caseload.ts'
import { generateOutcomes } from './synthetic/outcomes.ts'
import { readSynthetic, type Trial } from './trial-folder.ts'

/** A file of made-up cases or events. */
export interface Generated {
  schema: 'equipoise/generated/1'
  trial: string
  what: 'caseload' | 'events'
  file: string
  rows: number
  seed: string
}

/** How many made-up cases, by which seed and where to. */
export interface CaseloadFileRequest {
  cases: number
  seed: string
  out: string
}

/** Writes a caseload drawn from a model. */
export function writeMadeUpCaseload(
  protocol: Parameters<typeof generateCaseload>[0],
  model: Parameters<typeof generateCaseload>[1],
  { cases, seed, out }: CaseloadFileRequest,
  progress: Progress,
): void {
  requireSeed(seed)
  if (!Number.isSafeInteger(cases) || cases < 1) throw new TrialError([casesNotPositive(String(cases))])
  const { columns, rows } = generateCaseload(protocol, model, { cases, seed })
  mkdirSync(dirname(resolve(out)), { recursive: true })
  writeCsv(out, columns, counted(rows, cases, progress))
}

/** Writes a synthetic caseload drawn from the model of synthetic.yaml. */
export async function generateCaseloadFile(
  trial: Trial,
  request: CaseloadFileRequest,
  progress: Progress,
): Promise<Generated> {
  writeMadeUpCaseload(trial.protocol, readSynthetic(trial), request, progress)
  const { cases, seed, out } = request
  return { schema: 'equipoise/generated/1', trial: trial.protocol.id, what: 'caseload', file: out, rows: cases, seed }
}

/** Writes synthetic events for the allocated cases of a run. */
export async function generateEventsFile(
  trial: Trial,
  { run, seed, out }: { run: string; seed: string; out: string },
  progress: Progress,
): Promise<Generated> {
  requireSeed(seed)
  requireDraw(run, 'sample', 'allocation')
  progress.report('Generating events', 0, 1)
  const events = generateOutcomes(trial.protocol, readSynthetic(trial), await readTrialCases(trial, run), { seed })
  mkdirSync(dirname(resolve(out)), { recursive: true })
  writeEventsCsv(out, trial.protocol.process.events, events)
  progress.report('Generating events', 1, 1)
  return {
    schema: 'equipoise/generated/1',
    trial: trial.protocol.id,
    what: 'events',
    file: out,
    rows: events.length,
    seed,
  }
}

/** The allocated cases of a run with their arm and baseline. */
export async function readTrialCases(trial: Trial, run: string) {
  const allocation = await readAllocation(artefactPath(run, 'allocation'))
  const sample = await readSample(artefactPath(run, 'sample'), trial.protocol)
  const baselines = new Map(sample.map(({ id, baseline }) => [id, baseline]))
  const arrivals = isSequential(run)
    ? (await casesThatArrived(trial, run)).allocation
    : new Map<string, { at: string }>()
  const dayOf = (id: string) => {
    const at = arrivals.get(id)?.at
    return at === undefined ? undefined : civilDateOf(at, trial.protocol.timeZone)
  }
  return allocation.map(allocated => ({
    ...{ ...allocated, arrived: dayOf(allocated.id) },
    baseline: baselines.get(allocated.id) ?? {},
  }))
}

function* counted<T>(rows: Iterable<T>, total: number, progress: Progress): Generator<T> {
  let done = 0
  for (const row of rows) {
    yield row
    done += 1
    if (done % 10_000 === 0) progress.report('Generating cases', done, total)
  }
  progress.report('Generating cases', total, total)
}
