import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { TrialError } from '../core/errors.ts'
import { readText } from './files.ts'
import { pseudonymKeyExists, pseudonymKeyInvalid, pseudonymKeyMissing } from './issues.ts'
import { writePrivateFile } from './private-file.ts'

/** Reads a key of pseudonyms: a file of 64 lower-case hexadecimal digits and a line feed. */
export function readPseudonymKey(path: string): Buffer {
  if (!existsSync(path)) throw new TrialError([pseudonymKeyMissing(path)])
  const [, digits] = /^([0-9a-f]{64})\r?\n?$/.exec(readText(path)) ?? []
  if (digits === undefined) throw new TrialError([pseudonymKeyInvalid(path)])
  return Buffer.from(digits, 'hex')
}

/** Writes the key of pseudonyms, 64 hexadecimal digits that nobody can guess, to a new file that its owner alone may read. */
export function writePseudonymKey(path: string, digits: string): void {
  if (existsSync(path)) throw new TrialError([pseudonymKeyExists(path)])
  mkdirSync(dirname(resolve(path)), { recursive: true })
  writePrivateFile(path, `${digits}\n`)
}
