import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { TrialError } from '../core/errors.ts'
import { keyFileExists } from './age/issues.ts'
import { readText } from './files.ts'
import { pseudonymKeyInvalid, pseudonymKeyMissing } from './issues.ts'
import { writePrivateFile } from './private-file.ts'

/**
 * Makes a key of pseudonyms in a new file that its owner alone may read: 32 bytes from the operating system's cryptographic
 * source as 64 hexadecimal digits, and a line feed. Refuses to write over a file.
 */
export function writePseudonymKey(path: string): void {
  if (existsSync(path)) throw new TrialError([keyFileExists(path)])
  mkdirSync(dirname(resolve(path)), { recursive: true })
  writePrivateFile(path, `${randomBytes(32).toString('hex')}\n`)
}

/** Reads a key of pseudonyms: a file of 64 lower-case hexadecimal digits and a line feed. */
export function readPseudonymKey(path: string): Buffer {
  if (!existsSync(path)) throw new TrialError([pseudonymKeyMissing(path)])
  const [, digits] = /^([0-9a-f]{64})\r?\n?$/.exec(readText(path)) ?? []
  if (digits === undefined) throw new TrialError([pseudonymKeyInvalid(path)])
  return Buffer.from(digits, 'hex')
}
