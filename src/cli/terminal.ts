import { createInterface } from 'node:readline/promises'
import { TrialError } from '../core/errors.ts'
import type { Conversation } from './interview.ts'
import { outputClosed } from './issues.ts'

/** Talks with the person at the terminal; questions go to stderr, so that stdout holds the answer of the command alone. */
export async function inTerminal<T>(talk: (conversation: Conversation) => Promise<T>): Promise<T> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const ended = new Promise<undefined>(resolve => terminal.once('close', () => resolve(undefined)))
  try {
    return await talk({
      ask: async question => (await Promise.race([terminal.question(question), ended]))?.trim(),
      say: text => process.stderr.write(`${text}\n`),
    })
  } finally {
    terminal.close()
  }
}

/** Writes values to stdout as lines of JSON, and returns when they are out of our hands. */
export function writeLines(values: readonly object[]): Promise<void> {
  if (values.length === 0) return Promise.resolve()
  const text = values.map(value => `${JSON.stringify(value)}\n`).join('')
  return new Promise((resolve, reject) => {
    process.stdout.write(text, error => {
      if (error === null || error === undefined) resolve()
      else
        reject(
          (error as NodeJS.ErrnoException).code === 'EPIPE'
            ? new TrialError([outputClosed()], { cause: error })
            : error,
        )
    })
  })
}
