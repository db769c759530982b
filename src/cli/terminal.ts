import { createInterface, type Interface } from 'node:readline'
import { TrialError } from '../core/errors.ts'
import type { Conversation } from './interview.ts'
import { outputClosed } from './issues.ts'

/** Where a person types and reads. */
export interface Streams {
  input: NodeJS.ReadableStream
  output: NodeJS.WritableStream
}

/** Talks with the person at the terminal; questions go to stderr, so that stdout holds the answer of the command alone. */
export async function inTerminal<T>(
  talk: (conversation: Conversation) => Promise<T>,
  { input, output }: Streams = { input: process.stdin, output: process.stderr },
): Promise<T> {
  const terminal = createInterface({ input, output })
  const say = (text: string): boolean => output.write(`${text}\n`)
  try {
    return await talk({ ask: asking(terminal, say), say })
  } finally {
    terminal.close()
  }
}

/** Asks one question after the other. Lines that come while none is asked, as where several answers are pasted at once, answer the next ones. */
function asking(terminal: Interface, say: (text: string) => void): Conversation['ask'] {
  const ahead: string[] = []
  let isOver = false
  let waiting: ((line: string | undefined) => void) | undefined
  const answer = (line: string | undefined): void => {
    waiting?.(line)
    waiting = undefined
  }
  terminal.on('line', line => (waiting === undefined ? ahead.push(line) : answer(line)))
  terminal.once('close', () => {
    isOver = true
    answer(undefined)
  })
  return async question => {
    const line = ahead.shift()
    if (line !== undefined) {
      say(`${question}${line}`)
      return line.trim()
    }
    if (isOver) return undefined
    terminal.setPrompt(question)
    terminal.prompt(true)
    return (await new Promise<string | undefined>(resolve => (waiting = resolve)))?.trim()
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
