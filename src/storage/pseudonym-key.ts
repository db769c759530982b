import { existsSync } from 'node:fs'
import { TrialError } from '../core/errors.ts'
import { readText } from './files.ts'
import { pseudonymKeyInvalid, pseudonymKeyMissing } from './issues.ts'

/** Reads a key of pseudonyms: a file of 64 lower-case hexadecimal digits and a line feed. */
export function readPseudonymKey(path: string): Buffer {
  if (!existsSync(path)) throw new TrialError([pseudonymKeyMissing(path)])
  const [, digits] = /^([0-9a-f]{64})\r?\n?$/.exec(readText(path)) ?? []
  if (digits === undefined) throw new TrialError([pseudonymKeyInvalid(path)])
  return Buffer.from(digits, 'hex')
}
