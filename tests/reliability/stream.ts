import { type ChildProcess, spawn } from 'node:child_process'
import { program } from '../support/cli.ts'

/** What `record --stream` answers to a line once it is on the disk. */
export interface Acknowledged {
  id: string
  state: 'recorded' | 'held' | 'refused'
}

/** A process that records events as they come, and what it has acknowledged so far. */
export interface Recorder {
  process: ChildProcess
  acknowledged: Acknowledged[]
  stderr(): string
  /** Ends when the process does, by itself or killed. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

/**
 * Starts `equipoise record --stream` on a run and feeds it these lines: as fast as it takes them, so that many are in one
 * transaction, or one in every so many milliseconds, so that each is in its own.
 */
export function recorder(args: readonly string[], lines: Iterable<string>, cwd: string, every = 0): Recorder {
  const child = spawn(process.execPath, [program, 'record', ...args, '--stream'], { cwd, stdio: 'pipe' })
  const acknowledged: Acknowledged[] = []
  let [rest, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const whole = (rest + text).split('\n')
    rest = whole.pop() ?? ''
    for (const line of whole) acknowledged.push(JSON.parse(line) as Acknowledged)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  // A killed reader closes its end of the pipe.
  child.stdin.on('error', () => undefined)
  void feed(child, lines, every)
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal }))
  })
  return { process: child, acknowledged, stderr: () => stderr, ended }
}

async function feed({ stdin }: ChildProcess, lines: Iterable<string>, every: number): Promise<void> {
  if (stdin === null) return
  for (const line of lines) {
    if (stdin.destroyed) return
    if (every > 0) await pause(every)
    if (!stdin.write(`${line}\n`)) {
      await new Promise<void>(resolve => {
        stdin.once('drain', resolve)
        stdin.once('close', resolve)
      })
    }
  }
  stdin.end()
}

export const pause = (milliseconds: number): Promise<void> => new Promise(resolve => setTimeout(resolve, milliseconds))
