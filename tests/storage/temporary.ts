import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type Issue, TrialError } from '../../src/core/errors.ts'

/** A folder for one test file, removed afterwards, and a function that puts bytes into it. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'equipoise-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const put = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }
  return { folder, put }
}

/** The issues of the `TrialError` that work throws. */
export async function issuesOf(work: () => unknown): Promise<readonly Issue[]> {
  try {
    await work()
  } catch (error) {
    if (error instanceof TrialError) return error.issues
    throw error
  }
  throw new Error('nothing was refused')
}

/** `code line field` of each issue. */
export const brief = (issues: readonly Issue[]): string[] =>
  issues.map(({ code, place }) =>
    [code, place.line ?? place.row, place.field].filter(part => part !== undefined).join(' '),
  )
