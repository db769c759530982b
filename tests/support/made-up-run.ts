import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { succeed } from './cli.ts'

/** What a trial on made-up data left, by the commands that a researcher would give. */
export interface MadeUpRun {
  run: string
  cases: string
  /** What `record` is given. */
  events: string
}

/** Draws a made-up caseload for a trial, allocates it, and records made-up events. */
export async function madeUpRun(
  trial: string,
  folder: string,
  { cases: count, draw = [] }: { cases: number; draw?: readonly string[] },
): Promise<MadeUpRun> {
  const [run, cases, events] = ['run', 'cases.csv', 'events.csv'].map(name => join(folder, name)) as [
    string,
    string,
    string,
  ]
  await succeed(['generate', trial, '--cases', String(count), '--seed', '1', '--out', cases])
  await succeed(['run', trial, '--caseload', cases, '--seed', '1', '--run', run, ...draw])
  await succeed(['generate', trial, '--outcomes', '--run', run, '--seed', '1', '--out', events])
  await succeed(['record', trial, '--events', events, '--run', run])
  return { run, cases, events }
}

/** Analyses the run, verifies it with its report, and gives the report. */
export async function reportOf(trial: string, { run }: Pick<MadeUpRun, 'run'>): Promise<string> {
  await succeed(['analyse', trial, '--run', run])
  await succeed(['report', trial, '--run', run])
  const { stdout } = await succeed(['verify', trial, '--run', run])
  if (!stdout.includes('derived again and agrees')) throw new Error(stdout)
  return readFileSync(join(run, '11-report', 'report.md'), 'utf8')
}
