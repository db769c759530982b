import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Conversation } from '../../src/cli/interview.ts'
import { inTerminal } from '../../src/cli/terminal.ts'
import { temporaryFolder } from '../storage/temporary.ts'
import { needsCommand } from '../support/needs.ts'

const { folder } = temporaryFolder()

/** A terminal of which the test is the person. */
function terminal(isTTY: boolean) {
  const [input, output] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY, columns: 80 })]
  let shown = ''
  output.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
  })
  const talk = <T>(conversation: (of: Conversation) => Promise<T>): Promise<T> =>
    inTerminal(conversation, { input, output })
  return { input, talk, shown: () => shown }
}

const pause = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 20))

/** Asks so many questions, with time between them. */
const asks =
  (many: number) =>
  async ({ ask }: Conversation): Promise<(string | undefined)[]> => {
    const answers: (string | undefined)[] = []
    for (let at = 1; at <= many; at++) {
      answers.push(await ask(`Question ${at}: `))
      await pause()
    }
    return answers
  }

describe.each([
  ['a terminal', true],
  ['a stream', false],
])('answers in %s', (_, isTTY) => {
  it('that come before their questions are kept for them, in their order', async () => {
    const { input, talk, shown } = terminal(isTTY)
    input.write('one\n two \n\nfour\n')
    expect(await talk(asks(4))).toEqual(['one', 'two', '', 'four'])
    for (const asked of ['Question 1: ', 'Question 2:  two ', 'Question 3: ', 'Question 4: four'])
      expect(shown()).toContain(asked)
  })

  it('may be typed one by one, and pasted between', async () => {
    const { input, talk } = terminal(isTTY)
    const answers = talk(asks(4))
    await pause()
    input.write('one\n')
    await pause()
    await pause()
    input.write('two\nthree\nfo')
    await pause()
    input.write('ur\n')
    expect(await answers).toEqual(['one', 'two', 'three', 'four'])
  })

  it('end where the input does, after those that came', async () => {
    const { input, talk } = terminal(isTTY)
    input.end('one\ntwo\n')
    expect(await talk(asks(4))).toEqual(['one', 'two', undefined, undefined])
  })
})

/** Runs a command in a pseudo-terminal, into which all lines are pasted at once. */
const inPseudoTerminal = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0: os.execvp(sys.argv[2], sys.argv[2:])
os.write(terminal, sys.argv[1].encode())
try:
    while os.read(terminal, 65536): pass
except OSError: pass
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`

describe.runIf(needsCommand('python3'))('init in a pseudo-terminal', () => {
  it('is answered by lines that are pasted at once', async () => {
    const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
    const byDefault = Array<string>(7).fill('')
    const answers = ['letters', '', '', 'Letters', '30', '40', ...byDefault, 'Paid', '0.2', '', '', 'yes']
    const command = [process.execPath, main, 'init', 'trial']
    const child = spawn('python3', ['-c', inPseudoTerminal, `${answers.join('\n')}\n`, ...command], {
      ...{ cwd: folder, timeout: 50_000 },
    })
    expect(await new Promise(resolve => child.once('close', resolve))).toBe(0)
    const protocol = readFileSync(join(folder, 'trial', 'protocol.yaml'), 'utf8')
    expect(protocol).toContain('title: "Letters"')
    expect(protocol).toContain('all: { control: 30, letter: 40 }')
  })
})
