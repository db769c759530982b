import { existsSync } from 'node:fs'
import { readJson } from '../storage/files.ts'
import type { LogHead } from '../storage/log/chain.ts'
import type { OutcomeLog } from '../storage/log/outcome-log.ts'
import { readClosing } from './enrolment/records.ts'
import { artefactPath } from './run-folder.ts'

/** The heads of the log that a run noted: when enrolment was closed, and when the analysis set was made. */
export function notedHeads(run: string): LogHead[] {
  const path = artefactPath(run, 'logHead')
  const noted = existsSync(path) ? (readJson(path) as LogHead) : undefined
  return [noted, readClosing(run)?.log].filter(head => head !== undefined)
}

/** What the chain of a log, and heads that were noted of it, show to be changed. */
export async function chainFindings(log: OutcomeLog, heads: readonly LogHead[]): Promise<string[]> {
  const found = new Set<string>()
  for (const expected of heads.length === 0 ? [undefined] : heads) {
    const broken = await log.verifyChain(expected)
    if (broken !== undefined) found.add(broken.detail)
  }
  return [...found]
}
