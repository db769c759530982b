import { existsSync, rmSync } from 'node:fs'
import { TrialError } from '../../core/errors.ts'
import { replaceFile, temporaryBeside } from '../files.ts'
import type { LogHead } from './chain.ts'
import { backupExists } from './issues.ts'
import type { LogReader } from './outcome-log.ts'
import { openLog } from './sqlite-log.ts'

/** Nobody else writes to the copy. */
const patience = 0

/**
 * Copies a log, from whatever store, to a new file: a log of its own, complete or not there at all. Each row is checked against
 * the chain on its way. Events that are recorded meanwhile may be in it or not.
 */
export async function writeBackup(log: LogReader, path: string): Promise<LogHead> {
  if (existsSync(path)) throw new TrialError([backupExists(path)])
  const temporary = temporaryBeside(path)
  try {
    const copy = openLog(temporary, patience)
    let head: LogHead
    try {
      head = await copy.exclusively(writer => writer.restore(log.pages()))
    } finally {
      await copy.close()
    }
    replaceFile(temporary, path)
    return head
  } finally {
    for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${temporary}${ending}`, { force: true })
  }
}

/** The first position at which two logs hold different events, as far as both go; undefined where one continues the other. */
export async function parting(one: LogReader, other: LogReader): Promise<number | undefined> {
  const common = Math.min((await one.head()).count, (await other.head()).count)
  const isAlike = async (seq: number): Promise<boolean> =>
    seq === 0 || (await hashAt(one, seq)) === (await hashAt(other, seq))
  if (await isAlike(common)) return undefined
  let [alike, different] = [0, common]
  while (different - alike > 1) {
    const middle = Math.floor((alike + different) / 2)
    if (await isAlike(middle)) alike = middle
    else different = middle
  }
  return different
}

async function hashAt(log: LogReader, seq: number): Promise<string | undefined> {
  for await (const [row] of log.pages(seq - 1)) return row?.seq === seq ? row.hash : undefined
  return undefined
}
