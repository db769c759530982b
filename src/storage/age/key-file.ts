import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { TrialError } from '../../core/errors.ts'
import { readText } from '../files.ts'
import { writePrivateFile } from '../private-file.ts'
import { keyFileExists, keyInvalid, recipientInvalid } from './issues.ts'
import { loadAge } from './load-age.ts'

/** The secret keys of a file. Who holds the file has the role. */
export interface KeyFile {
  path: string
  identities: readonly string[]
}

/**
 * Makes a new key in a file that its owner alone may read, in the form of `age-keygen`. Returns its public key, to which
 * others seal. Refuses to write over a file.
 */
export async function writeKeyFile(path: string): Promise<string> {
  if (existsSync(path)) throw new TrialError([keyFileExists(path)])
  const { generateX25519Identity, identityToRecipient } = await loadAge()
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  mkdirSync(dirname(resolve(path)), { recursive: true })
  writePrivateFile(path, `# public key: ${recipient}\n${identity}\n`)
  return recipient
}

/** Reads a key file: a secret key a line; blank lines and lines that start with # are passed over. */
export async function readKeyFile(path: string): Promise<KeyFile> {
  const { isIdentity } = await keyForms()
  const lines = keyLines(path)
  const wrong = lines.find(({ text }) => !isIdentity(text))
  // The line itself may be a secret with a slip in it: it is not shown.
  if (wrong !== undefined) throw new TrialError([keyInvalid(path, wrong.line)])
  if (lines.length === 0) throw new TrialError([keyInvalid(path)])
  return { path, identities: lines.map(({ text }) => text) }
}

/**
 * The public keys that texts name: each a public key itself, or a file of public or secret keys, one a line. Each once, in
 * byte order.
 */
export async function readRecipients(texts: readonly string[]): Promise<string[]> {
  const { isRecipient } = await keyForms()
  const found = await Promise.all(texts.map(text => (isRecipient(text) ? [text] : recipientsIn(text))))
  return [...new Set(found.flat())].sort()
}

async function recipientsIn(path: string): Promise<string[]> {
  if (!existsSync(path)) throw new TrialError([recipientInvalid(path)])
  const lines = keyLines(path)
  if (lines.length === 0) throw new TrialError([recipientInvalid(path)])
  const { isRecipient, isIdentity, identityToRecipient } = await keyForms()
  const wrong = lines.filter(({ text }) => !isRecipient(text) && !isIdentity(text))
  if (wrong.length > 0) throw new TrialError(wrong.map(({ line }) => recipientInvalid(path, line)))
  return Promise.all(lines.map(({ text }) => (isRecipient(text) ? text : identityToRecipient(text))))
}

const keyLines = (path: string): { text: string; line: number }[] =>
  readText(path)
    .split('\n')
    .map((text, index) => ({ text: text.trim(), line: index + 1 }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'))

/** What is a public key and what a secret one. */
async function keyForms() {
  const { Decrypter, Encrypter, identityToRecipient } = await loadAge()
  return {
    identityToRecipient,
    isRecipient: (text: string): boolean => accepts(() => new Encrypter().addRecipient(text)),
    isIdentity: (text: string): boolean => accepts(() => new Decrypter().addIdentity(text)),
  }
}

function accepts(work: () => void): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}
